/// Where the executables of this build lie: beside the tests' own.
public enum BuiltProducts {
    /// The absolute path of an executable product.
    public static func path(of name: String) -> String {
        directory + "/" + name
    }

    /// The directory of the running tests.
    public static let directory: String = {
        let program = CommandLine.arguments.first ?? ""
        guard program.hasPrefix("/"), let slash = program.lastIndex(of: "/") else {
            let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            return package.joined(separator: "/") + "/.build/debug"
        }
        return String(program[..<slash])
    }()
}
