import Foundation
import Testing

@testable import LockedFiles

@Suite("Replacing a record (FILE)")
struct ReplacementTests {
    private func status(_ scratch: Scratch, _ name: String = "creation.json") throws -> FileStatus {
        try Kernel.status(scratch.file(name), in: Kernel.workingDirectory)
    }

    @Test(
        "Permission bits survive, whatever the umask takes (FILE-11)", arguments: [0o600, 0o640, 0o664, 0o666, 0o444])
    func permissionBits(_ bits: UInt32) throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", bits)
        try update(scratch.file()) { _ in "new" }
        #expect(try status(scratch).mode == bits)
        #expect(try status(scratch, "creation.json.lock").mode == bits)
    }

    @Test("A new record gets what the umask leaves of 0666 (FILE-12)")
    func newRecord() throws {
        let scratch = try Scratch()
        try update(scratch.file()) { _ in "new" }
        try scratch.write("", to: "plain")
        let plain = try status(scratch, "plain").mode
        #expect(try status(scratch).mode == plain)
        #expect(try status(scratch, "creation.json.lock").mode == plain)
    }

    @Test("User attributes and the access ACL survive (FILE-11)")
    func attributes() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o664)
        try scratch.setAttribute("user.colour", to: "blue")
        let acl = AccessList.granting(user: 4711, bits: 6)
        try scratch.setAttribute(AccessList.name, to: acl)
        let diagnostics = Diagnostics()
        try update(scratch.file(), options: diagnostics.options) { _ in "new" }
        #expect(try scratch.attribute("user.colour") == Array("blue".utf8))
        #expect(try scratch.attribute(AccessList.name) == acl)
        #expect(try status(scratch).mode == 0o664)
        #expect(diagnostics.codes == [])
    }

    @Test("A record without an ACL does not inherit the directory's when it is replaced (FILE-11)")
    func inheritedAccessList() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        chmod(scratch.path + "/creation.json", 0o660)
        try scratch.setAttribute(AccessList.defaultName, of: ".", to: AccessList.granting(user: 4711, bits: 6))
        try update(scratch.file()) { _ in "new" }
        #expect(try scratch.attribute(AccessList.name) == nil)
        #expect(try status(scratch).mode == 0o660)
    }

    @Test("A new record gets the directory's default ACL, no more (FILE-12)")
    func defaultAccessList() throws {
        let scratch = try Scratch()
        try scratch.setAttribute(
            AccessList.defaultName, of: ".", to: AccessList.granting(user: 4711, bits: 6, other: 0))
        try update(scratch.file()) { _ in "new" }
        try scratch.write("", to: "plain")
        #expect(try scratch.attribute(AccessList.name) == scratch.attribute(AccessList.name, of: "plain"))
        #expect(try status(scratch).mode == status(scratch, "plain").mode)
        #expect(try status(scratch).mode & 0o007 == 0)
    }

    @Test("A symbolic link stays one, and lock and temporary stand beside the real file (FILE-3)")
    func symbolicLink() throws {
        let scratch = try Scratch()
        let files = FileManager.default
        try files.createDirectory(atPath: scratch.path + "/real", withIntermediateDirectories: true)
        try scratch.write("old", to: "real/record.json")
        try files.createSymbolicLink(atPath: scratch.path + "/middle", withDestinationPath: "real/record.json")
        try files.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: scratch.path + "/middle")
        try update(scratch.file("link")) { old in
            #expect(old == "old")
            return "new"
        }
        #expect(scratch.text("real/record.json") == "new")
        #expect(try status(scratch, "link").kind == .symbolicLink)
        #expect(scratch.names == ["link", "middle", "real"])
        #expect(
            try files.contentsOfDirectory(atPath: scratch.path + "/real").sorted() == [
                "record.json", "record.json.lock",
            ])
    }

    @Test("A link that leads nowhere yet is created where it leads (FILE-3)")
    func danglingLink() throws {
        let scratch = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/link", withDestinationPath: "target")
        try update(scratch.file("link")) { _ in "new" }
        #expect(scratch.names == ["link", "target", "target.lock"])
    }

    @Test("Links in a circle are an error, not a hang (FILE-3)")
    func linkCircle() throws {
        let scratch = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/a", withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: scratch.path + "/b", withDestinationPath: "a")
        let error = try failure { try update(scratch.file("a")) { _ in "new" } }
        #expect(error.code == .io)
        #expect(error.errno == ELOOP)
        #expect(error.path == scratch.file("a"))
    }

    @Test("Of several hard links the one that was named is replaced, and a diagnostic tells (FILE-13)")
    func hardLinks() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try FileManager.default.linkItem(atPath: scratch.path + "/creation.json", toPath: scratch.path + "/other")
        let diagnostics = Diagnostics()
        try update(scratch.file(), options: diagnostics.options) { _ in "new" }
        #expect(scratch.text() == "new")
        #expect(scratch.text("other") == "old")
        #expect(diagnostics.codes == [.hardLinks])
    }

    @Test("The leftover of a crashed writer is removed, not written into (FILE-8)")
    func leftover() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try scratch.write("half", to: "elsewhere")
        try FileManager.default.linkItem(
            atPath: scratch.path + "/elsewhere", toPath: scratch.path + "/creation.json.tmp")
        try update(scratch.file()) { _ in "new" }
        #expect(scratch.text("elsewhere") == "half")
        #expect(scratch.names == ["creation.json", "creation.json.lock", "elsewhere"])
    }

    @Test("A symbolic link planted at the temporary is not followed (FILE-8)")
    func plantedTemporary() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try scratch.write("precious", to: "victim")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/creation.json.tmp", withDestinationPath: "victim")
        try update(scratch.file()) { _ in "new" }
        #expect(scratch.text("victim") == "precious")
        #expect(scratch.text() == "new")
        #expect(try status(scratch).kind == .regular)
    }

    @Test("A directory at the temporary is named, and the old record stays (FILE-8)")
    func directoryAtTemporary() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        mkdir(scratch.path + "/creation.json.tmp", 0o755)
        let error = try failure { try update(scratch.file()) { _ in "new" } }
        #expect(error.code == .notRegularFile)
        #expect(error.call == "unlinkat")
        #expect(error.path == scratch.file("creation.json.tmp"))
        #expect(scratch.text() == "old")
    }

    @Test(
        "A FIFO or a socket at the temporary is removed like any leftover (FILE-8)",
        arguments: ["fifo", "socket"] + Scratch.devices)
    func strangeTemporary(_ kind: String) throws {
        let scratch = try Scratch()
        try scratch.plant(kind, at: "creation.json.tmp")
        try update(scratch.file()) { _ in "new" }
        #expect(scratch.names == ["creation.json", "creation.json.lock"])
    }

    @Test(
        "What is not a regular file is refused at once (FILE-5)",
        arguments: ["directory", "fifo", "socket"] + Scratch.devices)
    func strangeRecord(_ kind: String) throws {
        let scratch = try Scratch()
        try scratch.plant(kind, at: "creation.json")
        for work in [{ try update(scratch.file()) { _ in "new" } }, { _ = try readShared(scratch.file()) }] {
            let error = try failure { try work() }
            #expect(error.code == .notRegularFile)
            #expect(error.path == scratch.file())
            #expect(scratch.names == ["creation.json"])
        }
    }

    @Test("A path that names a directory is refused", arguments: ["dir/", "dir/.", "dir/.."])
    func directoryNames(_ name: String) throws {
        let scratch = try Scratch()
        mkdir(scratch.path + "/dir", 0o755)
        #expect(try failure { try readShared(scratch.file(name)) }.code == .notRegularFile)
    }

    @Test("A name of 250 bytes is used, one of 251 is refused (FILE-4)")
    func longNames() throws {
        let scratch = try Scratch()
        let longest = String(repeating: "n", count: 250)
        try update(scratch.file(longest)) { _ in "new" }
        #expect(scratch.names == [longest, longest + ".lock"])
        let error = try failure { try update(scratch.file(longest + "n")) { _ in "new" } }
        #expect(error.code == .nameTooLong)
        #expect(try failure { try readShared(scratch.file(longest + "nnnnn")) }.code == .nameTooLong)
        #expect(try failure { try readShared(scratch.file(longest + "nnnnnn")) }.code == .nameTooLong)
    }

    @Test("A name is bytes, UTF-8 or not (FILE-1)")
    func nameThatIsNotText() throws {
        let scratch = try Scratch()
        let path = FilePath(bytes: Array((scratch.path + "/").utf8) + [0xFF, 0x20, 0x0A, 0xC3])
        try update(path) { _ in "new" }
        #expect(try readShared(path)?.bytes == Array("new".utf8))
    }

    @Test("A path with a NUL inside is refused, not cut short (FILE-1)")
    func pathWithNUL() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        let error = try failure { try readShared(scratch.file("creation.json\0x")) }
        #expect(error.code == .io)
        #expect(error.errno == EINVAL)
    }

    @Test("A missing directory is not found; a reader finds nothing there (FILE-2)")
    func missingDirectory() throws {
        let scratch = try Scratch()
        let error = try failure { try update(scratch.file("a/b.json")) { _ in "new" } }
        #expect(error.code == .notFound)
        #expect(error.call == "openat")
        #expect(try readShared(scratch.file("a/b.json")) == nil)
    }

    @Test("A record larger than the limit is refused, one just as large is read (FILE-14)")
    func sizeLimit() throws {
        let scratch = try Scratch()
        try scratch.write("0123456789")
        #expect(try readShared(scratch.file(), options: LockOptions(maximumSize: 10))?.bytes.count == 10)
        let error = try failure { try readShared(scratch.file(), options: LockOptions(maximumSize: 9)) }
        #expect(error.code == .limitExceeded)
        #expect(error.path == scratch.file())
    }

    @Test(
        "Files that say that they are empty, or are large, are read whole", arguments: [0, 1, 65_535, 65_536, 1 << 20])
    func sizes(_ size: Int) throws {
        let scratch = try Scratch()
        let text = String(repeating: "x", count: size)
        try scratch.write(text)
        #expect(try readShared(scratch.file())?.bytes.count == size)
        #expect(SystemFile.text("/proc/self/mountinfo")?.isEmpty == false)
    }

    @Test("Removing what is not there is not found (FILE-15)")
    func removeNothing() throws {
        let scratch = try Scratch()
        let error = try failure { try withExclusive(scratch.file()) { try $0.remove() } }
        #expect(error.code == .notFound)
        #expect(error.call == "unlinkat")
    }

    @Test("Removing takes a leftover along and leaves the sidecar (FILE-15)")
    func removeLeftover() throws {
        let scratch = try Scratch()
        try scratch.write("old")
        try scratch.write("half", to: "creation.json.tmp")
        try withExclusive(scratch.file()) { try $0.remove() }
        #expect(scratch.names == ["creation.json.lock"])
    }
}
