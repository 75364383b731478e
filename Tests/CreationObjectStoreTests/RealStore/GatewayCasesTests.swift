import Testing

extension RealStoreSuite {
    /// The cases of `BothStoragesTests` on a real gateway.
    @Suite("The same cases on a real store", .timeLimit(.minutes(5)))
    struct GatewayCasesTests {
        private let cases = BothStoragesTests()

        @Test("raising a record leaves the bytes that the case has")
        func migrations() async throws { try await cases.migrations(place: .gateway) }

        @Test("a record that cannot be raised is refused and stays")
        func refusals() async throws { try await cases.refusals(place: .gateway) }

        @Test("merging into a record leaves the bytes that the case has, or refuses and leaves it")
        func merges() async throws { try await cases.merges(place: .gateway) }

        @Test("overrides in a record have the verdicts that the case has")
        func overrides() async throws { try await cases.overrides(place: .gateway) }
    }
}
