import CreationTestSupport
import Foundation
import Testing

@testable import CreationCLI

/// CLI-64: a file that appears under its name when it is complete, and touches no other on the way.
@Suite struct NewFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String = "page.html") -> [UInt8] { Array(folder.file(name).utf8) }

    private func write(_ text: String, to name: String = "page.html") throws {
        var file = try NewFile(path(name))
        try file.write(Array(text.utf8))
        try file.finish()
    }

    private func text(_ name: String) throws -> String { String(decoding: try folder.read(name), as: UTF8.self) }

    private func bits(_ name: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int)
    }

    @Test func whatIsPlantedBesideItIsNotTouched() throws {
        try folder.write(Array("mine".utf8), to: "linked")
        try folder.write(Array("mine".utf8), to: "twice")
        let files = FileManager.default
        try files.createSymbolicLink(atPath: folder.file("page.html.tmp"), withDestinationPath: "linked")
        try write("new")
        try files.removeItem(atPath: folder.file("page.html.tmp"))
        try files.linkItem(atPath: folder.file("twice"), toPath: folder.file("page.html.tmp"))
        try write("newer")
        #expect(try text("linked") == "mine")
        #expect(try text("twice") == "mine")
        #expect(try text("page.html") == "newer")
        #expect(try folder.names() == ["linked", "page.html", "page.html.tmp", "twice"])
    }

    @Test func twoWritersOfOneNameDoNotMix() throws {
        var first = try NewFile(path())
        var second = try NewFile(path())
        try first.write(Array("first, ".utf8))
        try second.write(Array("second".utf8))
        try first.write(Array("whole".utf8))
        try first.finish()
        #expect(try text("page.html") == "first, whole")
        try second.finish()
        #expect(try text("page.html") == "second")
        #expect(try folder.names() == ["page.html"])
    }

    @Test func aLinkStaysALinkAndTheTemporaryIsBesideWhatItNames() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder.file("far"), withIntermediateDirectories: true)
        try folder.write(Array("old".utf8), to: "far/page.html")
        try files.createSymbolicLink(atPath: folder.file("far/near"), withDestinationPath: "page.html")
        try files.createSymbolicLink(atPath: folder.file("page.html"), withDestinationPath: "far/near")
        var file = try NewFile(path())
        try file.write(Array("new".utf8))
        #expect(try text("far/page.html") == "old")
        #expect(try folder.names() == ["far", "page.html"])
        #expect(try files.contentsOfDirectory(atPath: folder.file("far")).count == 3)
        try file.finish()
        #expect(try text("far/page.html") == "new")
        #expect(try files.destinationOfSymbolicLink(atPath: folder.file("page.html")) == "far/near")
        #expect(try files.destinationOfSymbolicLink(atPath: folder.file("far/near")) == "page.html")
        #expect(try files.contentsOfDirectory(atPath: folder.file("far")).sorted() == ["near", "page.html"])
    }

    @Test func aLinkToNothingYetIsFilledWhereItLeads() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("page.html"), withDestinationPath: folder.file("later.html"))
        try write("new")
        #expect(try text("later.html") == "new")
        #expect(try folder.names() == ["later.html", "page.html"])
    }

    @Test func linksInACircleAreNamed() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file("a"), withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: folder.file("b"), withDestinationPath: "a")
        let error = #expect(throws: Failure.self) { try write("new", to: "a") }
        #expect(error?.message == "cannot be written: Too many levels of symbolic links")
        #expect(error?.path == path("a"))
        #expect(try folder.names() == ["a", "b"])
    }

    @Test(arguments: [0o600, 0o640, 0o664])
    func anExistingFileKeepsItsBits(_ mode: Int) throws {
        try folder.write(Array("old".utf8), to: "page.html")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.file("page.html"))
        var file = try NewFile(path())
        let temporary = try #require(try folder.names().first { $0.hasSuffix(".tmp") })
        #expect(try bits(temporary) == 0o600)
        try file.write(Array("new".utf8))
        try file.finish()
        #expect(try text("page.html") == "new")
        #expect(try bits("page.html") == mode)
    }

    @Test func aNewFileGetsTheBitsOfAnyOther() throws {
        try folder.write([], to: "other")
        try write("new")
        #expect(try bits("page.html") == bits("other"))
    }

    @Test func aFileThatCannotBeFinishedLeavesNoTemporary() throws {
        var file = try NewFile(path())
        try file.write(Array("new".utf8))
        try FileManager.default.createDirectory(atPath: folder.file("page.html"), withIntermediateDirectories: true)
        var failure: Failure?
        do throws(Failure) { try file.finish() } catch { failure = error }
        #expect(failure?.message == "cannot be written: Is a directory")
        #expect(try folder.names() == ["page.html"])
    }

    @Test func aFileThatIsGivenUpLeavesNothing() throws {
        do {
            var file = try NewFile(path())
            try file.write(Array("new".utf8))
            #expect(try folder.names().count == 1)
        }
        #expect(try folder.names() == [])
    }

    /// A name of 255 bytes leaves no room for a longer one beside it.
    @Test func theLongestNameIsWrittenToo() throws {
        let name = String(repeating: "x", count: 255)
        try write("new", to: name)
        #expect(try text(name) == "new")
        #expect(try folder.names() == [name])
    }

    /// What has no name to be replaced under is written as it stands: a pipe, a device, an open file.
    @Test func whatCannotBeReplacedIsWrittenItself() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            """
            mkdir lab; mkfifo pipe; ln -s pipe link
            creation-json audit lab --quiet --html /dev/stdout | tail -n 1
            creation-json audit lab --quiet --html /dev/stdout > out.html; tail -n 1 out.html
            creation-json audit lab --quiet --html /dev/fd/3 3> three.html; tail -n 1 three.html
            creation-json audit lab --quiet --html /dev/null
            tail -n 1 pipe & creation-json audit lab --quiet --html link; wait
            ls
            """)
        #expect(answer.errors == "")
        #expect(answer.output == "</html>\n</html>\n</html>\n</html>\nlab\nlink\nout.html\npipe\nthree.html\n")
    }
}
