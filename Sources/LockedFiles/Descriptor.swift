/// An open descriptor with one owner, closed when the owner lets go of it.
struct Descriptor: ~Copyable, Sendable {
    /// The number, to be used while this value lives.
    let raw: Int32

    /// Takes over a descriptor that nobody else will close.
    init(adopting raw: Int32) {
        self.raw = raw
    }

    deinit {
        try? Kernel.closeOnce(raw)
    }

    /// Leaves the closing to somebody else.
    consuming func forget() {
        discard self
    }

    /// Closes now and says whether the kernel had something to complain about. It is closed either way.
    consuming func close() throws(KernelError) {
        let raw = raw
        discard self
        try Kernel.closeOnce(raw)
    }
}

/// A descriptor that several owners keep open; closed when the last lets go.
///
/// A held lock travels in one of these from the thread that waited in the kernel to the thread it waited for.
final class SharedDescriptor: Sendable {
    private let descriptor: Descriptor

    /// The number, to be used while this object lives.
    var raw: Int32 { descriptor.raw }

    /// Takes over the descriptor.
    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }
}
