import Foundation

extension Fixtures {
    /// The names of the files and folders in a folder below `Fixtures/`, sorted, hidden ones left out.
    ///
    /// Suites take their cases from here: a new file is a new test. An empty or missing folder is a failure of its own.
    public static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The names that end in `suffix`, without it.
    public static func names(in folder: String, suffix: String) -> [String] {
        names(in: folder).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
    }

    /// The bytes of a file below `Fixtures/`; nil if there is none.
    public static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: directory + "/" + path).map { [UInt8]($0) }
    }

    /// The bytes of a file below `Fixtures/`, which has to be there.
    public static func contents(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/" + path)))
    }
}
