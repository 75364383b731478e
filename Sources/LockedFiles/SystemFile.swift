/// Small text files that the system makes up, such as those in `/proc`.
enum SystemFile {
    /// The whole text; nil if it cannot be read.
    static func text(_ path: String) -> String? {
        guard let file = try? Kernel.open(FilePath(path), in: Kernel.workingDirectory, .readOnly),
            let bytes = try? FileContents.readAll(file.raw, expecting: 4096, atMost: 16 << 20)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
