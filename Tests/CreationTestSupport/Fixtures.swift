/// Where the language-neutral fixtures lie.
public enum Fixtures {
    /// The absolute path of `Fixtures/`, without a trailing slash.
    public static let directory: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return parts.joined(separator: "/") + "/Fixtures"
    }()
}
