internal import LockedFiles

/// A file that is written piece by piece, and that stands under its name once it is complete (CLI-64).
///
/// Until then its bytes are in a temporary beside it, under a name that nobody else has. A link is followed first, so
/// that it stays one, and a file that is replaced hands on its permission bits. A device, a pipe and what `/dev/stdout`
/// leads to cannot be replaced and are written as they stand. A file that is given up leaves no temporary, and neither
/// does a process that ends by a signal (CLI-25).
package struct NewFile: ~Copyable {
    /// How many links are followed, as many as the kernel would.
    private static let mostLinks = 40
    /// More of the name would leave no room for what the temporary's has behind it.
    private static let longestName = 230
    private static let slash = UInt8(ascii: "/")
    /// The temporaries that are not complete, and whether the process is ending.
    private static let unfinished = Guarded((paths: Set<[UInt8]>(), isEnding: false))

    private let path: [UInt8]
    private let target: [UInt8]
    /// What is replaced, or written as it stands; nil where nothing is there yet.
    private let old: System.Standing?
    private let temporary: [UInt8]?
    private let descriptor: Int32
    private var isOpen = true

    /// Starts a file; nothing is seen under its name yet.
    init(_ path: [UInt8]) throws(Failure) {
        self.path = path
        do throws(InputFailure) {
            (target, old, temporary, descriptor) = try Self.start(path)
        } catch {
            throw Self.failure(error.errno, path)
        }
    }

    /// Adds bytes.
    mutating func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(OutputFailure) {
            try System.write(bytes, to: descriptor, interruption: nil)
        } catch {
            throw Self.failure(error.errno, path)
        }
    }

    /// Shows the file under its name; where that fails, nothing is left of it.
    mutating func finish() throws(Failure) {
        isOpen = false
        do throws(InputFailure) {
            try System.close(descriptor, adopting: temporary == nil ? nil : old)
            if let temporary { try Self.show(temporary, as: target) }
        } catch {
            discard()
            throw Self.failure(error.errno, path)
        }
    }

    deinit {
        guard isOpen else { return }
        System.close(descriptor)
        discard()
    }

    private func discard() {
        guard let temporary else { return }
        Self.unfinished.withLock { if $0.paths.remove(temporary) != nil { System.remove(temporary) } }
    }

    private static func failure(_ number: Int32?, _ path: [UInt8]) -> Failure {
        let reason = number.map(System.reason) ?? "interrupted"
        return Failure(code: System.code(ofFile: number), message: "cannot be written: \(reason)", path: path)
    }
}

extension NewFile {
    /// Takes away the temporaries that are not complete; from now on none is made or shown.
    ///
    /// For the end of a process that does not wait for whoever writes them.
    static func discardAll() {
        unfinished.withLock { unfinished in
            unfinished.isEnding = true
            unfinished.paths.forEach(System.remove)
            unfinished.paths = []
        }
    }

    private static func start(
        _ path: [UInt8]
    ) throws(InputFailure) -> (target: [UInt8], old: System.Standing?, temporary: [UInt8]?, descriptor: Int32) {
        let (target, old) = try followLinks(path)
        if let old, old.kind == .other { return (target, old, nil, try System.openStanding(target)) }
        let (temporary, descriptor) = try makeTemporary(beside: target, isPrivate: old != nil)
        return (target, old, temporary, descriptor)
    }

    /// Where the file really is, and what stands there.
    private static func followLinks(
        _ path: [UInt8]
    ) throws(InputFailure) -> (target: [UInt8], old: System.Standing?) {
        var path = path
        for _ in 0...mostLinks {
            let standing = System.standing(at: path)
            guard let standing, standing.kind == .link else { return (path, standing) }
            let leads = try System.linkTarget(of: path)
            path = leads.first == slash ? leads : split(path).directory + leads
        }
        throw System.tooManyLinks
    }

    /// Makes a file that was not there, and remembers it until it is shown or discarded.
    private static func makeTemporary(
        beside path: [UInt8], isPrivate: Bool
    ) throws(InputFailure) -> (path: [UInt8], descriptor: Int32) {
        let (directory, name) = split(path)
        while true {
            let unique = String(UInt32.random(in: 0...(.max)), radix: 16)
            let temporary = directory + name.prefix(longestName) + Array(".\(unique).tmp".utf8)
            let descriptor = try unfinished.withLock { (unfinished) throws(InputFailure) -> Int32? in
                if unfinished.isEnding { throw InputFailure(errno: nil) }
                let descriptor = try System.create(temporary, isPrivate: isPrivate)
                if descriptor != nil { unfinished.paths.insert(temporary) }
                return descriptor
            }
            if let descriptor { return (temporary, descriptor) }
        }
    }

    private static func show(_ temporary: [UInt8], as path: [UInt8]) throws(InputFailure) {
        try unfinished.withLock { (unfinished) throws(InputFailure) in
            guard unfinished.paths.contains(temporary) else { throw InputFailure(errno: nil) }
            try System.move(temporary, to: path)
            unfinished.paths.remove(temporary)
        }
    }

    /// The directory with the slash behind it, empty where there is none, and the rest.
    private static func split(_ path: [UInt8]) -> (directory: [UInt8], name: ArraySlice<UInt8>) {
        let start = path.lastIndex(of: slash).map { $0 + 1 } ?? 0
        return (Array(path[..<start]), path[start...])
    }
}
