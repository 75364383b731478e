internal import CreationJSON

/// What an audit has seen so far, in numbers.
struct AuditTally: Sendable {
    private(set) var records = 0
    private(set) var findings = 0
    private(set) var severities: [AuditSeverity: Int] = [:]
    private(set) var kinds: [AuditKind: Int] = [:]
    private(set) var worst: [AuditKind: AuditSeverity] = [:]

    /// Counts one delivery of the walk.
    mutating func count(_ item: AuditItem) {
        switch item {
        case .clean: records += 1
        case .failure: break
        case .entry(let entry):
            if entry.isRecord { records += 1 }
            for finding in entry.findings {
                findings += 1
                severities[finding.severity, default: 0] += 1
                kinds[finding.kind, default: 0] += 1
                let known = worst[finding.kind] ?? .info
                worst[finding.kind] = known.rank > finding.severity.rank ? known : finding.severity
            }
        }
    }

    /// The exit status that this comes to (CLI-60).
    var status: ExitStatus {
        count(of: .error) + count(of: .warning) > 0 ? .answeredNo : .done
    }

    /// How many findings are of a severity.
    func count(of severity: AuditSeverity) -> Int { severities[severity] ?? 0 }

    /// The kinds that were found, in the order of the help page, with how many there are.
    var rows: [(kind: AuditKind, severity: AuditSeverity, count: Int)] {
        AuditKind.allCases.compactMap { kind in
            kinds[kind].map { (kind, worst[kind] ?? .info, $0) }
        }
    }

    /// The sentence at the end; people at a terminal also read how long it took.
    func sentence(seconds: Double?) -> String {
        let parts = AuditSeverity.allCases.reversed().compactMap { severity -> String? in
            let number = count(of: severity)
            guard number > 0 else { return nil }
            return "\(number) \(Self.noun(severity, number))"
        }
        let found = parts.isEmpty ? "nothing found" : parts.joined(separator: ", ")
        return
            "\(records) record\(records == 1 ? "" : "s")\(seconds.map { " in \(Self.rounded($0)) s" } ?? ""): \(found)"
    }

    private static func noun(_ severity: AuditSeverity, _ number: Int) -> String {
        switch severity {
        case .error: number == 1 ? "error" : "errors"
        case .warning: number == 1 ? "warning" : "warnings"
        case .info: number == 1 ? "note" : "notes"
        }
    }

    private static func rounded(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// The object behind `"summary"` in JSON.
    var json: [UInt8] {
        var counts = ResultLine()
        for row in rows { counts.add(row.kind.rawValue, row.count) }
        var line = ResultLine()
        line.add("records", records)
        line.add("errors", count(of: .error))
        line.add("warnings", count(of: .warning))
        line.add("infos", count(of: .info))
        line.add("kinds", json: counts.line)
        return line.line
    }
}
