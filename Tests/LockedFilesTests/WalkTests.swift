import CreationTestSupport
import Foundation
import Testing

@testable import LockedFiles

@Suite("Walking a tree (FILE-19, FILE-20)", .ownThreads)
struct WalkTests {
    private func walk(
        _ root: FilePath, threads: Int = 2, depth: Int? = nil, size: Int = 64 << 20, since: WallTime? = nil,
        folders: Bool = false
    ) throws -> [String] {
        var walk = DirectoryWalk<String>(
            threads: threads, maximumSize: size,
            select: { name in
                if name.elementsEqual("creation.json".utf8) { return .contents }
                return name.suffix(4).elementsEqual(".tmp".utf8) ? .name : .ignore
            },
            examine: { finding in
                switch finding {
                case .contents(let path, let bytes): "\(path)=\(String(decoding: bytes.prefix(20), as: UTF8.self))"
                case .name(let path, let isRegular): "\(path)\(isRegular ? "" : "!")"
                case .folder(let folder): folders ? "\(folder.path)/ \(folder.depth)" : nil
                case .folderLink(let path): "\(path)@"
                case .failure(let error): "\(error.path) \(error.code.rawValue) \(error.call ?? "-")"
                }
            })
        if let depth { walk.maximumDepth = depth }
        walk.changedSince = since
        var found: [String] = []
        try walk.run(root) { found.append($0) }
        let prefix = root.description + "/"
        return found.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
    }

    private func folder(_ scratch: Scratch, _ name: String) throws {
        try FileManager.default.createDirectory(atPath: scratch.path + "/" + name, withIntermediateDirectories: true)
    }

    @Test(
        "Everything of interest is found once, in the order of names, however many threads look", arguments: [1, 2, 5])
    func order(_ threads: Int) throws {
        let scratch = try Scratch()
        var expected: [String] = []
        for project in 0..<7 {
            for run in 0..<(project * 9) {
                let name = "p\(project)/r\(100 + run)/.exlab-wizard"
                try folder(scratch, name)
                try scratch.write("\(project).\(run)", to: name + "/creation.json")
                expected.append("\(name)/creation.json=\(project).\(run)")
                if run % 5 == 0 {
                    try scratch.write("", to: name + "/creation.json.tmp")
                    expected.append("\(name)/creation.json.tmp")
                }
            }
        }
        for _ in 0..<5 { #expect(try walk(scratch.file("."), threads: threads) == expected) }
        #expect(scratch.openDescriptors == [])
    }

    @Test("Files and folders come in one order")
    func interleaved() throws {
        let scratch = try Scratch()
        for name in ["a", "d"] {
            try folder(scratch, name)
            try scratch.write(name, to: name + "/creation.json")
        }
        for name in ["b.tmp", "creation.json", "e.tmp"] { try scratch.write("", to: name) }
        #expect(
            try walk(FilePath(scratch.path)) == [
                "a/creation.json=a", "b.tmp", "creation.json=", "d/creation.json=d", "e.tmp",
            ])
    }

    @Test("Links to folders are told, not followed, so a circle ends; a linked record is read")
    func links() throws {
        let scratch = try Scratch()
        try folder(scratch, "a")
        try scratch.write("elsewhere", to: "record")
        symlink("..", scratch.path + "/a/up")
        symlink("../record", scratch.path + "/a/creation.json")
        symlink("nowhere", scratch.path + "/a/x.tmp")
        try folder(scratch, "b")
        symlink("creation.json", scratch.path + "/b/creation.json")
        #expect(
            try walk(FilePath(scratch.path)) == [
                "a/creation.json=elsewhere", "a/up@", "a/x.tmp!", "b/creation.json io openat",
            ])
    }

    @Test("Folders are told before what is in them, with what they hold")
    func folders() throws {
        let scratch = try Scratch()
        try folder(scratch, "a/b")
        try scratch.write("b", to: "a/b/creation.json")
        let found = try walk(FilePath(scratch.path), folders: true)
        #expect(found.dropFirst() == ["a/ 1", "a/b/ 2", "a/b/creation.json=b"])
        let walk = DirectoryWalk<Bool>(
            select: { _ in .ignore },
            examine: { finding in
                guard case .folder(let folder) = finding else { return nil }
                return folder.contains { $0.elementsEqual("creation.json".utf8) }
            })
        var holds: [Bool] = []
        try walk.run(FilePath(scratch.path)) { holds.append($0) }
        #expect(holds == [false, false, true])
    }

    @Test("What was last changed before a moment is not looked at")
    func changedSince() throws {
        let scratch = try Scratch()
        try folder(scratch, "a")
        for name in ["a/creation.json", "creation.json"] { try scratch.write("x", to: name) }
        let old = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        utimensat(AT_FDCWD, scratch.path + "/creation.json", old, 0)
        let since = WallTime(seconds: 2000, nanoseconds: 0)
        #expect(try walk(FilePath(scratch.path), since: since) == ["a/creation.json=x"])
        #expect(
            try walk(FilePath(scratch.path), since: WallTime(seconds: 1000, nanoseconds: 0))
                == ["a/creation.json=x", "creation.json=x"])
        let root = FilePath(scratch.path + "/creation.json")
        #expect(try walk(root, since: since) == [])
        #expect(try walk(root, since: WallTime(seconds: 1000, nanoseconds: 0)) == ["\(root)=x"])
    }

    @Test("A FIFO, a device or a directory in a record's place does not stop the walk", arguments: ["fifo", "socket"])
    func strangeFiles(_ kind: String) throws {
        let scratch = try Scratch()
        try scratch.plant(kind, at: "creation.json")
        try scratch.write("", to: "z.tmp")
        let found = try walk(FilePath(scratch.path))
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("creation.json not_regular_file"))
        #expect(found[1] == "z.tmp")
    }

    @Test("A folder that may not be listed is told, and the rest goes on", .needsRoot)
    func unreadableFolder() throws {
        let scratch = try Scratch()
        try folder(scratch, "a")
        try folder(scratch, "b")
        try scratch.write("b", to: "b/creation.json")
        chmod(scratch.path + "/a", 0)
        let found = try asAnotherUser { try walk(FilePath(scratch.path), threads: 1) }
        #expect(found == ["a permission_denied openat", "b/creation.json=b"])
    }

    @Test("A root that is missing is a finding; one that is a file is read")
    func missingRoot() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        #expect(try walk(scratch.file("none")) == [scratch.path + "/none not_found openat"])
        #expect(try walk(scratch.file()) == [scratch.path + "/creation.json=old"])
    }

    @Test("Folders deeper than the limit are told, not visited")
    func depth() throws {
        let scratch = try Scratch()
        try folder(scratch, "1/2/3/4")
        try scratch.write("x", to: "1/2/creation.json")
        #expect(try walk(FilePath(scratch.path), depth: 2) == ["1/2/3 limit_exceeded -", "1/2/creation.json=x"])
    }

    @Test("Files larger than the limit are told; large ones below it are read whole")
    func sizes() throws {
        let scratch = try Scratch()
        try scratch.write(String(repeating: "x", count: 200_000))
        #expect(try walk(FilePath(scratch.path), size: 199_999) == ["creation.json limit_exceeded -"])
        #expect(
            try walk(FilePath(scratch.path), size: 200_000) == ["creation.json=" + String(repeating: "x", count: 20)])
    }

    @Test("A delivery that throws ends the walk")
    func stop() throws {
        struct Enough: Error {}
        let scratch = try Scratch()
        for number in 0..<50 {
            try folder(scratch, "\(number)")
            try scratch.write("", to: "\(number)/creation.json")
        }
        let walk = DirectoryWalk<Int>(threads: 3, select: { _ in .contents }, examine: { _ in 1 })
        var count = 0
        #expect(throws: Enough.self) {
            try walk.run(FilePath(scratch.path)) { _ in
                count += 1
                if count == 10 { throw Enough() }
            }
        }
        #expect(count == 10)
        #expect(scratch.openDescriptors == [])
    }
}
