internal import CreationJSON
internal import LosslessJSON
internal import LockedFiles

/// `audit ROOT...`: looks at every record of a tree and says what should be looked after.
enum AuditCommand {
    private static let kind = OptionDefinition.list(
        "kind", "KINDS", AuditKind.allCases.map(\.rawValue), "Show only findings of these kinds, separated by commas")
    private static let severity = OptionDefinition.choice(
        "severity", AuditSeverity.allCases.map(\.rawValue), "Show only findings this bad, or worse (default: info)")
    private static let since = OptionDefinition.valued(
        "since", "WHEN", "Look only at files changed since a date, a time in UTC, or 30m, 12h, 7d, 2w ago")
    private static let select = OptionDefinition.valued(
        "select", "POINTERS", "Show these values of the record beside each finding, separated by commas", repeats: true)
    private static let name = OptionDefinition.valued(
        "name", "PATTERN", "Which files are records (default: creation.json)", repeats: true)
    private static let now = OptionDefinition.valued(
        "now", "TIME", "Ask about overrides as of this time in UTC (default: the clock)")
    private static let html = OptionDefinition.valued(
        "html", "FILE", "Also write a page with charts and a table of all records", completion: .file)

    static let definition = CommandDefinition(
        words: ["audit"],
        summary: "Find the records of a tree that need a look",
        discussion: [
            "Walks the tree on all processors, takes no lock and leaves no trace. Findings are printed in the order "
                + "of the paths; a summary follows on standard error. The exit status is 1 if there is a warning or "
                + "an error among the findings that were asked for.",
            "Kinds: \(AuditKind.allCases.map(\.rawValue).joined(separator: ", ")).",
        ],
        arguments: [ArgumentDefinition("ROOT", "A directory, or a record", count: .oneOrMore)],
        groups: [
            OptionGroup(title: "What to look at", options: [name, since, now]),
            OptionGroup(title: "What to show", options: [kind, severity, select, html]),
        ],
        examples: [
            Example("Which records under /data need a look?", "creation-json audit /data"),
            Example("What broke since yesterday?", "creation-json audit /data --severity error --since 1d"),
            Example(
                "Which runs are held back?", "creation-json audit . --kind blocked_by_validation --select /run_kind"),
            Example("A page for the group meeting", "creation-json audit /data --html audit.html"),
        ],
        action: run)

    private static func run(_ invocation: Invocation, _ session: Session) async throws -> ExitStatus {
        let request = try request(invocation)
        let page = invocation.value(html).map(\.bytes)
        let roots = invocation.all("ROOT").map { RecordPath(bytes: $0.bytes) }
        let walk =
            switch session.kind {
            case .hook: AuditWalk(.hook, request)
            case .creation: AuditWalk(.creation, request)
            }
        let now = request.now
        let isCancelled = Guarded(false)
        return try await withTaskCancellationHandler {
            let run = AuditRun(
                walk, session, page: try page.map { try AuditPage(file: $0, roots: roots, now: now) },
                isCancelled: { isCancelled.withLock { $0 } })
            do {
                for root in roots {
                    if session.storage.isLocal(root) {
                        try await System.offPool { Result { try run.look(at: root) } }.get()
                    } else {
                        try await run.lookElsewhere(at: root)
                    }
                }
                return try run.end()
            } catch {
                // The process may end before anybody else lets go of the run.
                run.discard()
                throw error
            }
        } onCancel: {
            isCancelled.withLock { $0 = true }
        }
    }

    private static func request(_ invocation: Invocation) throws(UsageError) -> AuditRequest {
        var request = AuditRequest(names: AuditNames(patterns: invocation.values(name).map(\.bytes)))
        if let text = try invocation.text(now) {
            guard let moment = Timestamp(utc: text) else {
                throw invocation.usageError(
                    "'--now' is a time in UTC such as 2026-04-17T14:32:00Z, not '\(VisibleText.of(text))'", option: now)
            }
            request.now = moment
        }
        if let text = try invocation.text(since) {
            guard let moment = Timestamp(changedSince: text, now: request.now) else {
                throw invocation.usageError(
                    "'--since' is a date, a time in UTC or an age such as 7d, not '\(VisibleText.of(text))'",
                    option: since)
            }
            request.since = moment
        }
        if let text = try invocation.text(severity), let least = AuditSeverity(rawValue: text) {
            request.severity = least
        }
        let kinds = invocation.values(kind).flatMap(\.words).compactMap(\.text).compactMap(AuditKind.init)
        if !kinds.isEmpty { request.kinds = Set(kinds) }
        request.columns = try columns(invocation)
        request.wantsEveryRecord = invocation.has(html)
        return request
    }

    private static func columns(_ invocation: Invocation) throws(UsageError) -> [JSONPointer] {
        var pointers: [JSONPointer] = []
        for value in invocation.values(select) {
            for word in value.words {
                let text = try invocation.text(word, of: select)
                do throws(JSONError) {
                    pointers.append(try JSONPointer(text))
                } catch {
                    throw invocation.usageError(
                        "'\(word.shown)' is no JSON pointer", suggestion: text.hasPrefix("/") ? nil : "/\(text)",
                        option: select)
                }
            }
        }
        return pointers
    }
}

extension Timestamp {
    /// A time in UTC, the beginning of a day, or an age before `now`: `30m`, `12h`, `7d`, `2w`.
    init?(changedSince text: String, now: Timestamp) {
        if let moment = Timestamp(utc: text) ?? Timestamp(utc: "\(text)T00:00:00Z") {
            self = moment
            return
        }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number >= 0,
            number < 1_000_000
        else { return nil }
        self = now.advanced(by: .seconds(-number * unit))
    }
}
