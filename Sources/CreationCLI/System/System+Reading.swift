extension System {
    /// Reads a file that is not a record (an edit, a patch, one side of a merge), whatever kind of file it is.
    ///
    /// Stops one byte past `limit`.
    static func readFile(_ path: [UInt8], limit: Int) throws(InputFailure) -> [UInt8] {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let more = try readSome(descriptor, interruption: nil)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }
}
