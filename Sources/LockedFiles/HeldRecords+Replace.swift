extension HeldRecords {
    /// Puts new bytes in the target's place, whole or not at all; makes the target if it does not exist.
    ///
    /// The bytes go to a temporary beside the record, which takes over permission bits, owner, group, ACL and user
    /// attributes as far as we may, is synced and renamed over the record; then the directory is synced. Any failure
    /// before the rename leaves the old record and no temporary; if the lock file was removed meanwhile (LOCK-17), what
    /// has the temporary's name is left to whoever locks next. On return with `.full` the change survives a power cut;
    /// `durabilityUnknown` means that it is visible, but may not.
    package mutating func replace(with bytes: [UInt8], durability: Durability = .full) throws(FileError) {
        let place = try target()
        try openOriginal()
        Replacements.begin()
        defer { Replacements.end() }

        let temporary = try makeTemporary(place)
        do throws(KernelError) {
            try Self.write(bytes, to: temporary.raw)
            try carryOver(to: temporary.raw, place)
            if durability == .full { try Kernel.sync(temporary.raw) }
            try temporary.close()
            try confirmLock(place)
            try Kernel.rename(place.temporaryName, to: place.name, in: place.directory)
        } catch {
            // With the lock lost, what has the temporary's name may be another writer's.
            if error != .lostLock { try? Kernel.unlink(place.temporaryName, in: place.directory) }
            throw failure(error, place, "replace")
        }
        retireOriginal(durability)
        if durability == .full { try syncDirectory(place, "replaced") }
    }

    /// A new file under the temporary's name. Only the holder of the exclusive lock comes here, so what stands there
    /// is the leftover of a writer that crashed.
    private func makeTemporary(_ place: Place) throws(FileError) -> Descriptor {
        // The kernel knows the bits of a new file: umask and the directory's default ACL. An existing record's are
        // copied when the temporary is complete; until then it is nobody else's business.
        let mode: UInt32 = original == nil ? 0o666 : 0o600
        do {
            do {
                return try open(place, mode)
            } catch let error where error.errno == .exists {
                try Kernel.unlink(place.temporaryName, in: place.directory)
                return try open(place, mode)
            }
        } catch {
            let hint = error.call == .unlinkat ? "; what stands there is not ours to remove, move it away" : ""
            throw FileError(
                FileError.Code(error), place.temporaryPath,
                "cannot make the temporary \(place.temporaryPath): \(error.errno)\(hint)",
                call: error.call.rawValue, errno: error.errno.rawValue)
        }
    }

    private func open(_ place: Place, _ mode: UInt32) throws(KernelError) -> Descriptor {
        try Kernel.open(
            place.temporaryName, in: place.directory, [.writeOnly, .createExclusively, .noFollow], mode: mode)
    }

    private static func write(_ bytes: [UInt8], to file: Int32) throws(KernelError) {
        var failure: KernelError?
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            do throws(KernelError) {
                while !rest.isEmpty {
                    rest = rest.dropFirst(try Kernel.writeSome(file, UnsafeRawBufferPointer(rebasing: rest)))
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
