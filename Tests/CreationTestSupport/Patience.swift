extension Duration {
    /// How long a test waits for what must happen: where all tests share two processors, others may come first for long.
    public static var patience: Duration { .seconds(300) }
}
