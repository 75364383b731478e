/// The topics, in the order help lists them.
enum Topics {
    static let all = [edits, exitCodes, gates, locking, output, overrides, pointers]

    static let edits = Topic(
        name: "edits", summary: "How to say what should change",
        parts: [
            .text("Edits are applied in the order given, all of them or none, while the record is locked once."),
            .list([
                ("--set PTR=STRING", "put a string there; everything behind the first '=' is the string"),
                ("--set PTR:=JSON", "put any JSON value there: a number, true, null, a list, an object"),
                ("--append PTR:=JSON", "add a value at the end of a list"),
                ("--remove PTR", "take a member or an element away"),
                ("--merge-patch FILE", "an RFC 7396 merge patch: members set, null removes"),
                ("--json-patch FILE", "an RFC 6902 patch; a failed 'test' is exit 6"),
            ]),
            .text(
                "Whatever the edits do not name stays as it is, byte for byte: unknown fields, spacing, the spelling "
                    + "of numbers. Fields that are write-once or append-only are guarded; --force lifts that guard."),
            .code([
                "creation-json mutate run.json --set /sync_status=synced \\",
                "    --append /plugins_applied:='{\"plugin\":\"p\",\"version\":\"1\",...}'",
            ]),
        ])

    static let exitCodes = Topic(
        name: "exit-codes", summary: "What the exit status says",
        parts: [
            .list(
                ExitStatus.table.map { row in
                    let codes = row.codes.isEmpty ? "" : " (\(row.codes.joined(separator: ", ")))"
                    return ("\(row.status)", row.meaning + codes)
                } + [("128+n", "ended by signal n")]),
            .text("With --output json an error is one line on standard error that names the code:"),
            .code([#"{"error":{"code":"lock_timeout","message":"...","path":"run.json"}}"#]),
        ])

    static let gates = Topic(
        name: "gates", summary: "Write only if something holds",
        parts: [
            .text(
                "Gates are looked at while the locks are held, so what they saw is still true when the write happens."),
            .list([
                ("--checksum SHA", "the record is still the one that was read (else exit 3)"),
                ("--only-if PTR=STRING", "that place holds this string (else exit 6)"),
                ("--only-if PTR:=JSON", "that place holds this value (else exit 6)"),
                ("--only-if-exists FILE", "another record is there, such as a run's project (else exit 6)"),
                ("--only-if-absent FILE", "another record is not there (else exit 6)"),
            ]),
            .text("Read, decide, and write only if nobody was faster:"),
            .code([
                "sum=$(creation-json inspect run.json --show-checksum | jq -r .checksum)",
                "creation-json mutate run.json --set /sync_status=synced --checksum \"$sum\"",
            ]),
        ])

    static let locking = Topic(
        name: "locking", summary: "How several programs share a record",
        parts: [
            .text(
                "Every change happens under an exclusive flock(2) on FILE.lock, which stands beside the record and is "
                    + "never removed. Python's filelock.FileLock(path + \".lock\") takes the same lock. Readers take "
                    + "a shared one if the file is there."),
            .text(
                "A new version of a record is written beside it, synced, and renamed over it: a reader sees the old "
                    + "record or the new one, never a part."),
            .text(
                "Who waits longer than --timeout SECONDS ends with exit 5 and the name of the process in the way. "
                    + "'creation-json lock FILE -- CMD' runs a program of yours under the lock; creation-json inside "
                    + "it knows that by CREATION_JSON_LOCK and a descriptor that it inherits. A program between the two "
                    + "must leave that open: in Python, subprocess.run(..., close_fds=False)."),
        ])

    static let output = Topic(
        name: "output", summary: "Text for people, JSON for programs",
        parts: [
            .text(
                "Results go to standard output, everything else to standard error. On a terminal results are text, "
                    + "elsewhere JSON, one object on a line; --output text and --output json decide it. 'inspect' "
                    + "always prints JSON. Text from records never reaches a terminal raw: control characters are "
                    + "shown as escapes."),
            .list([
                ("NO_COLOR", "set and not empty: no colours"),
                ("COLUMNS", "the width to fit tables into"),
                ("path_base64", "stands beside \"path\" where a file name is not UTF-8"),
            ]),
        ])

    static let overrides = Topic(
        name: "overrides", summary: "Let a finding pass, for a reason, for a while",
        parts: [
            .text(
                "An override lets findings of one problem class pass the gate before syncing. It is active unless it "
                    + "was revoked or its time is over; an expiry that cannot be read counts as over. Overrides are "
                    + "only ever added to: revoking adds an entry that says who took it back, and why."),
            .code([
                "creation-json overrides add run.json --class missing_file --operator kim \\",
                "    --reason 'Lost on the scanner, agreed with PI' --expires 2026-12-31T00:00:00Z",
                "creation-json overrides check run.json missing_file && start-sync",
            ]),
        ])

    static let pointers = Topic(
        name: "pointers", summary: "How to name a place in a record",
        parts: [
            .text("A JSON pointer (RFC 6901) is the way from the top of the record, one '/' before each step."),
            .list([
                ("/sync_status", "a member of the record"),
                ("/template/name", "a member of a member"),
                ("/plugins_applied/0", "the first element of a list"),
                ("/plugins_applied/-", "the place behind the last element"),
                ("/variables/a~1b", "the member 'a/b': '~1' is '/', '~0' is '~'"),
                ("(empty)", "the whole record"),
            ]),
        ])
}
