// LockedFiles: records in files, changed under a lock and replaced whole.
//
// Purpose. Several programs change one small file. This module gives a closure the record's bytes with nobody else in
// between, and puts new bytes in its place so that a reader, a crash or a power cut sees the old record or the new one.
// It knows bytes and files; it does not know JSON, schemas or clocks that people read.
//
// Calling sequence.
//   withExclusive(path, also: gates, options:) { records in     // waits for the locks
//       let old = try records.read()                            // nil: there is none
//       try records.replace(with: new, durability: .full)       // or remove, or sync if nothing changed
//   }                                                           // the locks are released
//   readShared(path, options:)                                  // a snapshot
// Both block, and a closure whose lock was not free runs on the thread that the kernel granted it to (LOCK-18). A caller
// on Swift's cooperative pool goes through `WorkerThreads.run` and ends a wait with a `WaitToken`.
//
// Guarantees. spec/files.md and spec/locks.md have the rules by number. In short: the lock is flock(2) on the sidecar
// `<record>.lock`, which is never removed; in this process first come first served; a hold is one closure on one
// thread; a failed replacement leaves the old bytes, no temporary and a free lock.
//
// Errors. `FileError`, with a code, a sentence, the path, and the call and errno where there was one. What the closure
// throws passes through.
