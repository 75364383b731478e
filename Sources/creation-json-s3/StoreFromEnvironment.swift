import CreationCLI
import CreationJSON
import CreationObjectStore
import LockedFiles

/// The object store that the environment describes, connected when the first record in it is named.
final class StoreFromEnvironment: Sendable {
    private let made = Guarded<S3RecordStorage?>(nil)

    /// The one storage of this process.
    ///
    /// `CREATION_JSON_S3_STALE_GATES=accept` lets a gate look at another object than the one that is written, although
    /// the store cannot hold both still (OBJ-14).
    func storage() throws -> S3RecordStorage {
        try made.withLock { made in
            if let made { return made }
            let environment = System.variables
            var configuration = try S3Configuration(environment: environment)
            configuration.acceptsStaleGates = environment["CREATION_JSON_S3_STALE_GATES"] == "accept"
            let storage = S3RecordStorage(configuration)
            made = storage
            return storage
        }
    }
}
