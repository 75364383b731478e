import CreationTestSupport
import Dispatch
import Foundation
import LosslessJSON
import Testing

/// The walks over several documents at once are recursive; the limit on depth keeps them within any stack.
@Suite("Deep nesting", .ownThreads)
struct DeepNestingTests {
    private func nested(_ depth: Int, _ open: String, _ leaf: String, _ close: String, _ limits: JSONLimits) throws
        -> JSONDocument
    {
        try JSONDocument(
            String(repeating: open, count: depth) + leaf + String(repeating: close, count: depth), limits: limits)
    }

    @Test(
        "Merges, patches and differences reach the deepest value that the limits allow",
        arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"id\":\"x\",\"v\":", "}]")], [512, 4096])
    func deep(brackets: (String, String), depth: Int) throws {
        let limits = JSONLimits(maximumDepth: depth)
        let levels = brackets.0.hasPrefix("[{") ? depth / 2 : depth
        func document(_ leaf: String) throws -> JSONDocument {
            try nested(levels, brackets.0, leaf, brackets.1, limits)
        }
        let (old, new, other) = (try document("1"), try document("2"), try document("3"))
        // The stack that threads have by default; eight times as much for eight times the levels.
        try onThread(stackSize: depth == 512 ? 8 << 20 : 64 << 20) {
            #expect(try old.merging(from: old, to: new) == new)
            let merge = try JSONMerge.merge(base: old, ours: new, theirs: other)
            #expect(merge.document == new)
            #expect(merge.conflicts.count == 1)
            let patch = JSONPatch(from: old.root, to: new.root)
            #expect(patch.operations.count == 1)
            var patched = old
            try patched.apply(patch: patch)
            #expect(patched == new)
            if brackets.0.hasPrefix("{") {
                var merged = old
                try merged.mergePatch(new.root)
                #expect(merged == new)
            }
        }
    }

    /// Runs a body on a thread of its own with a stack of this size.
    private func onThread(stackSize: Int, _ body: @escaping @Sendable () throws -> Void) throws {
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            do { try body() } catch { outcome.error = error }
            done.signal()
        }
        thread.stackSize = stackSize
        thread.start()
        done.wait()
        if let error = outcome.error { throw error }
    }

    // Unchecked, because the semaphore orders the one write before the one read.
    private final class Outcome: @unchecked Sendable {
        var error: (any Error)?
    }
}
