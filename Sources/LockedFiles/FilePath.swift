/// The name of a file as the kernel sees it: bytes, not text.
///
/// Kept with its terminating NUL, so that handing it to a call copies nothing. A path with a NUL inside cannot be
/// named to the kernel; it is kept and refused where it is first used.
package struct FilePath: Hashable, Sendable {
    /// The bytes, with one NUL after them.
    let terminated: [UInt8]

    /// A path from text, in UTF-8.
    package init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// A path from bytes, without a terminating NUL.
    package init(bytes: [UInt8]) {
        terminated = bytes + [0]
    }

    /// A path from bytes that stand in something else.
    package init(bytes: some Collection<UInt8>) {
        var terminated = [UInt8]()
        terminated.reserveCapacity(bytes.count + 1)
        terminated.append(contentsOf: bytes)
        terminated.append(0)
        self.terminated = terminated
    }

    private init(terminated: [UInt8]) {
        self.terminated = terminated
    }

    /// The bytes without the terminating NUL.
    package var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// Whether the kernel would see a shorter name than this one.
    var containsNUL: Bool { bytes.contains(0) }

    /// What follows the last slash; empty if the path ends with one.
    package var lastComponent: FilePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
        return FilePath(bytes: bytes[(slash + 1)...])
    }

    /// The directory that holds the last component; `.` if the path has no slash.
    package var directory: FilePath {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return FilePath(".") }
        return FilePath(bytes: slash == 0 ? bytes[...0] : bytes[..<slash])
    }

    /// The path with bytes added to its last component, as in `creation.json` + `.lock`.
    package func appending(suffix: String) -> FilePath {
        var joined = [UInt8]()
        joined.reserveCapacity(terminated.count + suffix.utf8.count)
        joined.append(contentsOf: terminated.dropLast())
        joined.append(contentsOf: suffix.utf8)
        joined.append(0)
        return FilePath(terminated: joined)
    }

    /// The path of an entry of this directory. An absolute entry stands for itself.
    package func appending(component: FilePath) -> FilePath {
        if component.isAbsolute || terminated == [UInt8(ascii: "."), 0] { return component }
        var joined = [UInt8]()
        joined.reserveCapacity(terminated.count + component.terminated.count)
        joined.append(contentsOf: terminated.dropLast())
        if joined.last != UInt8(ascii: "/") { joined.append(UInt8(ascii: "/")) }
        joined.append(contentsOf: component.terminated)
        return FilePath(terminated: joined)
    }

    /// Whether the path starts at the root.
    package var isAbsolute: Bool { terminated.first == UInt8(ascii: "/") }

    /// Lends the NUL-terminated bytes to a call.
    func withCString<Result, Failure: Error>(
        _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try terminated.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
            guard let base = buffer.baseAddress else { return try body("") }
            return try base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { (text) throws(Failure) in
                try body(text)
            }
        }
    }
}

extension FilePath: CustomStringConvertible {
    /// The path for people: bytes that are not UTF-8 are replaced, so this is not a name to open.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
