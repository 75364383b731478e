import CreationJSON
import Foundation
import Testing

@testable import CreationObjectStore

extension RealStoreSuite {
    /// OBJ-12: two gateways on one cluster, killed and started again at random under load.
    ///
    /// Ten seconds long; `CREATION_JSON_TEST_S3_SECONDS=120 .ci/object-store/test` for two minutes.
    @Suite("Gateways that die")
    struct GatewayKillTests {
        @Test(
            "lose nothing that was acknowledged, double nothing, and leave no outcome unknown", .timeLimit(.minutes(10))
        )
        func kills() async throws {
            let store = try RealStore.required()
            let bucket = try await store.bucket()
            let seconds = ProcessInfo.processInfo.environment["CREATION_JSON_TEST_S3_SECONDS"].flatMap { Int($0) } ?? 10
            let end = ContinuousClock.now + .seconds(seconds)
            let losses = Shared(0)
            let paths = (0..<4).map { RecordPath("s3://\(bucket)/key-\($0)") }

            let killer = Task {
                var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970))
                var kills = 0
                while ContinuousClock.now < end {
                    let gateway = Int.random(in: 1...2, using: &random)
                    try await RealStore.gateway("kill", gateway)
                    kills += 1
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &random)))
                    try await RealStore.gateway("start", gateway)
                    try await Task.sleep(for: .milliseconds(Int.random(in: 50...800, using: &random)))
                }
                return kills
            }
            let outcomes = await withTaskGroup(of: [(RecordPath, String, Outcome)].self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        // Each key has two writers, one on each gateway.
                        let storage = S3RecordStorage(
                            store.configuration(writer % 2 == 0 ? store.first : store.second),
                            transport: LossCounter(losses: losses), clock: .system)
                        let path = paths[writer / 2]
                        var outcomes: [(RecordPath, String, Outcome)] = []
                        while ContinuousClock.now < end {
                            let entry = "\(writer)-\(outcomes.count)"
                            outcomes.append((path, entry, await Outcome { try await storage.append(entry, at: path) }))
                        }
                        return outcomes
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            let kills = try await killer.value
            var present = 0
            for path in paths {
                let entries = try await store.storage().entries(at: path)
                present += entries.count
                Outcome.check(outcomes.filter { $0.0 == path }.map { ($0.1, $0.2) }, against: entries)
            }
            func count(_ outcome: Outcome) -> Int { outcomes.count { $0.2 == outcome } }
            print(
                "gateways that die: \(kills) kills in \(seconds) s, \(count(.acknowledged)) acknowledged, \(present) present, "
                    + "\(losses.withLock { $0 }) writes without a clear answer, \(count(.unknown)) of them left unknown, "
                    + "\(count(.refused)) refused")
            #expect(kills > 0)
            #expect(count(.acknowledged) > 0)
            #expect(count(.unknown) == 0)
            #expect(present == count(.acknowledged))
        }
    }
}

/// Counts the writes whose answer was lost or was the store's own failure.
private struct LossCounter: StoreTransport {
    let transport = URLSessionTransport()
    let losses: Shared<Int>

    func exchange(
        _ request: StoreRequest, url: String, timeout: Duration, sizeLimit: Int
    ) async throws(TransportFailure) -> StoreResponse {
        let isRecord = request.method == .put && !request.path.contains(".creation-json-probe-")
        do throws(TransportFailure) {
            let response = try await transport.exchange(request, url: url, timeout: timeout, sizeLimit: sizeLimit)
            if isRecord, response.status >= 500 { losses.withLock { $0 += 1 } }
            return response
        } catch {
            if isRecord { losses.withLock { $0 += 1 } }
            throw error
        }
    }
}
