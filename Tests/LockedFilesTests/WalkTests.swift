import Foundation
import Testing

@testable import LockedFiles

@Suite("Walking a tree (FILE-19, FILE-20)")
struct WalkTests {
    private func walk(_ root: FilePath, threads: Int = 2, depth: Int? = nil, size: Int = 64 << 20) throws -> [String] {
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
                case .failure(let error): "\(error.path) \(error.code.rawValue) \(error.call ?? "-")"
                }
            })
        if let depth { walk.maximumDepth = depth }
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

    @Test("Symbolic links are not followed: a circle ends, and a linked record is told, not read")
    func links() throws {
        let scratch = try Scratch()
        try folder(scratch, "a")
        symlink("..", scratch.path + "/a/up")
        symlink("/etc/passwd", scratch.path + "/a/creation.json")
        symlink("nowhere", scratch.path + "/a/x.tmp")
        #expect(try walk(FilePath(scratch.path)) == ["a/creation.json not_regular_file -", "a/x.tmp!"])
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

    @Test("A folder that may not be listed is told, and the rest goes on")
    func unreadableFolder() throws {
        let scratch = try Scratch()
        try folder(scratch, "a")
        try folder(scratch, "b")
        try scratch.write("b", to: "b/creation.json")
        chmod(scratch.path + "/a", 0)
        let found = try asAnotherUser { try walk(FilePath(scratch.path), threads: 1) }
        #expect(found == ["a permission_denied openat", "b/creation.json=b"])
    }

    @Test("A root that is missing or a file is a finding")
    func missingRoot() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        #expect(try walk(scratch.file("none")) == [scratch.path + "/none not_found openat"])
        #expect(try walk(scratch.file()) == [scratch.path + "/creation.json not_found openat"])
    }

    @Test("Folders deeper than the limit are told, not visited")
    func depth() throws {
        let scratch = try Scratch()
        try folder(scratch, "1/2/3/4")
        try scratch.write("x", to: "1/2/creation.json")
        #expect(try walk(FilePath(scratch.path), depth: 2) == ["1/2/3 name_too_long openat", "1/2/creation.json=x"])
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
