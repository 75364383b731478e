public import CreationJSON
import FoundationEssentials

extension S3Configuration {
    /// The configuration that the environment describes, in AWS's own names (OBJ-4).
    ///
    /// Address: `AWS_ENDPOINT_URL_S3`, then `AWS_ENDPOINT_URL`, then the profile's `endpoint_url`, then AWS's own for the region.
    /// Region: `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`, `us-east-1`. Credentials: `AWS_ACCESS_KEY_ID` with
    /// `AWS_SECRET_ACCESS_KEY` and perhaps `AWS_SESSION_TOKEN`, else those of profile `AWS_PROFILE` (or `default`) in
    /// `AWS_SHARED_CREDENTIALS_FILE` (or `~/.aws/credentials`). `CREATION_JSON_S3_ADDRESSING` is `path` or `virtual`; an address of
    /// one's own is taken with `path`, AWS's with `virtual`.
    ///
    /// Throws `permissionDenied` without credentials and `storageError` for an address or a setting that makes no sense. Reads the
    /// two profile files where they are needed and there.
    public init(environment: [String: String]) throws(RecordError) {
        let profiles = ProfileFiles(environment: environment)
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let region = value("AWS_REGION", "AWS_DEFAULT_REGION") ?? profiles.value("region") ?? "us-east-1"
        let address = value("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") ?? profiles.value("endpoint_url")
        guard var endpoint = address.map({ S3Endpoint(url: $0) }) ?? S3Endpoint(awsRegion: region) else {
            throw RecordError(
                .storageError,
                "the object store's address is no http:// or https:// address with a host; set AWS_ENDPOINT_URL_S3")
        }
        switch value("CREATION_JSON_S3_ADDRESSING") {
        case nil: break
        case "path": endpoint.addressing = .path
        case "virtual": endpoint.addressing = .virtualHost
        case _:
            throw RecordError(.storageError, "CREATION_JSON_S3_ADDRESSING must be path or virtual")
        }
        self.init(
            endpoint: endpoint, region: region,
            credentials: try Self.credentials(environment: environment, profiles: profiles))
    }

    private static func credentials(
        environment: [String: String], profiles: ProfileFiles
    ) throws(RecordError) -> S3Credentials {
        // A profile that is asked for by name goes before key pairs that happen to be in the environment only where these are incomplete.
        let (id, secret) = (environment["AWS_ACCESS_KEY_ID"] ?? "", environment["AWS_SECRET_ACCESS_KEY"] ?? "")
        if !id.isEmpty, !secret.isEmpty {
            let token = environment["AWS_SESSION_TOKEN"] ?? ""
            return try checked(id: id, secret: secret, token: token.isEmpty ? nil : token)
        }
        if let id = profiles.value("aws_access_key_id"), let secret = profiles.value("aws_secret_access_key") {
            return try checked(id: id, secret: secret, token: profiles.value("aws_session_token"))
        }
        throw RecordError(
            .permissionDenied,
            "there are no credentials for the object store; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                + "or write them into profile \(profiles.name.debugDescription) of ~/.aws/credentials")
    }

    /// Refuses what cannot stand in a header field, without showing it.
    private static func checked(id: String, secret: String, token: String?) throws(RecordError) -> S3Credentials {
        guard (id + secret + (token ?? "")).utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw RecordError(
                .permissionDenied,
                "the credentials for the object store have a blank, a control character or a "
                    + "character outside ASCII in them; check how they were copied")
        }
        return S3Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
    }
}

/// The settings of one profile in AWS's two files.
struct ProfileFiles: Sendable {
    /// The profile's name.
    let name: String
    private let settings: [String: String]

    /// The profile that the environment names, from the files that it names.
    init(environment: [String: String]) {
        let name = environment["AWS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
        let home = environment["HOME"] ?? ""
        let files = [
            (environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config", name == "default" ? name : "profile \(name)"),
            (environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials", name),
        ]
        var settings: [String: String] = [:]
        for (path, section) in files {
            guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= 1 << 20 else { continue }
            settings.merge(Self.section(section, of: String(decoding: data, as: UTF8.self))) { $1 }
        }
        self.name = name
        self.settings = settings
    }

    /// A setting's value; nil for none or an empty one.
    func value(_ setting: String) -> String? {
        settings[setting].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The settings in the section of that name: `name = value` lines, comments with `#` or `;`, nested blocks passed over.
    static func section(_ name: String, of text: String) -> [String: String] {
        var settings: [String: String] = [:]
        var isInside = false
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[" {
                let title = line.dropFirst().prefix { $0 != "]" }
                isInside = title.split(whereSeparator: \.isWhitespace).joined(separator: " ") == name
            } else if isInside, !first.isWhitespace, let equals = line.firstIndex(of: "=") {
                settings[trimmed(line[..<equals])] = trimmed(line[line.index(after: equals)...])
            }
        }
        return settings
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
