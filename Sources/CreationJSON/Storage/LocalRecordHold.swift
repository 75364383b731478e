internal import LockedFiles

/// One hold of a record: waits for the lock, runs the jobs that share it, makes their change, answers them.
struct LocalRecordHold {
    /// Which of those who wait are handed out.
    enum Selection {
        /// The first ones, left in their places.
        case look(Int)
        /// The first ones, as long as they look at these gates.
        case head(Int, gates: [RecordPath])
        /// Those of these that still wait.
        case those([LocalRecordJob])
        /// Those whose time is up.
        case expired
    }

    /// How many jobs one hold may carry, so that other processes get their turn.
    static let maximumJobs = 512
    /// How long a hold goes on taking jobs.
    static let maximumTime = Duration.milliseconds(50)

    let lane: LocalRecordQueues.Lane
    let timeout: Duration
    let wake: WaitToken

    private typealias Run = (job: LocalRecordJob, error: (any Error)?)

    /// Serves jobs that `take` hands out; on return those taken have been answered.
    func serve(_ take: (Selection) -> [LocalRecordJob]) {
        let waiting = take(.look(lane.writes ? 1 : Self.maximumJobs))
        guard let first = waiting.first else { return }
        var runs: [Run] = []
        do {
            let final = try lane.writes ? write(first, take, &runs) : read(waiting, take, &runs)
            for run in runs {
                run.job.finish(run.error.map { .failure($0) } ?? .success(final))
            }
        } catch let error as FileError {
            fail(error, first, runs, take)
        } catch {
            for run in runs { run.job.finish(.failure(run.error ?? error)) }
        }
    }

    private func read(
        _ waiting: [LocalRecordJob], _ take: (Selection) -> [LocalRecordJob], _ runs: inout [Run]
    ) throws -> RecordState {
        let contents = try readShared(FilePath(bytes: lane.path.bytes), options: lockOptions(waiting[0]))
        // One read answers all who waited before it began; who came later may want to see what happened since.
        runs = take(.those(waiting)).map { ($0, nil) }
        return RecordState(bytes: contents?.bytes)
    }

    private func write(
        _ first: LocalRecordJob, _ take: (Selection) -> [LocalRecordJob], _ runs: inout [Run]
    ) throws -> RecordState {
        let gates = first.gates.map { FilePath(bytes: $0.bytes) }
        return try withExclusive(
            FilePath(bytes: lane.path.bytes), also: gates, options: lockOptions(first)
        ) { held in
            let began = ContinuousClock.now
            let found = RecordState(bytes: try held.read(0)?.bytes)
            // Nil where a gate looks at the record itself, under whatever name: it sees what the job before left.
            var gateStates: [RecordState?] = []
            for index in gates.indices {
                gateStates.append(
                    held.isTarget(index + 1) ? nil : RecordState(bytes: try held.read(index + 1)?.bytes))
            }

            var state = found
            var isChange = false
            var durability = Durability.none
            while runs.count < Self.maximumJobs, runs.isEmpty || .now - began < Self.maximumTime {
                let batch = take(.head(Self.maximumJobs - runs.count, gates: first.gates))
                if batch.isEmpty { break }
                for job in batch {
                    do {
                        let step = try job.run(state, gateStates.map { $0 ?? state.seenByGate })
                        state = step.state
                        isChange = isChange || step.isChange
                        if job.options.durability == .full { durability = .full }
                        runs.append((job, nil))
                    } catch {
                        runs.append((job, error))
                    }
                }
            }
            try land(state, found: found, isChange: isChange, durability: durability, &held, runs)
            return state
        }
    }

    /// Makes the change of all jobs together.
    private func land(
        _ state: RecordState, found: RecordState, isChange: Bool, durability: Durability,
        _ held: inout HeldRecords, _ runs: [Run]
    ) throws {
        guard runs.contains(where: { $0.error == nil }) else { return }
        let durability: LockedFiles.Durability = durability == .full ? .full : .none
        if isChange, state.bytes != found.bytes {
            if let bytes = state.bytes {
                try held.replace(with: bytes, durability: durability)
            } else {
                try held.remove(durability: durability)
            }
        } else if state.bytes != nil, durability == .full {
            // The last writer may not have synced; "unchanged" would otherwise promise what is not true.
            try held.sync()
        }
    }

    /// Answers with an error of the file layer those whom it concerns.
    private func fail(
        _ error: FileError, _ first: LocalRecordJob, _ runs: [Run], _ take: (Selection) -> [LocalRecordJob]
    ) {
        switch error.code {
        case .cancelled:
            // Somebody left or came; whoever still waits is asked about again.
            for run in runs { run.job.finish(.failure(run.error ?? CancellationError())) }
        case .lockTimeout:
            for job in take(.expired) {
                var own = error.after(.now - job.arrival)
                // The number of a gate means nothing to those who look elsewhere.
                if job.gates != first.gates { own.gate = nil }
                job.finish(.failure(RecordError(own).at(lane.path)))
            }
        default:
            let concerned = runs.isEmpty ? take(.those([first])).map { ($0, nil) } : runs
            for run in concerned { run.job.finish(.failure(run.error ?? RecordError(error).at(lane.path))) }
        }
    }

    private func lockOptions(_ job: LocalRecordJob) -> LockOptions {
        LockOptions(job.options, timeout: timeout, wake: wake)
    }
}
