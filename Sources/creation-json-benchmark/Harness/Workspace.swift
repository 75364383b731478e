import Foundation

/// Where the benchmark puts its records: on the disk under `.build`, and in memory.
struct Workspace {
    /// On the file system of the working directory; emptied at the start, but for what is costly to make.
    let disk: String
    /// On tmpfs; nil where there is none. Removed at the end.
    let memory: String?
    /// Kept between runs: trees of records and programs that take long to make.
    let kept: String

    init() throws {
        let base = FileManager.default.currentDirectoryPath + "/.build/benchmark"
        disk = base + "/scratch"
        kept = base + "/kept"
        try? FileManager.default.removeItem(atPath: disk)
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        if access("/dev/shm", W_OK) == 0 {
            let path = "/dev/shm/creation-json-benchmark-\(getpid())"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            memory = path
        } else {
            memory = nil
        }
    }

    /// Removes what need not stay.
    func clear() {
        try? FileManager.default.removeItem(atPath: disk)
        if let memory { try? FileManager.default.removeItem(atPath: memory) }
    }

    /// A new directory with a record and its sidecar in it; the answer is the record's path.
    static func newRecord(_ text: String = SampleRecord.text, named name: String, in directory: String) throws -> String
    {
        let folder = "\(directory)/\(name)"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/creation.json"
        try write(text, to: path)
        try write("", to: path + ".lock")
        return path
    }

    static func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path)
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure("cannot make \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(file, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            guard count > 0 else { throw Failure("cannot write \(path): \(String(cString: strerror(errno)))") }
            done += count
        }
    }

    /// The bytes of a file, in one buffer and no other.
    static func read(_ path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure("cannot read \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        // What /proc makes up says that it is empty.
        let size = max(Int(lseek(file, 0, SEEK_END)), 64 << 10)
        lseek(file, 0, SEEK_SET)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let more = Foundation.read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if more <= 0 { return }
                count += more
            }
        }
    }
}

/// Why a row could not be measured.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
