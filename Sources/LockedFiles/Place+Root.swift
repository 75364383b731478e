extension Place {
    /// Opens the directory that holds a record named relative to a root, which neither the name nor a link may leave.
    ///
    /// The way is walked one component at a time, each opened without following a link and relative to the one
    /// before, so nothing that somebody exchanges meanwhile can lead out. A link is followed if its target is
    /// relative and stays inside.
    /// Links in the root's own name are followed.
    static func walk(_ path: FilePath, beneath root: FilePath, readOnly: Bool) throws(FileError) -> Place {
        let whole = root.appending(component: FilePath(bytes: path.bytes.drop { $0 == UInt8(ascii: "/") }))
        if path.isAbsolute { throw leaves(root, whole) }
        var directories = [SharedDescriptor(try open(root, from: Kernel.workingDirectory, for: whole, true))]
        var names: [FilePath] = []
        var ahead = components(of: path)
        var links = 0
        while let component = ahead.popLast(), let here = directories.last {
            if component == FilePath("..") {
                if directories.count == 1 { throw leaves(root, whole) }
                directories.removeLast()
                names.removeLast()
            } else if let target = try linkTarget(of: component, in: here.raw, for: whole) {
                if target.isAbsolute { throw leaves(root, whole) }
                links += 1
                if links > mostLinks {
                    throw FileError(
                        KernelError(call: .readlinkat, errno: .tooManyLinks), whole, "follow the symbolic links of")
                }
                ahead += components(of: target)
            } else if ahead.isEmpty {
                let directoryPath = names.reduce(root) { $0.appending(component: $1) }
                try refuseLongName(component, of: whole)
                return Place(
                    try open(FilePath("."), from: here.raw, for: whole, readOnly), directoryPath, component)
            } else {
                let next = try open(component, from: here.raw, for: whole, true, following: false)
                directories.append(SharedDescriptor(next))
                names.append(component)
            }
        }
        throw FileError(.notRegularFile, whole, "cannot use \(whole) as a record: it names a directory")
    }

    /// The components that mean something, last first.
    private static func components(of path: FilePath) -> [FilePath] {
        path.bytes.split(separator: UInt8(ascii: "/")).map { FilePath(bytes: $0) }
            .filter { $0 != FilePath(".") }.reversed()
    }

    private static func leaves(_ root: FilePath, _ path: FilePath) -> FileError {
        FileError(
            .outsideRoot, path, "\(path) leads out of \(root), by its name or by a link; name records inside it")
    }
}
