/// What the benchmark was asked for.
struct Arguments {
    /// What the process is for.
    enum Mode {
        case table
        case help
        /// One of several processes that contend for a record.
        case contend(Contender)
        /// A process whose memory is measured.
        case memory(MemoryProbe.Task, String)
        /// One kind of call alone, for an outside tool to watch.
        case watch(Watched, String, Int)
    }

    var mode = Mode.table
    /// Parts of names; a row or scenario is measured if its name holds one of them. Empty: all.
    var names: [String] = []
    /// Where the machine-readable table goes.
    var jsonPath: String?

    static let help = """
        usage: creation-json-benchmark [NAME…] [--json FILE]
               creation-json-benchmark floor|updates|unsynced|snapshots|group FILE COUNT

        Measures every figure that has a goal, beside the kernel's floor or a peer, interleaved in one run, and prints
        the ratio with its goal. A NAME takes only scenarios whose name holds it. The exit status is 1 if a row falls short.

          --json FILE   also write the table as a JSON array
          floor, updates, unsynced, snapshots, group
                        make COUNT durable updates of FILE by raw system calls, COUNT by the library, COUNT of them
                        without syncing, COUNT snapshots, or COUNT durable updates at once, and nothing else: for
                        strace, perf and callgrind

        Peers are used where they are found: Python (CREATION_JSON_TEST_PYTHON or python3) with msgspec, filelock and
        orjson, SQLite, jq, flock, a C compiler. CREATION_JSON_BENCHMARK_TOOL names a creation-json to measure.

        scenarios:

        """

    init(_ words: [String]) throws {
        switch words.first {
        case "contend":
            guard words.count == 4, let means = Contender.Means(rawValue: words[1]), let updates = Int(words[3]) else {
                throw Failure("contend wants library|floor FILE COUNT")
            }
            mode = .contend(Contender(means: means, path: words[2], updates: updates))
        case "memory":
            guard words.count == 3, let task = MemoryProbe.Task(rawValue: words[1]) else {
                throw Failure("memory wants a task and a file")
            }
            mode = .memory(task, words[2])
        default:
            // “group” alone is the name of a scenario.
            if let watched = words.first.flatMap(Watched.init(rawValue:)), words.count == 3, let count = Int(words[2]) {
                mode = .watch(watched, words[1], count)
            } else {
                try readTable(words)
            }
        }
    }

    private mutating func readTable(_ words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--help", "-h": mode = .help
            case "--json":
                guard let path = rest.popFirst() else { throw Failure("--json wants a file") }
                jsonPath = path
            case _ where word.hasPrefix("-"): throw Failure("there is no option \(word); see --help")
            default: names.append(word)
            }
        }
    }
}
