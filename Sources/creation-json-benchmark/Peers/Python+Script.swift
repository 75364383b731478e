extension Python {
    /// Reads one request per line, `name<TAB>argument…`, and answers with the seconds that one repetition took.
    static let script = #"""
        import importlib, os, sqlite3, sys, time

        found = {}
        for name in ("msgspec", "filelock", "orjson"):
            try:
                found[name] = importlib.import_module(name)
            except ImportError:
                pass

        text = open(sys.argv[1], "rb").read()
        msgspec, filelock, orjson = (found.get(n) for n in ("msgspec", "filelock", "orjson"))

        if msgspec:
            from typing import Any, Optional, Union

            class Lims(msgspec.Struct, omit_defaults=True):
                uid: str
                short_id: str
                name_at_creation: str
                source: str = "live"
                cache_freshness_at_use: Optional[str] = None

            class Template(msgspec.Struct, omit_defaults=True):
                name: str
                version: str
                source_path: str
                run_scope: Optional[str] = None

            class Isolation(msgspec.Struct):
                duration_ms: float
                exit_code: int
                peak_memory_mb: float

            class Plugin(msgspec.Struct, omit_defaults=True):
                plugin: str
                version: str
                files_affected: list[str]
                status: str
                isolation: Optional[Isolation] = None

            class Paths(msgspec.Struct):
                local: str
                nas: str

            class Orchestrator(msgspec.Struct):
                enabled: bool
                host: str
                label: str

            class Override(msgspec.Struct, omit_defaults=True):
                id: str
                revoked: bool
                operator: str
                recorded_at: str
                reason: str
                problem_class: Optional[str] = None
                expires_at: Optional[str] = None
                revokes: Optional[str] = None

            class Record(msgspec.Struct):
                schema_version: str
                created_at: str
                created_by: str
                level: str
                template: Template
                variables: dict[str, Any]
                paths: Paths
                run_kind: str = "experimental"
                lims_project: Optional[Lims] = None
                plugins_applied: list[Plugin] = []
                orchestrator: Optional[Orchestrator] = None
                sync_status: str = "pending"
                validation_overrides: list[Override] = []

            typed_decoder = msgspec.json.Decoder(Record)
            untyped_decoder = msgspec.json.Decoder()
            encoder = msgspec.json.Encoder()
            value = typed_decoder.decode(text)


        def repeat(count, body):
            start = time.perf_counter()
            for _ in range(count):
                body()
            return (time.perf_counter() - start) / count


        def decode_typed(count):
            return repeat(int(count), lambda: typed_decoder.decode(text))


        def decode_untyped(count):
            return repeat(int(count), lambda: untyped_decoder.decode(text))


        def encode_typed(count):
            return repeat(int(count), lambda: encoder.encode(value))


        def decode_orjson(count):
            return repeat(int(count), lambda: orjson.loads(text))


        def snapshot(path, count):
            # The lock is made where the path is known, as the call that is held against this one does.
            def once():
                with filelock.ReadWriteLock(path + ".rw.db").read_lock():
                    with open(path, "rb") as file:
                        typed_decoder.decode(file.read())

            return repeat(int(count), once)


        def update(path, count, durable):
            lock = filelock.FileLock(path + ".lock")

            def once():
                with lock:
                    with open(path, "rb") as file:
                        record = typed_decoder.decode(file.read())
                    record.sync_status = "failed" if record.sync_status == "synced" else "synced"
                    with open(path + ".tmp", "wb") as file:
                        file.write(encoder.encode(record))
                        file.flush()
                        if durable == "durable":
                            os.fsync(file.fileno())
                    os.replace(path + ".tmp", path)

            return repeat(int(count), once)


        databases = {}


        def sqlite(path, count):
            if path not in databases:
                database = sqlite3.connect(path, isolation_level=None)
                database.execute("pragma journal_mode=wal")
                database.execute("pragma synchronous=full")
                database.execute("create table record (id integer primary key, body blob)")
                database.execute("insert into record values (1, ?)", (text,))
                databases[path] = database
            database = databases[path]
            bodies = [text, text.replace(b'"pending"', b'"synced" ')]
            state = [0]

            def once():
                state[0] ^= 1
                database.execute("update record set body = ? where id = 1", (bodies[state[0]],))

            return repeat(int(count), once)


        def walk(root):
            start = time.perf_counter()
            stack, count = [root], 0
            while stack:
                with os.scandir(stack.pop()) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            stack.append(entry.path)
                        elif entry.name == "creation.json":
                            with open(entry.path, "rb") as file:
                                typed_decoder.decode(file.read())
                            count += 1
            return time.perf_counter() - start


        print(*found, flush=True)
        for line in sys.stdin:
            name, *arguments = line.rstrip("\n").split("\t")
            try:
                print(globals()[name](*arguments), flush=True)
            except Exception as error:
                print(type(error).__name__, error, flush=True)

        """#
}
