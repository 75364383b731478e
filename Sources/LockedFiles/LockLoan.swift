/// What a child process needs to use the locks that are held now instead of waiting for them.
///
/// The child must get each descriptor under the same number, without close-on-exec: in `posix_spawn` by
/// `posix_spawn_file_actions_adddup2(actions, n, n)`, which clears the flag in the child alone. The parent gives the
/// locks back when its hold ends, so it waits for the child first.
package struct LockLoan: Sendable {
    /// The descriptors to hand down, valid while the locks are held.
    package let descriptors: [Int32]
    /// The name of the environment variable.
    package let variable = InheritedLock.variable
    /// The variable's value: these locks, and those that this process inherited itself.
    package let value: String

    init(_ held: [InheritedLock], _ inherited: [InheritedLock]) {
        let numbers = Set(held.map(\.descriptor))
        descriptors = held.map(\.descriptor)
        value = InheritedLock.text(held + inherited.filter { !numbers.contains($0.descriptor) })
    }
}

extension HeldRecords {
    /// The locks of this hold, for a child process that runs while it lasts.
    package var loan: LockLoan { LockLoan(locks, options.inherited) }
}
