extension HeldRecords {
    /// Gives the temporary what the record had: owner and group first, since a change of owner drops bits, then
    /// attributes and ACL, permission bits last. Only the bits must succeed; the rest is told if it is lost.
    func carryOver(to file: Int32, _ place: Place) throws(KernelError) {
        switch original {
        case nil: return
        case let record?: try carryOver(from: record, to: file, place)
        }
    }

    private func carryOver(from record: borrowing OpenRecord, to file: Int32, _ place: Place) throws(KernelError) {
        let old = record.status
        let new = try Kernel.status(file)
        let ownerKept = Self.keepOwner(old, new, file)
        // Set-id bits go with the owner.
        let mode =
            switch ownerKept {
            case .all: old.mode
            case .groupOnly: old.mode & 0o777
            case .nothing: old.modeForAnotherGroup
            }
        let attributesKept = Attributes.copy(from: record.descriptor.raw, to: file)
        try Kernel.changeMode(file, mode)
        if ownerKept != .all || !attributesKept {
            tell(
                .attributesNotKept, place,
                "the owner, the group or an attribute of \(place.path) could not be kept when it was replaced")
        }
        if old.links > 1 {
            tell(
                .hardLinks, place,
                "\(place.path) was replaced under this name only; other names of the same file "
                    + "(\(old.links - 1)) still show what it was before")
        }
    }

    private enum OwnerKept { case all, groupOnly, nothing }

    private static func keepOwner(_ old: FileStatus, _ new: FileStatus, _ file: Int32) -> OwnerKept {
        if old.owner == new.owner, old.group == new.group { return .all }
        if (try? Kernel.changeOwner(file, owner: old.owner, group: old.group)) != nil { return .all }
        if old.group == new.group { return .groupOnly }
        return (try? Kernel.changeOwner(file, owner: nil, group: old.group)) != nil ? .groupOnly : .nothing
    }

    private func tell(_ code: FileDiagnostic.Code, _ place: Place, _ message: String) {
        options.diagnostics(FileDiagnostic(code: code, path: place.path, message: message))
    }
}

/// Extended attributes that travel with a record: those of users, and the POSIX access ACL.
enum Attributes {
    /// Copies them, as far as the filesystem and our rights allow; false if something was lost.
    static func copy(from old: Int32, to new: Int32) -> Bool {
        #if os(Linux)
            let wanted = names(of: old).filter { $0 == accessList || $0.bytes.starts(with: userPrefix) }
            var allKept = true
            // A default ACL of the directory gave the temporary entries that the record does not have.
            if !wanted.contains(accessList), names(of: new).contains(accessList) {
                allKept = (try? Kernel.removeAttribute(accessList, of: new)) != nil
            }
            for name in wanted {
                do {
                    try Kernel.setAttribute(name, of: new, to: Kernel.attribute(name, of: old))
                } catch {
                    allKept = false
                }
            }
            return allKept
        #else
            return Kernel.copyAttributes(from: old, to: new)
        #endif
    }

    /// Gives a file another's access ACL, or none where the other has none: a directory's default may have given it one.
    ///
    /// Only on Linux do the permission bits of the group mean something else where there is an ACL.
    static func copyAccessList(from old: Int32, to new: Int32) throws(KernelError) {
        #if os(Linux)
            let list: [UInt8]?
            do throws(KernelError) {
                list = try Kernel.attribute(accessList, of: old)
            } catch  where isAbsence(error.errno) {
                list = nil
            }
            do throws(KernelError) {
                if let list {
                    try Kernel.setAttribute(accessList, of: new, to: list)
                } else {
                    try Kernel.removeAttribute(accessList, of: new)
                }
            } catch  where list == nil && isAbsence(error.errno) {
                // There was none.
            }
        #endif
    }

    #if os(Linux)
        private static func isAbsence(_ errno: Errno) -> Bool { errno == .noAttribute || errno == .notSupported }

        private static let accessList = FilePath("system.posix_acl_access")
        private static let userPrefix = Array("user.".utf8)

        private static func names(of file: Int32) -> [FilePath] {
            guard let list = try? Kernel.attributeNames(of: file), !list.isEmpty else { return [] }
            return list.split(separator: 0).map { FilePath(bytes: $0) }
        }
    #endif
}
