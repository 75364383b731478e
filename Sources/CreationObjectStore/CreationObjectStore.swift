// CreationObjectStore keeps the same records as objects of an S3 store, for several machines without a common disk.
//
// Calling sequence
//   let storage = S3RecordStorage(try S3Configuration(environment: environment))
//   let writer = CreationWriter(storage: storage)
//   try await writer.update(at: "s3://bucket/run-7/creation.json") { $0.syncStatus = .synced }
//
// Guarantees
// - A change is one conditional write: If-Match for an update, If-None-Match for a creation. The store decides who was
//   first; who lost starts again upon what the winner left. A store that ignores conditions is refused.
// - Success is reported only when it is confirmed. A lost answer is looked for by the stamp that each write carries.
// - No secret shows in an error, a description or a log. Redirects are not followed.
//
// Errors are `RecordError`, as with local files: `storage_error` for the store, `permission_denied` for credentials.
//
// Folders: `Signing/` is pure; `Transport/` is the only place with a network; `Client/` asks once and tells answers apart;
// `Storage/` decides, waits and tries again.
