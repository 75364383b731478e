import Testing

/// What only a real store can show. `.ci/object-store/test` starts one and runs these; without one they say that they did not run.
///
/// One suite after the other: the last of them kills the gateways that the others talk to.
@Suite("A real store", .enabled(if: RealStore.current != nil, RealStore.hint), .serialized)
struct RealStoreSuite {}
