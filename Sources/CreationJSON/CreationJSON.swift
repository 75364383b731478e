// CreationJSON keeps small JSON records on disk true while many programs change them at once.
//
// Calling sequence
//   let writer = CreationWriter()
//   try await writer.create(record, at: "run/.exlab-wizard/creation.json")
//   let result = try await writer.update(at: path) { $0.syncStatus = .synced }
//   let seen = try await writer.snapshot(at: path)
//   try await writer.update(at: path, ifMatch: seen.checksum) { $0.pluginsApplied.append(plugin) }
//
// Guarantees
// - A change is one exclusive hold: read, migrate, mutate, merge, check, replace, release (CYC-1). Whatever throws
//   before the replacement leaves the file as it was, byte for byte.
// - What a mutator does not touch keeps its bytes; what this version does not know is kept (MRG-1).
// - On return with full durability the new bytes and their directory entry have been synced (CYC-6).
// - Nothing here prints. What is worth saying without being an error goes to the diagnostics closure.
//
// Errors are ``RecordError``: a code to match on, a sentence to read, a place to look. What a mutator throws comes
// back to its caller as it is; a cancelled wait throws `CancellationError`.
//
// Folders: `Schema/` `Migrations/` `Records/` `Overrides/` are pure and know no file, clock or randomness.
// `Writer/` composes them into bodies of one storage transaction, `Bulk/` plans many of those, `Storage/` runs them.
