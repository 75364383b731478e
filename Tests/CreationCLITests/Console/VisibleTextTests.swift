import Testing

@testable import CreationCLI

/// CLI-20: nothing from a record or a file name reaches a terminal raw.
@Suite struct VisibleTextTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("a\u{1B}[31mb", "a\\x1b[31mb"),
        ("two\nlines\tand\rmore", "two\\nlines\\tand\\rmore"),
        ("\u{7}\u{8}\u{0}\u{7F}", "\\x07\\x08\\x00\\x7f"),
        ("c1 \u{9B}31m", "c1 \\u{9b}31m"),
        ("evil\u{202E}gpj.exe", "evil\\u{202e}gpj.exe"),
        ("\u{2066}isolate\u{2069}", "\\u{2066}isolate\\u{2069}"),
        ("zero\u{200B}width\u{FEFF}", "zero\\u{200b}width\\u{feff}"),
        ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
        ("tag\u{E0041}", "tag\\u{e0041}"),
        ("Zürich 東京 🔬", "Zürich 東京 🔬"),
        ("👩\u{200D}🔬", "👩\u{200D}🔬"),
    ])
    func textIsMadeVisible(_ text: String, _ shown: String) {
        #expect(VisibleText.of(text) == shown)
    }

    @Test func bytesThatAreNoTextAreShownAsNumbers() {
        #expect(VisibleText.of([0x61, 0xFF, 0x62, 0xC3]) == "a\\xffb\\xc3")
        #expect(VisibleText.of([0xFF, 0x1B, 0xC3, 0xBC]) == "\\xff\\x1bü")
    }

    @Test func everyScalarThatIsNoLetterIsHarmless() {
        for value in (0..<0x20) as Range<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(!VisibleText.isHarmless(scalar))
        }
        for value in [0x7F, 0x80, 0x9B, 0x9F, 0x61C, 0x200E, 0x202A, 0x2066, 0xFFF9, 0xE0001] as [UInt32] {
            #expect(Unicode.Scalar(value).map { VisibleText.isHarmless($0) } == false)
        }
    }

    @Test func jsonForATerminalKeepsItsMeaning() {
        let json = Array("{\r\n\t\"a\u{202E}\u{7F}\": \"\u{E0041}\u{9B}é\"}".utf8)
        let shown = String(decoding: VisibleText.json(json), as: UTF8.self)
        #expect(shown == "{\n\n\t\"a\\u202e\\u007f\": \"\\udb40\\udc41\\u009bé\"}")
        let plain = Array("{\"a\": \"b\"}\n".utf8)
        #expect(VisibleText.json(plain) == plain)
    }
}
