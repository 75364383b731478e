// The command line tool; everything it does is in CreationCLI.
import CreationCLI

ProcessRun.main(ProcessRun.localTool())
