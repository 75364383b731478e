/// What a record held when it was read.
package struct FileContents: Sendable {
    /// The whole file.
    package var bytes: [UInt8]
    /// Which file it was.
    package var identity: FileIdentity
    /// When it was last written.
    package var modified: WallTime
    /// Its permission bits.
    package var mode: UInt32
    /// How many names it had.
    package var links: UInt64
}

extension FileContents {
    /// Reads an open file to its end, in one call if its size is known.
    ///
    /// - Returns: the bytes; at most one more than `limit`, so that the caller sees that there were more.
    static func readAll(_ file: Int32, expecting size: Int, atMost limit: Int) throws(KernelError) -> [UInt8] {
        var failure: KernelError?
        let expected = max(0, min(size, limit))
        // One byte more than expected, so that a short answer is the end of the file.
        var bytes = [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
            while count <= expected {
                do throws(KernelError) {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    let read = try Kernel.readSome(file, into: rest)
                    count += read
                    if read == 0 || count == expected && expected == size { return }
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw failure }
        if bytes.count <= expected || bytes.count > limit { return bytes }
        // It holds more than it said: a file that grew, or one that the system makes up.
        while bytes.count <= limit {
            let chunk = try readAll(file, expecting: 64 << 10, atMost: min(64 << 10, limit - bytes.count))
            bytes += chunk
            if chunk.count < 64 << 10 { break }
        }
        return bytes
    }
}

/// A record that is open for reading, with what its replacement must look like.
struct OpenRecord: ~Copyable {
    let descriptor: Descriptor
    let status: FileStatus

    /// Opens the record at a place; nil if there is none. Anything but a regular file is refused without waiting for it.
    static func open(at place: Place) throws(FileError) -> OpenRecord? {
        let descriptor: Descriptor
        do {
            descriptor = try Kernel.open(place.name, in: place.directory, [.readOnly, .noFollow, .nonBlocking])
        } catch {
            switch error.errno {
            case .noEntry: return nil
            case .tooManyLinks: throw notRegular(place, .symbolicLink)
            case .noDevice, .noDeviceOrAddress: throw notRegular(place, "it is a socket or a device")
            default: throw FileError(error, place.path, "open")
            }
        }
        let status: FileStatus
        do { status = try Kernel.status(descriptor.raw) } catch { throw FileError(error, place.path, "examine") }
        if status.kind != .regular { throw notRegular(place, status.kind) }
        return OpenRecord(descriptor: descriptor, status: status)
    }

    /// The error for what stands where a record should.
    static func notRegular(_ place: Place, _ kind: FileStatus.Kind) -> FileError {
        switch kind {
        case .directory: notRegular(place, "it is a directory")
        case .symbolicLink: notRegular(place, "a symbolic link was put in its place meanwhile")
        case .regular, .other: notRegular(place, "it is not a regular file")
        }
    }

    /// Gives up the descriptor, for somebody else to close.
    consuming func closing() -> Descriptor { descriptor }

    private static func notRegular(_ place: Place, _ what: String) -> FileError {
        FileError(.notRegularFile, place.path, "cannot use \(place.path) as a record: \(what)")
    }

    /// Reads it whole.
    borrowing func contents(of place: Place, atMost limit: Int) throws(FileError) -> FileContents {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.readAll(descriptor.raw, expecting: status.size, atMost: limit)
        } catch {
            throw FileError(error, place.path, "read")
        }
        if bytes.count > limit {
            throw FileError(
                .limitExceeded, place.path,
                "\(place.path) is larger than \(limit) bytes, the most that is read; raise the limit to read it")
        }
        return FileContents(
            bytes: bytes, identity: status.identity, modified: status.modified, mode: status.mode & 0o777,
            links: status.links)
    }
}
