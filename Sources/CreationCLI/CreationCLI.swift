// CreationCLI: the command line `creation-json`, as a library that runs inside its own tests.
//
// One definition (`Definitions/`, one `CommandDefinition` per file of `Commands/`) drives the parser, the help pages,
// the manual page and the shell completions; nothing about a command is written down twice.
//
// Calling sequence: `ProcessRun.main(tool)` in an executable, or `CommandLineTool.run(arguments:console:)` with a
// console in memory. `CommandLineTool.begin` does what needs no record (help, version, completions, wrong usage)
// without starting Swift's concurrency; everything else is a `PendingCommand`.
//
// Guarantees: results go to standard output, everything else to standard error; nothing taken from a record, a file
// name or an argument reaches a terminal unescaped; every failure becomes one message and one exit status of the
// table in `ExitStatus`. Arguments are bytes, so any file name works.
//
// libc is imported in one file, `System/System.swift`. Rules: spec/command-line.md (CLI-n).
