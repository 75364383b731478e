import Foundation
import Testing

@testable import LockedFiles

extension Scratch {
    /// The kind of thing that only root may plant.
    static let devices = geteuid() == 0 ? ["device"] : []

    /// Puts something that is not a regular file under a name. Devices need root.
    func plant(_ kind: String, at name: String) throws {
        let path = path + "/" + name
        switch kind {
        case "directory": try #require(mkdir(path, 0o755) == 0)
        case "fifo": try #require(mkfifo(path, 0o666) == 0)
        case "device": try #require(mknod(path, S_IFCHR | 0o666, 0x103) == 0, "making a device needs root")
        case "link": try #require(symlink("victim", path) == 0)
        case "socket":
            let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(socket) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(path.utf8)
            try #require(bytes.count < 108)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            try #require(result == 0)
        default: Issue.record("unknown kind \(kind)")
        }
    }
}

/// POSIX ACLs as Linux keeps them in extended attributes.
enum AccessList {
    static let name = "system.posix_acl_access"
    static let defaultName = "system.posix_acl_default"

    /// A list that gives one named user some bits.
    static func granting(user: UInt32, bits: UInt16, other: UInt16 = 4) -> [UInt8] {
        let undefined = UInt32.max
        let entries: [(tag: UInt16, bits: UInt16, id: UInt32)] = [
            (0x01, 6, undefined), (0x02, bits, user), (0x04, 4, undefined), (0x10, 6, undefined),
            (0x20, other, undefined),
        ]
        var list: [UInt8] = [2, 0, 0, 0]
        for entry in entries {
            withUnsafeBytes(of: entry.tag.littleEndian) { list += $0 }
            withUnsafeBytes(of: entry.bits.littleEndian) { list += $0 }
            withUnsafeBytes(of: entry.id.littleEndian) { list += $0 }
        }
        return list
    }
}
