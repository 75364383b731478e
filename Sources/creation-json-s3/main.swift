// The command line tool for records in an object store as well as in local files; the commands are in CreationCLI.
// `creation-json` hands a command line that names an `s3://` record to this program.
import CreationCLI
import CreationObjectStore

let store = StoreFromEnvironment()
ProcessRun.main(
    CommandLineTool(
        storages: StorageDirectory([
            "s3": StorageDirectory.Place(
                storage: { try store.storage() },
                tree: { S3Tree(storage: try store.storage()) })
        ])))
