/// `creation-json-s3`, the program that knows records in an object store.
enum Companion {
    static let name = "creation-json-s3"

    /// Becomes the companion with the same words; comes back only if there is none to become.
    static func takeOver() -> String {
        var failure: String?
        for directory in directories() {
            let path = directory + Array("/\(name)".utf8)
            guard System.isProgram(path) else { continue }
            let number = System.become(path, arguments: System.arguments)
            failure = "cannot run \(VisibleText.of(path)): \(System.reason(number))"
        }
        return failure ?? "records at s3:// need the program \(name), and it is not installed"
    }

    /// Beside this program first, then along PATH.
    private static func directories() -> [[UInt8]] {
        let path = System.variable("PATH") ?? []
        let along = path.split(separator: UInt8(ascii: ":")).map { Array($0) }
        return (System.programDirectory.map { [$0] } ?? []) + along
    }
}
