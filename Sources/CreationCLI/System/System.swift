// The one file of this module that imports libc: streams, terminal, environment, signals and processes.

internal import LockedFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A signal that asks the process to end, seen by the one thread that waits for it.
package final class Interruption: Sendable {
    private struct State {
        var signal: Int32?
        var child: pid_t?
        var action: (@Sendable () -> Void)?
    }

    private let state = Guarded(State())
    fileprivate let wakeRead: Int32
    private let wakeWrite: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        }
        wakeRead = ends[0]
        wakeWrite = ends[1]
    }

    /// The signal that came, if one did.
    var signal: Int32? { state.withLock(\.signal) }

    /// What to do when a signal comes; done at once if one has come.
    func onSignal(_ action: @escaping @Sendable () -> Void) {
        let came = state.withLock { state in
            state.action = action
            return state.signal != nil
        }
        if came { action() }
    }

    /// Starts a child, and from then on passes signals on to it instead of ending this process.
    ///
    /// A signal that comes while it starts is not looked at before, so it is the child's. Nil if one came earlier; then
    /// nothing is started. The answer is the error number of the start.
    fileprivate func startChild(_ child: inout pid_t, _ start: (inout pid_t) -> Int32) -> Int32? {
        state.withLock { state in
            if state.signal != nil { return nil }
            let failure = start(&child)
            if failure == 0 { state.child = child }
            return failure
        }
    }

    /// Keeps signals from the child that has ended, before its number can become somebody else's.
    fileprivate func forgetChild() {
        state.withLock { $0.child = nil }
    }

    /// Blocks the signals in this thread and all later ones, and starts the thread that waits for them.
    ///
    /// When one comes, the command is cancelled. If it has not ended within `grace`, or another signal comes, `end` is
    /// called with the signal's number. A signal that the caller of this process ignores (`nohup`) stays ignored.
    func start(grace: Duration, end: @escaping @Sendable (Int32) -> Never) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            if !System.isIgnored(number) { sigaddset(&set, number) }
        }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let waited = set
        let isWatched = WorkerThreads.tryToRun { [self] in
            var set = waited
            var number: Int32 = 0
            repeat {
                if sigwait(&set, &number) != 0 { return }
            } while !take(number)
            let deadline = ContinuousClock.now + grace
            while ContinuousClock.now < deadline, !System.isPending(set) { usleep(5_000) }
            end(number)
        }
        // No thread to be had: then a signal does what it does to any program.
        if !isWatched { pthread_sigmask(SIG_UNBLOCK, &set, nil) }
    }

    /// Passes a signal on to the child, if there is one; else cancels the command, and answers true.
    private func take(_ number: Int32) -> Bool {
        let child = state.withLock { state in
            if state.child == nil { state.signal = number }
            return state.child
        }
        if let child {
            kill(child, number)
            return false
        }
        _ = systemWrite(wakeWrite, [1], 1)
        state.withLock(\.action)?()
        return true
    }
}

/// The calls themselves, one wrapper each.
package enum System {
    // MARK: Process

    /// The words behind the program's name, as bytes.
    package static var arguments: [Argument] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { Argument(bytes: bytes(of: $0)) }
        }
    }

    /// A variable of the environment, or nil where it is not set.
    package static func variable(_ name: String) -> [UInt8]? {
        getenv(name).map { bytes(of: $0) }
    }

    /// All variables that are text.
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        for variable in environment(with: []) {
            let parts = Argument(bytes: variable).split(atFirst: UInt8(ascii: "="))
            if let name = parts?.before.text, let value = parts?.after.text { variables[name] = value }
        }
        return variables
    }

    /// Ends the process.
    package static func end(_ status: ExitStatus) -> Never {
        exit(status.rawValue)
    }

    /// Ends the process by the signal that came for it, so that its caller sees what happened. No new file stays half.
    static func endBySignal(_ number: Int32) -> Never {
        NewFile.discardAll()
        signal(number, SIG_DFL)
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, number)
        kill(getpid(), number)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        exit(128 + number)
    }

    /// Puts something in the place of standard streams that are closed, so that no other file gets their numbers; using
    /// one fails as it would have.
    static func holdStandardStreams() {
        for (descriptor, flags) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)] {
            if fcntl(descriptor, F_GETFD) < 0 { _ = systemOpen("/dev/null", flags) }
        }
    }

    /// What this process ignores though its caller does not; programs that it starts do not either.
    private static let ignoredHere = Guarded<[Int32]>([])

    /// A write to a pipe that nobody reads, or past the largest size that a file may have, is an error to look at, and not
    /// the end of the process; how a child ended is kept until it is asked for, though the caller ignores its own.
    static func settleSignals() {
        for number in [SIGPIPE, SIGXFSZ] where !isIgnored(number) {
            signal(number, SIG_IGN)
            ignoredHere.withLock { $0.append(number) }
        }
        if isIgnored(SIGCHLD) { signal(SIGCHLD, SIG_DFL) }
    }

    /// The system's words for an error number.
    package static func reason(_ number: Int32) -> String {
        strerror(number).map { String(cString: $0) } ?? "error \(number)"
    }

    /// The thread that waits for the command, once it does.
    private static let waiting = Guarded<UInt?>(nil)

    /// Whether this is the thread that waits for the command: nobody else needs it, so it may block.
    static var isWaitingThread: Bool { waiting.withLock { $0 } == thisThread }

    /// Says that this thread will wait for the command.
    static func beginWaiting() { waiting.withLock { $0 = thisThread } }

    private static var thisThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    // MARK: Streams

    /// True where the descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// The width of the terminal behind the descriptor.
    static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes all the bytes; a signal ends the wait for a reader that does not read.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, interruption: Interruption?
    ) throws(OutputFailure) {
        var position = 0
        while position < bytes.count {
            var piece = bytes.count - position
            if let interruption {
                var polled = [
                    pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
                    pollfd(fd: interruption.wakeRead, events: Int16(POLLIN), revents: 0),
                ]
                _ = poll(&polled, 2, -1)
                if polled[0].revents == 0, polled[1].revents != 0 { throw .closed }
                // A pipe that is ready takes this much without blocking.
                piece = min(piece, 4096)
            }
            let written = bytes.withUnsafeBytes { buffer in
                systemWrite(descriptor, buffer.baseAddress?.advanced(by: position), piece)
            }
            if written < 0 {
                let number = errno
                if number == EINTR || number == EAGAIN { continue }
                throw number == EPIPE ? .closed : .failed(errno: number)
            }
            position += written
        }
    }

    /// Reads what there is, waiting for the first byte; empty at the end.
    static func readSome(_ descriptor: Int32, interruption: Interruption?) throws(InputFailure) -> [UInt8] {
        while true {
            if let interruption {
                var polled = [
                    pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: interruption.wakeRead, events: Int16(POLLIN), revents: 0),
                ]
                _ = poll(&polled, 2, -1)
                if polled[1].revents != 0 { throw InputFailure(errno: nil) }
            }
            var count = 0
            var number: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
                count = systemRead(descriptor, buffer.baseAddress, buffer.count)
                number = errno
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            if number != EINTR && number != EAGAIN { throw InputFailure(errno: number) }
        }
    }

    /// Opens a file to read it piece by piece with `readSome`.
    static func open(_ path: [UInt8]) throws(InputFailure) -> Int32 {
        let descriptor = withPath(path) { systemOpen($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw InputFailure(errno: errno) }
        return descriptor
    }

    /// Closes a descriptor of `open`.
    static func close(_ descriptor: Int32) {
        _ = systemClose(descriptor)
    }

    /// The error code for a file that is no record and could not be read or written.
    static func code(ofFile number: Int32?) -> String {
        switch number {
        case ENOENT, ENOTDIR: "not_found"
        case EACCES, EPERM: "permission_denied"
        default: "io_error"
        }
    }

    // MARK: New files

    /// What stands under a name, as far as whoever replaces it must know.
    struct Standing {
        /// A link of `/proc` leads to what a process has open, not to a name, and is `other`.
        enum Kind { case file, link, other }

        fileprivate let status: stat

        var kind: Kind {
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFLNK:
                status.st_dev == System.standing(at: Array("/proc/self".utf8))?.status.st_dev ? .other : .link
            default: .other
            }
        }
    }

    /// What stands under a name; nil if nothing does, or nobody can tell.
    static func standing(at path: [UInt8]) -> Standing? {
        var status = stat()
        return withPath(path) { lstat($0, &status) } == 0 ? Standing(status: status) : nil
    }

    /// Where a symbolic link leads.
    static func linkTarget(of path: [UInt8]) throws(InputFailure) -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = withPath(path) { readlink($0, &buffer, buffer.count) }
        guard count >= 0 else { throw InputFailure(errno: errno) }
        return buffer.prefix(count).map { UInt8(bitPattern: $0) }
    }

    /// Links lead in a circle.
    static var tooManyLinks: InputFailure { InputFailure(errno: ELOOP) }

    /// Makes a file to write into, for its owner alone if it is private; nil if something stands there.
    static func create(_ path: [UInt8], isPrivate: Bool) throws(InputFailure) -> Int32? {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = withPath(path) { systemOpen($0, flags, isPrivate ? 0o600 : 0o666) }
        if descriptor >= 0 { return descriptor }
        if errno == EEXIST { return nil }
        throw InputFailure(errno: errno)
    }

    /// Opens what stands there to write into it.
    static func openStanding(_ path: [UInt8]) throws(InputFailure) -> Int32 {
        let descriptor = withPath(path) { systemOpen($0, O_WRONLY | O_TRUNC | O_CLOEXEC) }
        guard descriptor >= 0 else { throw InputFailure(errno: errno) }
        return descriptor
    }

    /// Closes a new file, with the owner, group and permission bits of the old one as far as they can be kept: another
    /// group gets no more than everybody has. It is closed whatever the answer is.
    static func close(_ descriptor: Int32, adopting old: Standing?) throws(InputFailure) {
        var failure: Int32?
        if let old = old?.status {
            let isKept =
                fchown(descriptor, old.st_uid, old.st_gid) == 0 || fchown(descriptor, uid_t.max, old.st_gid) == 0
            let bits = isKept ? old.st_mode & 0o777 : old.st_mode & 0o707 | (old.st_mode & 0o007) << 3
            if fchmod(descriptor, bits) != 0 { failure = errno }
        }
        if systemClose(descriptor) != 0, failure == nil { failure = errno }
        if let failure { throw InputFailure(errno: failure) }
    }

    /// Gives a file another name, in the place of what has it.
    static func move(_ path: [UInt8], to new: [UInt8]) throws(InputFailure) {
        if withPath(path, { path in withPath(new) { rename(path, $0) } }) != 0 { throw InputFailure(errno: errno) }
    }

    /// Removes a file.
    static func remove(_ path: [UInt8]) {
        _ = withPath(path) { unlink($0) }
    }

    // MARK: Programs

    /// The directory this program stands in, where the system tells.
    static var programDirectory: [UInt8]? {
        guard let path = try? linkTarget(of: Array("/proc/self/exe".utf8)) else { return nil }
        return path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) }
    }

    /// True where the path names a file that may be run.
    static func isProgram(_ path: [UInt8]) -> Bool {
        withPath(path) { access($0, X_OK) } == 0
    }

    /// Becomes another program; returns the error number where that fails.
    static func become(_ path: [UInt8], arguments: [Argument]) -> Int32 {
        for number in ignoredHere.withLock({ $0 }) { signal(number, SIG_DFL) }
        withStrings([path] + arguments.map(\.bytes)) { arguments in
            if let program = arguments[0] { _ = execv(program, arguments) }
        }
        return errno
    }

    /// Runs a program to its end: its exit status, 128+n if a signal ended it, or the error number if it did not start.
    ///
    /// `inherited` descriptors stay open in the program; signals that reach this process meanwhile are passed on to it.
    static func runProgram(
        _ command: [Argument], environment extra: [(name: String, value: String)], inherited: [Int32],
        interruption: Interruption?
    ) -> Result<ExitStatus, InputFailure> {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in ignoredHere.withLock({ $0 }) { sigaddset(&defaults, number) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in inherited { posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor) }

        var child = pid_t()
        func start(_ child: inout pid_t) -> Int32 {
            withStrings(command.map(\.bytes)) { arguments in
                withStrings(environment(with: extra)) { variables in
                    arguments[0].map { posix_spawnp(&child, $0, &actions, &attributes, arguments, variables) } ?? ENOENT
                }
            }
        }
        let failure = if let interruption { interruption.startChild(&child, start) } else { start(&child) }
        guard let failure else { return .success(.signal(interruption?.signal ?? SIGTERM)) }
        guard failure == 0 else { return .failure(InputFailure(errno: failure)) }
        var ended = siginfo_t()
        while waitid(P_PID, id_t(child), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        interruption?.forgetChild()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            if errno != EINTR { return .failure(InputFailure(errno: errno)) }
        }
        let signalled = status & 0x7F
        return .success(signalled == 0 ? ExitStatus(rawValue: (status >> 8) & 0xFF) : .signal(signalled))
    }

    private static func environment(with extra: [(name: String, value: String)]) -> [[UInt8]] {
        var variables: [[UInt8]] = []
        var next = environ
        while let variable = next.pointee {
            let bytes = bytes(of: variable)
            if !extra.contains(where: { bytes.starts(with: "\($0.name)=".utf8) }) { variables.append(bytes) }
            next += 1
        }
        return variables + extra.map { Array("\($0.name)=\($0.value)".utf8) }
    }

    // MARK: Helpers

    /// True where one of the blocked signals has come again.
    fileprivate static func isPending(_ set: sigset_t) -> Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return [SIGINT, SIGTERM, SIGHUP].contains { number in
            withUnsafePointer(to: set) { sigismember($0, number) == 1 } && sigismember(&pending, number) == 1
        }
    }

    /// True where the signal is ignored: by the caller, as long as nothing here changed it.
    fileprivate static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        #if canImport(Darwin)
            return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
    }

    private static func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
        UnsafeRawBufferPointer(start: string, count: strlen(string)).map { $0 }
    }

    fileprivate static func withPath<Value>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
        body(path.map { CChar(bitPattern: $0) } + [0])
    }

    private static func withStrings<Value>(
        _ strings: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { string in withPath(string) { strdup($0) } }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}

extension OutputFailure {
    /// The system's number for it.
    var errno: Int32 {
        if case .failed(let errno) = self { errno } else { EPIPE }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
    open(path, flags, mode)
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) -> Int32 {
    close(descriptor)
}
