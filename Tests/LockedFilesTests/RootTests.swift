import Foundation
import Testing

@testable import LockedFiles

@Suite("A root confines names and links (BULK-7)")
struct RootTests {
    private let base: String
    private let root: FilePath

    init() throws {
        base = NSTemporaryDirectory() + "/root-" + UUID().uuidString
        root = FilePath(base + "/root")
        let files = FileManager.default
        for folder in ["root/inside/deep", "outside"] {
            try files.createDirectory(atPath: base + "/" + folder, withIntermediateDirectories: true)
        }
        for (link, target) in [
            ("root/away", "../outside"), ("root/absolute", base + "/outside"), ("root/near", "inside/deep/.."),
            ("root/inside/record.json", "../../outside/record.json"), ("root/inside/loop", "loop"),
        ] {
            try files.createSymbolicLink(atPath: base + "/" + link, withDestinationPath: target)
        }
    }

    private func write(_ name: String) throws {
        defer { try? FileManager.default.removeItem(atPath: base) }
        try withExclusive(FilePath(name), options: LockOptions(root: root)) { try $0.replace(with: [1]) }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: base + "/outside").isEmpty)
    }

    @Test("what stays inside is written", arguments: ["a.json", "inside/a.json", "./inside/../b.json", "near/c.json"])
    func inside(_ name: String) throws { try write(name) }

    @Test(
        "what leads out is refused before anything is touched",
        arguments: [
            "/etc/a.json", "../a.json", "inside/../../a.json", "away/a.json", "absolute/a.json",
            "inside/record.json", "away/../a.json",
        ])
    func outside(_ name: String) throws {
        let error = #expect(throws: FileError.self) { try write(name) }
        #expect(error?.code == .outsideRoot)
    }

    @Test("a link that leads nowhere ends")
    func loop() throws {
        let error = #expect(throws: FileError.self) { try write("inside/loop/a.json") }
        #expect(error?.code == .io)
    }
}
