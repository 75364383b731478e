import CKernel
import Foundation

/// The walk that a C program would do on one thread: open every directory relative to its parent, and open, fstat and
/// read every file named `creation.json`. Nothing is understood.
struct FloorWalk {
    private(set) var records = 0
    private(set) var bytes = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)

    /// Walks a tree; the answer is how many records it holds.
    static func count(_ root: String) throws -> Int {
        var walk = FloorWalk()
        defer { walk.buffer.deallocate() }
        try walk.visit(check(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open the root"))
        return walk.records
    }

    /// Takes over the descriptor.
    private mutating func visit(_ directory: Int32) throws {
        guard let stream = fdopendir(directory) else { throw Failure("cannot list a directory") }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let type = Int32(entry.pointee.d_type)
            try withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                try tuple.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    if type == Int32(DT_DIR) {
                        if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
                        try visit(
                            check(
                                openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
                                "open a directory"))
                    } else if strcmp(name, "creation.json") == 0 {
                        try read(openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC))
                    }
                }
            }
        }
    }

    private mutating func read(_ record: Int32) throws {
        try check(record, "open a record")
        defer { close(record) }
        var status = stat()
        try check(fstat(record, &status), "fstat")
        bytes += try check(Foundation.read(record, buffer.baseAddress, buffer.count), "read")
        records += 1
    }
}
