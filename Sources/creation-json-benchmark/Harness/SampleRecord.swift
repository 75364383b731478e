/// The record that most rows work on: a run of version 1.8 as its creator writes it.
enum SampleRecord {
    static let text = """
        {
          "schema_version": "1.8",
          "created_at": "2026-04-17T14:32:00Z",
          "created_by": "asmith",
          "level": "run",
          "run_kind": "experimental",
          "lims_project": {
            "uid": "8c7e9d2f-1a4b-4e6c-9b3d-7f2a1e5d8c4b",
            "short_id": "PROJ-0042",
            "name_at_creation": "Cortex Q3 Pilot",
            "source": "live",
            "cache_freshness_at_use": null
          },
          "template": {
            "name": "confocal_run_v2",
            "version": "2.1",
            "source_path": "templates/confocal_run_v2",
            "run_scope": "both"
          },
          "variables": {
            "project_name": "Cortex Q3 Pilot",
            "operator": "asmith",
            "run_date": "2026-04-17T14:32:00Z"
          },
          "plugins_applied": [
            {
              "plugin": "xlsx_field_filler",
              "version": "0.3.1",
              "files_affected": [
                "metadata.xlsx"
              ],
              "status": "success",
              "isolation": {
                "duration_ms": 412,
                "exit_code": 0,
                "peak_memory_mb": 38
              }
            }
          ],
          "paths": {
            "local": "/data/lab/CONFOCAL_01/PROJ-0042/Runs/Run_2026-04-17T14-32",
            "nas": "//nas01/lab/CONFOCAL_01/PROJ-0042/Runs/Run_2026-04-17T14-32"
          },
          "orchestrator": {
            "enabled": true,
            "host": "labpc-04",
            "label": "Lab Acquisition Station 01"
          },
          "sync_status": "pending",
          "validation_overrides": []
        }

        """

    /// The record with this many overrides, about 280 bytes each.
    static func text(overrides count: Int) -> String {
        var entries = ""
        for index in 0..<count {
            if index > 0 { entries += "," }
            entries += """

                    {
                      "id": "\(identifier(index))",
                      "revoked": false,
                      "problem_class": "missing_metadata_\(index % 97)",
                      "operator": "asmith",
                      "recorded_at": "2026-04-17T15:02:11Z",
                      "reason": "instrument offline, values entered by hand"
                    }
                """
        }
        return text.replacing("\"validation_overrides\": []", with: "\"validation_overrides\": [\(entries)\n  ]")
    }

    /// The record with this many entries of an audit trail, of which every third revokes one of the thousand before it
    /// and every third expires; identifiers come in no order, as random ones do.
    static func text(trail count: Int) -> String {
        var entries: [String] = []
        entries.reserveCapacity(count)
        for index in 0..<count {
            let (isTombstone, expires) = (index % 3 == 2, index % 3 == 1)
            let target = max(0, index - Int(scattered(index) % 1000)) / 3 * 3
            entries.append(
                """

                    {
                      "id": "\(identifier(scattered(index)))",
                      "revoked": \(isTombstone),
                      \(isTombstone ? "\"revokes\"" : "\"problem_class\""): \
                "\(isTombstone ? identifier(scattered(target)) : "missing_metadata_\(index % 97)")",
                      "operator": "asmith",
                      "recorded_at": "2026-04-17T15:02:11Z",\
                \(expires ? "\n      \"expires_at\": \"2026-\(index % 2 == 0 ? "09" : "10")-17T00:00:00Z\"," : "")
                      "reason": "instrument offline, values entered by hand"
                    }
                """)
        }
        return text.replacing(
            "\"validation_overrides\": []", with: "\"validation_overrides\": [\(entries.joined(separator: ","))\n  ]")
    }

    /// The record with as many variables as make it about this large, in bytes.
    static func text(bytes count: Int) -> String {
        var members = ""
        var index = 0
        while text.utf8.count + members.utf8.count < count {
            members +=
                ",\n    \"channel_\(index)\": {\"gain\": \(index % 700), \"laser_nm\": 488.5, \"note\": \"as measured\"}"
            index += 1
        }
        let last = "\"run_date\": \"2026-04-17T14:32:00Z\""
        return text.replacing(last, with: last + members)
    }

    private static func identifier(_ index: some BinaryInteger) -> String {
        let digits = String(index, radix: 16)
        return "8c7e9d2f-1a4b-4e6c-9b3d-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// Another number for every index, in no order, of 48 bits.
    private static func scattered(_ index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4B & 0xFFFF_FFFF_FFFF
    }
}
