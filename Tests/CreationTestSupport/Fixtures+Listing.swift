import Foundation

extension Fixtures {
    /// The names of the files and folders in a folder below `Fixtures/`, sorted, hidden ones left out.
    ///
    /// Suites take their cases from here: a new file is a new test. An empty or missing folder is a failure of its own.
    public static func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/" + folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The bytes of a file below `Fixtures/`; nil if there is none.
    public static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: directory + "/" + path).map { [UInt8]($0) }
    }
}
