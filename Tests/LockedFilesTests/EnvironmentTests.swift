import Foundation
import Testing

@testable import LockedFiles

/// What belongs to the whole process is changed in a process of its own.
@Suite("The environment of a process")
struct EnvironmentTests {
    @Test("A replacement in progress is completed before a signal may end the process, and no other begins (FILE-18)")
    func stop() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let path = scratch.file()
            try update(path) { _ in "0" }
            for _ in 0..<3 {
                WorkerThreads.run {
                    while true { try? update(path, durability: .full) { String((Int($0 ?? "") ?? 0) + 1) } }
                }
            }
            try waitUntil { scratch.text() != "0" }
            #expect(Replacements.stop())
            let names = scratch.names
            let text = scratch.text()
            usleep(50_000)
            #expect(names == ["creation.json", "creation.json.lock"])
            #expect(scratch.names == names)
            #expect(scratch.text() == text)
        }
    }

    @Test("The umask counts for new records and not for others (FILE-11, FILE-12)")
    func umasks() async {
        await #expect(processExitsWith: .success) {
            for mask: mode_t in [0o077, 0o002, 0o022] {
                umask(mask)
                let scratch = try Scratch()
                chmod(scratch.path, 0o755)
                try update(scratch.file("new.json")) { _ in "new" }
                let new = try Kernel.status(scratch.file("new.json"), in: Kernel.workingDirectory).mode
                #expect(new == 0o666 & ~mask)
                try scratch.write("old")
                chmod(scratch.path + "/creation.json", 0o664)
                try update(scratch.file()) { _ in "new" }
                for name in ["creation.json", "creation.json.lock"] {
                    #expect(try Kernel.status(scratch.file(name), in: Kernel.workingDirectory).mode == 0o664)
                }
                #expect(umask(mask) == mask)
            }
        }
    }

    @Test("Without a descriptor to spare everything fails whole, and works again when there are some")
    func descriptorLimit() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            try scratch.write("old")
            try withExclusive(scratch.file()) { _ in }
            var limit = rlimit(rlim_cur: 1024, rlim_max: 1024)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            // Directory, sidecar, record and temporary need four.
            for free in 0...4 {
                var taken: [Int32] = []
                while case let descriptor = open("/dev/null", O_RDONLY), descriptor >= 0 { taken.append(descriptor) }
                for _ in 0..<free { close(taken.removeLast()) }
                let result = Result { try update(scratch.file()) { _ in "new" } }
                for descriptor in taken { close(descriptor) }
                #expect(scratch.names == ["creation.json", "creation.json.lock"])
                #expect(scratch.text() == (free < 4 ? "old" : "new"))
                if free < 4 {
                    let error = try failure { try result.get() }
                    #expect(error.code == .io)
                    #expect(error.errno == EMFILE)
                } else {
                    try result.get()
                }
            }
        }
    }

    @Test("In a working directory that was deleted, a relative path is not found")
    func deletedWorkingDirectory() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            mkdir(scratch.path + "/gone", 0o755)
            try #require(chdir(scratch.path + "/gone") == 0)
            try #require(rmdir(scratch.path + "/gone") == 0)
            let error = try failure { try update(FilePath("creation.json")) { _ in "new" } }
            #expect(error.code == .notFound)
            #expect(try readShared(FilePath("creation.json")) == nil)
        }
    }

    @Test("A relative path is used relative to the working directory")
    func relativePath() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            mkdir(scratch.path + "/run", 0o755)
            try #require(chdir(scratch.path) == 0)
            for name in ["creation.json", "run/creation.json", "./run/../x.json"] {
                try update(FilePath(name)) { _ in name }
                #expect(try readShared(FilePath(name))?.bytes == Array(name.utf8))
            }
        }
    }

    @Test(
        "A record that is a mount point of its own cannot be replaced, and is never written in place (FILE-9)",
        .needsRoot)
    func mountedFile() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            try scratch.write("old")
            try scratch.write("mounted", to: "other")
            try mounting(["--bind", scratch.path + "/other", scratch.path + "/creation.json"])
            defer { unmount(scratch.path + "/creation.json") }
            let error = try failure { try update(scratch.file()) { _ in "new" } }
            #expect(error.code == .io)
            #expect(error.call == "renameat")
            #expect([EBUSY, EXDEV].contains(error.errno ?? 0))
            #expect(scratch.text() == "mounted")
            #expect(!scratch.names.contains("creation.json.tmp"))
        }
    }

    @Test("On a filesystem that is mounted read-only everything is read and nothing changed (LOCK-4)", .needsRoot)
    func readOnlyMount() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            let folder = scratch.path + "/disk"
            mkdir(folder, 0o755)
            try mounting(["-t", "tmpfs", "-o", "size=1m", "none", folder])
            defer { unmount(folder) }
            for name in ["disk/locked.json", "disk/plain.json"] { try scratch.write("old", to: name) }
            try withExclusive(scratch.file("disk/locked.json")) { _ in }
            try scratch.write("half", to: "disk/locked.json.tmp")
            try mounting(["-o", "remount,ro", folder])
            for name in ["disk/locked.json", "disk/plain.json"] {
                let path = scratch.file(name)
                #expect(try readShared(path)?.bytes == Array("old".utf8))
                let works: [() throws -> Void] = [
                    { try update(path) { _ in "new" } }, { try withExclusive(path) { try $0.remove() } },
                ]
                for work in works {
                    let error = try failure { try work() }
                    #expect(error.code == .io)
                    #expect(error.errno == EROFS)
                }
                #expect(scratch.text(name) == "old")
            }
            try mounting(["-o", "remount,rw", folder])
            for name in ["disk/locked.json", "disk/plain.json"] { try update(scratch.file(name)) { _ in "new" } }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "locked.json", "locked.json.lock", "plain.json", "plain.json.lock",
                ])
        }
    }

    @Test("A clock that jumped back decides nothing: files of the future are read, replaced and swept (THR-25)")
    func clockThatJumpedBack() throws {
        let scratch = try Scratch()
        try update(scratch.file()) { _ in "old" }
        try scratch.write("half", to: "creation.json.tmp")
        let future = Date(timeIntervalSince1970: 4_102_444_800)
        for name in scratch.names {
            try FileManager.default.setAttributes([.modificationDate: future], ofItemAtPath: scratch.path + "/" + name)
        }
        #expect(try readShared(scratch.file())?.bytes == Array("old".utf8))
        try update(scratch.file(), options: LockOptions(timeout: .zero)) { _ in "new" }
        #expect(scratch.text() == "new")
        #expect(scratch.names == ["creation.json", "creation.json.lock"])
    }
}

/// Mounts something, or changes how it is mounted.
private func mounting(_ arguments: [String]) throws {
    try #require(run("mount", arguments) == 0, "mounting needs root")
}

private func unmount(_ folder: String) { _ = try? run("umount", [folder]) }

private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
}
