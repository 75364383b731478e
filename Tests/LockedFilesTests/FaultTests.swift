#if DEBUG
    import CreationTestSupport
    import Foundation
    import Testing

    @testable import LockedFiles

    /// What is done while one call fails.
    struct FaultScenario: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What the record holds before; nil if there is none.
        var before: String?
        /// What it holds if the work succeeds.
        var after: String?
        /// What a crashed writer left.
        var leftover: String?
        /// Makes the rest of the scene.
        var prepare: @Sendable (Scratch) throws -> Void = { _ in }
        var work: @Sendable (Scratch) throws -> Void
        /// Calls that may fail without harm: those that only carry attributes over, or close what is no longer needed.
        var harmless: Set<Step> = []
        /// Syncs that fail after the change is visible.
        var afterTheFact: Set<Int> = []
        /// Opens that are tried again with fewer rights.
        var lockOpen = 1

        struct Step: Hashable {
            var call: KernelCall
            var index: Int
        }
    }

    extension FaultScenario {
        // Not zero: a child that another test forks keeps the file open until it runs its program.
        private static let options = LockOptions(timeout: .patience)

        static let all: [FaultScenario] = [
            FaultScenario(
                testDescription: "replace", before: "old", after: "new", prepare: lock,
                work: { try LockedFilesTests.update($0.file(), options: options, durability: .full) { _ in "new" } },
                harmless: attributes.union(closes(1...3)), afterTheFact: [1]),
            FaultScenario(
                testDescription: "replace without durability", before: "old", after: "new", prepare: lock,
                work: { try LockedFilesTests.update($0.file(), options: options) { _ in "new" } },
                harmless: attributes.union(closes(1...3))),
            FaultScenario(
                testDescription: "replace a record with attributes, over a leftover", before: "old", after: "new",
                leftover: "half a rec",
                prepare: { scratch in
                    try lock(scratch)
                    try scratch.write("half a rec", to: "creation.json.tmp")
                    try scratch.setAttribute("user.colour", to: "blue")
                },
                work: { try LockedFilesTests.update($0.file(), options: options, durability: .full) { _ in "new" } },
                harmless: attributes.union(closes(1...3)), afterTheFact: [1]),
            FaultScenario(
                testDescription: "create", before: nil, after: "new",
                work: { try LockedFilesTests.update($0.file(), options: options, durability: .full) { _ in "new" } },
                harmless: closes(1...2).union([Step(call: .fstatat, index: 0)]), afterTheFact: [1]),
            FaultScenario(
                testDescription: "first replacement of a record with unusual bits", before: "old", after: "new",
                prepare: { chmod($0.path + "/creation.json", 0o666) },
                work: { try LockedFilesTests.update($0.file(), options: options, durability: .full) { _ in "new" } },
                harmless: attributes.union(closes([0, 2, 3, 4])).union([
                    Step(call: .fstatat, index: 0), Step(call: .fchmod, index: 0), Step(call: .openat, index: 3),
                    Step(call: .fremovexattr, index: 0),
                ]), afterTheFact: [1]),
            FaultScenario(
                testDescription: "remove", before: "old", after: nil, prepare: lock,
                work: { try withExclusive($0.file(), options: options) { try $0.remove() } },
                harmless: closes(0...2).union([Step(call: .unlinkat, index: 1)]), afterTheFact: [0]),
            FaultScenario(
                testDescription: "sync what did not change", before: "old", after: "old", prepare: lock,
                work: { try withExclusive($0.file(), options: options) { try $0.sync() } },
                harmless: closes(0...2), afterTheFact: [0, 1]),
            FaultScenario(
                testDescription: "read", before: "old", after: "old", prepare: lock,
                work: { scratch in
                    let seen = try readShared(scratch.file(), options: options)
                    #expect(seen?.bytes == Array("old".utf8))
                },
                harmless: closes(0...2).union([Step(call: .fcntl, index: 0)])),
            FaultScenario(
                testDescription: "replace behind a gate", before: "old", after: "new",
                prepare: { scratch in
                    try lock(scratch)
                    try LockedFilesTests.update(scratch.file("gate.json")) { _ in "gate" }
                },
                work: { scratch in
                    try withExclusive(scratch.file(), also: [scratch.file("gate.json")], options: options) { records in
                        _ = try (records.read(0), records.read(1))
                        try records.replace(with: Array("new".utf8))
                    }
                },
                harmless: attributes.union(closes([0, 2, 3, 4, 5, 6])).union([Step(call: .fcntl, index: 0)]),
                afterTheFact: [1], lockOpen: 2),
        ]

        private static let attributes: Set<Step> = [
            Step(call: .flistxattr, index: 0), Step(call: .flistxattr, index: 1), Step(call: .fgetxattr, index: 0),
            Step(call: .fsetxattr, index: 0),
        ]

        private static func closes(_ indices: some Sequence<Int>) -> Set<Step> {
            Set(indices.map { Step(call: .close, index: $0) })
        }

        private static func lock(_ scratch: Scratch) throws {
            try withExclusive(scratch.file()) { _ in }
        }

        /// The error that a fault must give; nil if the work must succeed all the same.
        func expected(_ step: Step, _ errno: Errno) -> FileError.Code? {
            if harmless.contains(step) || step.call == .unlock { return nil }
            if step.call == .fsync { return afterTheFact.contains(step.index) ? .durabilityUnknown : .io }
            if errno == .interrupted, step.call != .close { return nil }
            if step.call == .openat, step.index == lockOpen, [.accessDenied, .readOnlyFilesystem].contains(errno) {
                return isRead && errno == .readOnlyFilesystem ? .io : nil
            }
            if [.flock, .close, .read, .write].contains(step.call) { return .io }
            return FileError.Code(KernelError(call: step.call, errno: errno))
        }

        private var isRead: Bool { testDescription == "read" }

    }

    @Suite("Every call, every fault (FILE-9, FILE-10)", .ownThreads)
    struct FaultTests {
        static let errnos: [Errno] = [
            .inputOutput, .noSpace, .overQuota, .interrupted, .tooManyOpenFiles, .readOnlyFilesystem, .accessDenied,
            .busy, .noLocks,
        ]

        @Test("Whatever call fails, the record is the old or the new one, whole", arguments: FaultScenario.all)
        func everyStep(_ scenario: FaultScenario) throws {
            for call in KernelCall.allCases {
                let count = try run(scenario, FaultPlan()).plan.calls.count { $0 == call }
                for index in 0..<count {
                    for errno in Self.errnos {
                        try check(scenario, FaultScenario.Step(call: call, index: index), errno)
                    }
                }
            }
        }

        @Test("A short write is continued, byte by byte if need be", arguments: [1, 2, 3, 1000])
        func shortWrites(_ longest: Int) throws {
            let outcome = try run(FaultScenario.all[0], FaultPlan(longestWrite: longest))
            #expect(outcome.error == nil)
            #expect(outcome.scratch.text() == "new")
        }

        @Test("A disk that is full after a short write leaves the old record")
        func fullAfterShortWrite() throws {
            let plan = FaultPlan(failing: .write, at: 1, with: .noSpace, longestWrite: 2)
            let outcome = try run(FaultScenario.all[0], plan)
            #expect(outcome.error?.code == .io)
            #expect(outcome.error?.errno == ENOSPC)
            #expect(outcome.scratch.text() == "old")
            #expect(outcome.scratch.names == ["creation.json", "creation.json.lock"])
        }

        @Test("A failed sync is not tried again on the same file (FILE-10)")
        func syncIsFinal() throws {
            let outcome = try run(FaultScenario.all[0], FaultPlan(failing: .fsync, with: .interrupted))
            #expect(outcome.error?.code == .io)
            #expect(outcome.plan.calls.count { $0 == .fsync } == 1)
        }

        @Test("An update makes the calls that the specification lists, in that order, and no other (FILE-7)")
        func callsOfAnUpdate() throws {
            let outcome = try run(FaultScenario.all[0], FaultPlan())
            #expect(
                outcome.plan.calls == [
                    .openat, .readlinkat, .openat, .fstat, .flock, .fstatat, .openat, .fstat, .read, .openat, .write,
                    .fstat, .flistxattr, .flistxattr, .fchmod, .fsync, .close, .fstatat, .renameat, .fsync, .unlock,
                    .close, .close, .close,
                ])
            let quick = try run(FaultScenario.all[1], FaultPlan())
            #expect(quick.plan.calls == outcome.plan.calls.filter { $0 != .fsync })
        }

        @Test("A removal is unlinked and its directory synced before the lock is given back (FILE-15)")
        func callsOfARemoval() throws {
            let remove = try #require(FaultScenario.all.first { $0.testDescription == "remove" })
            let calls = try run(remove, FaultPlan()).plan.calls
            #expect(
                calls.filter { [.unlinkat, .fsync, .unlock].contains($0) } == [.unlinkat, .unlinkat, .fsync, .unlock])
        }

        @Test("A record that becomes a symbolic link after it was looked up is not followed (FILE-3)")
        func swappedForLink() throws {
            let scratch = try Scratch()
            try scratch.write("precious", to: "victim")
            try scratch.write("", to: "creation.json.lock")
            try scratch.plant("link", at: "creation.json")
            let plan = FaultPlan(failing: .readlinkat, with: .invalidArgument)
            let error = try Faults.$plan.withValue(plan) {
                try failure {
                    try withExclusive(scratch.file()) { try $0.replace(with: Array("new".utf8)) }
                }
            }
            #expect(error.code == .notRegularFile)
            #expect(error.path == scratch.file())
            #expect(scratch.text("victim") == "precious")
        }

        @Test("What did not change is synced, record and directory (FILE-17)")
        func callsOfASync() throws {
            let scratch = try Scratch()
            try update(scratch.file()) { _ in "old" }
            let plan = FaultPlan()
            try Faults.$plan.withValue(plan) {
                try withExclusive(scratch.file()) { records in
                    _ = try records.read()
                    try records.sync()
                }
            }
            #expect(plan.calls.suffix(7) == [.read, .fsync, .fsync, .unlock, .close, .close, .close])
        }

        private struct Outcome {
            var scratch: Scratch
            var plan: FaultPlan
            var error: FileError?
        }

        private func run(_ scenario: FaultScenario, _ plan: FaultPlan) throws -> Outcome {
            let scratch = try Scratch()
            if let before = scenario.before { try scratch.write(before) }
            try scenario.prepare(scratch)
            do {
                try Faults.$plan.withValue(plan) { try scenario.work(scratch) }
                return Outcome(scratch: scratch, plan: plan, error: nil)
            } catch let error as FileError {
                return Outcome(scratch: scratch, plan: plan, error: error)
            }
        }

        private func check(_ scenario: FaultScenario, _ step: FaultScenario.Step, _ errno: Errno) throws {
            let plan = FaultPlan(failing: step.call, at: step.index, with: errno)
            let outcome = try run(scenario, plan)
            let name: Comment = "\(step.call) number \(step.index) fails: \(errno); \(outcome.error?.message ?? "-")"
            let code = scenario.expected(step, errno)
            #expect(outcome.error?.code == code, name)
            if let error = outcome.error {
                #expect(error.call == step.call.rawValue, name)
                #expect(error.errno == errno.rawValue, name)
            }
            let isDone = code == nil || code == .durabilityUnknown
            #expect(outcome.scratch.text() == (isDone ? scenario.after : scenario.before), name)
            // The leftover of an earlier writer may still be there, one of ours never.
            let leftover = outcome.scratch.text("creation.json.tmp")
            #expect(leftover == nil || (!isDone && leftover == scenario.leftover), name)
            #expect(outcome.scratch.openDescriptors == [], name)
            if let before = scenario.before, outcome.scratch.text() == nil { try outcome.scratch.write(before) }
            // The lock is free and nothing is left that hinders the next one.
            try Faults.$plan.withValue(FaultPlan()) { try scenario.work(outcome.scratch) }
            #expect(outcome.scratch.text() == scenario.after, name)
        }
    }
#endif
