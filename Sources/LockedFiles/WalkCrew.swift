/// The threads of one walk, and what they share.
///
/// The calling thread goes through the folders in order and delivers; where it comes to a folder that nobody has
/// visited, it visits it. The others visit what comes next in that order, as far ahead as they may.
// Sendable because everything that changes does so with the monitor held.
final class WalkCrew: @unchecked Sendable {
    /// How many folders may be visited and not yet delivered, before helpers wait.
    private static let furthestAhead = 1024
    /// How many folders one visit may cover, so that small subtrees stay on one thread.
    private static let foldersPerVisit = 16
    /// Room for the kernel's answers.
    private static let bufferSize = 64 << 10

    private let walk: WalkOrder
    private let monitor = Monitor()
    private let root: WalkFolder
    private let rootPath: FilePath
    /// Folders that may have subfolders which nobody visits yet; the last comes first in order.
    private var open: [WalkFolder] = []
    private var ahead = 0
    private var helpers = 0
    private var isOver = false

    init(_ walk: WalkOrder, _ root: FilePath) {
        self.walk = walk
        rootPath = root
        self.root = WalkFolder(path: root, depth: 0)
    }

    /// Adds a helping thread, if one is to be had.
    func hire() {
        monitor.lock()
        helpers += 1
        monitor.unlock()
        if !WorkerThreads.tryToRun(help) { leave() }
    }

    private func leave() {
        monitor.lock()
        helpers -= 1
        monitor.broadcast()
        monitor.unlock()
    }

    /// Sends the helpers home and waits until they are gone.
    func dismiss() {
        monitor.lock()
        isOver = true
        monitor.broadcast()
        while helpers > 0 { _ = monitor.wait(until: nil) }
        for folder in open { folder.descriptor = nil }
        monitor.unlock()
    }

    private func help() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 8)
        defer { buffer.deallocate() }
        monitor.lock()
        while !isOver {
            if ahead < Self.furthestAhead, let next = claim() {
                visit(next, using: buffer)
            } else {
                _ = monitor.wait(until: nil)
            }
        }
        monitor.unlock()
        leave()
    }
}

extension WalkCrew {
    /// Delivers everything in order, on this thread, which visits folders where it would have to wait for them.
    func deliver(_ body: (any Sendable) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 8)
        defer { buffer.deallocate() }
        monitor.lock()
        defer { monitor.unlock() }
        visit(WalkClaim(child: root, name: rootPath), using: buffer)
        var path = [(folder: root, next: 0)]
        while let (folder, next) = path.last {
            if next == folder.slots.count {
                path.removeLast()
                forget(below: path.last)
                continue
            }
            switch folder.slots[next] {
            case .item(let item):
                monitor.unlock()
                defer { monitor.lock() }
                try body(item)
            case .subfolder(let number):
                guard let child = folder.children[number] else {
                    if let claim = folder.claimNext() { visit(claim, using: buffer) }
                    continue
                }
                guard child.isListed else {
                    workOrWait(using: buffer)
                    continue
                }
                path.append((child, 0))
                path[path.count - 2].next += 1
                continue
            }
            path[path.count - 1].next += 1
        }
    }

    /// Somebody else is at the next folder: does other work until it is visited.
    private func workOrWait(using buffer: UnsafeMutableRawBufferPointer) {
        if ahead < Self.furthestAhead, let other = claim() {
            visit(other, using: buffer)
        } else {
            _ = monitor.wait(until: nil)
        }
    }

    /// Lets go of a folder that is delivered whole; its parent has moved on already.
    private func forget(below parent: (folder: WalkFolder, next: Int)?) {
        ahead -= 1
        if ahead == Self.furthestAhead - 1 { monitor.broadcast() }
        if let parent, case .subfolder(let number) = parent.folder.slots[parent.next - 1] {
            parent.folder.children[number] = nil
        }
    }

    /// The first folder in order that nobody visits yet. With the monitor held.
    private func claim() -> WalkClaim? {
        while let folder = open.last {
            if let claim = folder.claimNext() { return claim }
            open.removeLast()
        }
        return nil
    }

    /// Visits a folder and the first few under it. The monitor is held before and after, not meanwhile.
    private func visit(_ claim: WalkClaim, using buffer: UnsafeMutableRawBufferPointer) {
        monitor.unlock()
        var visited = 0
        explore(claim, &visited, using: buffer)
        monitor.lock()
        let parent = claim.parent.flatMap { parent in open.lastIndex { $0 === parent } }
        publish(claim.child, above: parent ?? open.count - 1)
        monitor.broadcast()
    }

    private func explore(_ claim: WalkClaim, _ visited: inout Int, using buffer: UnsafeMutableRawBufferPointer) {
        claim.child.visit(claim, walk, using: buffer)
        visited += 1
        while visited < Self.foldersPerVisit, let next = claim.child.claimNext() {
            explore(next, &visited, using: buffer)
        }
    }

    /// Shows a visited folder to the others, with everything under it that was visited along: what it has left comes
    /// before what its parent has left. With the monitor held.
    private func publish(_ folder: WalkFolder, above parent: Int) {
        folder.isListed = true
        ahead += 1
        var position = parent
        if folder.hasUnclaimed {
            position += 1
            open.insert(folder, at: position)
        }
        for child in folder.children {
            if let child { publish(child, above: position) }
        }
    }
}
