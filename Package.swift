// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A metadata access by mangled name is short, and looks conformances up when it runs: three million instructions of
/// each start of the tool.
let fastStart: [SwiftSetting] = [
    .unsafeFlags(
        ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release))
]

let package = Package(
    name: "creation-json",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "LosslessJSON", targets: ["LosslessJSON"]),
        .library(name: "CreationJSON", targets: ["CreationJSON"]),
        .library(name: "CreationObjectStore", targets: ["CreationObjectStore"]),
        .executable(name: "creation-json", targets: ["creation-json"]),
        .executable(name: "creation-json-s3", targets: ["creation-json-s3"]),
        .executable(name: "creation-json-benchmark", targets: ["creation-json-benchmark"]),
    ],
    targets: [
        .target(
            name: "LosslessJSON", swiftSettings: settings + fastStart,
            // Rounding a number calls it, and who imports this module alone links nothing else that brings it.
            linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
        .target(name: "CKernel"),
        .target(name: "LockedFiles", dependencies: ["CKernel"], swiftSettings: settings + fastStart),
        .target(
            name: "CreationJSON", dependencies: ["LosslessJSON", "LockedFiles"], swiftSettings: settings + fastStart),
        .target(
            name: "CreationCLI", dependencies: ["CreationJSON", "LosslessJSON", "LockedFiles"],
            swiftSettings: settings + fastStart),
        .target(
            name: "CreationObjectStore", dependencies: ["CreationJSON", "LockedFiles"], swiftSettings: settings),
        .executableTarget(name: "creation-json", dependencies: ["CreationCLI"], swiftSettings: settings),
        .executableTarget(
            name: "creation-json-s3",
            dependencies: ["CreationCLI", "CreationJSON", "CreationObjectStore", "LockedFiles"],
            swiftSettings: settings),
        .executableTarget(
            name: "creation-json-benchmark",
            dependencies: ["CreationJSON", "LosslessJSON", "LockedFiles", "CKernel"], swiftSettings: settings),

        .target(
            name: "CreationTestSupport",
            dependencies: ["CreationJSON", "LosslessJSON"],
            path: "Tests/CreationTestSupport", swiftSettings: settings),
        .executableTarget(
            name: "creation-test-worker", dependencies: ["CreationJSON", "LosslessJSON"],
            path: "Tests/creation-test-worker", swiftSettings: settings),
        .testTarget(
            name: "LosslessJSONTests", dependencies: ["LosslessJSON", "CreationTestSupport"], swiftSettings: settings),
        .testTarget(
            name: "LockedFilesTests", dependencies: ["LockedFiles", "CreationTestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CreationJSONTests",
            dependencies: [
                "CreationJSON", "LosslessJSON", "LockedFiles", "CreationTestSupport", "creation-test-worker",
            ],
            exclude: ["Processes/increment_filelock.py", "Processes/increment_specification.py"],
            swiftSettings: settings),
        .testTarget(
            name: "CreationCLITests",
            dependencies: ["CreationCLI", "creation-json", "CreationTestSupport", "LockedFiles"],
            swiftSettings: settings),
        .executableTarget(
            name: "creation-store-worker", dependencies: ["CreationObjectStore", "CreationJSON", "LosslessJSON"],
            path: "Tests/creation-store-worker", swiftSettings: settings),
        .testTarget(
            name: "CreationObjectStoreTests",
            dependencies: [
                "CreationObjectStore", "CreationJSON", "LosslessJSON", "CreationTestSupport", "creation-store-worker",
            ],
            swiftSettings: settings),
    ]
)
