/// Where a record really is: an open directory and the names of its three files in it.
///
/// Everything is done relative to the directory, so nothing that happens to the path above it between two calls can
/// lead record, sidecar and temporary apart.
final class Place: Sendable {
    /// Longest name of a record, so that the suffixes fit into the 255 bytes that filesystems allow.
    static let longestName = 250
    /// How many symbolic links are followed, as many as the kernel would.
    static let mostLinks = 40

    private let openDirectory: Descriptor
    private let directoryPath: FilePath
    /// The name of the record in its directory; never a symbolic link when it was looked up.
    let name: FilePath
    /// The sidecar's name.
    let lockName: FilePath
    /// The temporary's name.
    let temporaryName: FilePath

    /// The descriptor of the directory, to be used while this object lives.
    var directory: Int32 { openDirectory.raw }
    /// The record's path, links followed.
    var path: FilePath { directoryPath.appending(component: name) }
    /// The sidecar's path.
    var lockPath: FilePath { directoryPath.appending(component: lockName) }
    /// The temporary's path.
    var temporaryPath: FilePath { directoryPath.appending(component: temporaryName) }

    init(_ directory: consuming Descriptor, _ directoryPath: FilePath, _ name: FilePath) {
        openDirectory = directory
        self.directoryPath = directoryPath
        self.name = name
        lockName = name.appending(suffix: ".lock")
        temporaryName = name.appending(suffix: ".tmp")
    }

    /// Opens the directory that holds the record, after following the record's own name if it is a symbolic link.
    /// With `readOnly` the directory will not be written or synced, and the right to list it is not needed. With a
    /// root the path is relative to it and may not leave it.
    static func resolve(
        _ path: FilePath, beneath root: FilePath? = nil, readOnly: Bool = false
    ) throws(FileError) -> Place {
        if let root, !path.containsNUL { return try walk(path, beneath: root, readOnly: readOnly) }
        if path.containsNUL {
            throw FileError(KernelError(call: .openat, errno: .invalidArgument), path, "name a file with a NUL byte,")
        }
        var directoryPath = path.directory
        var name = try componentName(of: path, as: path)
        var directory = try open(directoryPath, from: Kernel.workingDirectory, for: path, readOnly)
        for _ in 0..<mostLinks {
            guard let target = try linkTarget(of: name, in: directory.raw, for: path) else {
                try refuseLongName(name, of: path)
                return Place(directory, directoryPath, name)
            }
            name = try componentName(of: target, as: path)
            if target.bytes.contains(UInt8(ascii: "/")) {
                directory = try open(target.directory, from: directory.raw, for: path, readOnly)
                directoryPath = directoryPath.appending(component: target.directory)
            }
        }
        throw FileError(
            KernelError(call: .readlinkat, errno: .tooManyLinks), path, "follow the symbolic links of")
    }

    /// Which directory it is, whatever name led to it.
    func directoryIdentity() throws(FileError) -> FileIdentity {
        do { return try Kernel.status(directory).identity } catch { throw FileError(error, path, "examine") }
    }

    static func refuseLongName(_ name: FilePath, of path: FilePath) throws(FileError) {
        guard name.bytes.count > longestName else { return }
        throw FileError(
            .nameTooLong, path,
            "cannot use \(path): its name is longer than \(longestName) bytes, "
                + "which leaves no room for the suffixes of its lock and its temporary")
    }

    private static func componentName(of path: FilePath, as original: FilePath) throws(FileError) -> FilePath {
        let name = path.lastComponent
        if name.bytes.isEmpty || name == FilePath(".") || name == FilePath("..") {
            throw FileError(.notRegularFile, original, "cannot use \(original) as a record: it names a directory")
        }
        return name
    }

    static func open(
        _ directory: FilePath, from base: Int32, for path: FilePath, _ readOnly: Bool, following: Bool = true
    ) throws(FileError) -> Descriptor {
        let flags: OpenFlags = readOnly ? [.pathOnly, .directory] : [.readOnly, .directory]
        do {
            return try Kernel.open(directory, in: base, following ? flags : flags.union(.noFollow))
        } catch {
            throw FileError(error, path, "open the directory of")
        }
    }

    static func linkTarget(
        of name: FilePath, in directory: Int32, for path: FilePath
    ) throws(FileError) -> FilePath? {
        do {
            return try Kernel.readLink(name, in: directory)
        } catch let error where error.errno == .invalidArgument || error.errno == .noEntry {
            return nil
        } catch {
            throw FileError(error, path, "look up")
        }
    }
}
