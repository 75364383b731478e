import Foundation
import Testing

@testable import CreationCLI

@Suite struct ResultLineTests {
    @Test func textIsEscaped() {
        var line = ResultLine()
        line.add("a\"", "b\\\n\u{1}é\u{202E}")
        line.add("n", 7)
        line.add("none", nil as String?)
        line.add("yes", true)
        line.add("raw", json: Array("[1.10]".utf8))
        #expect(
            String(decoding: line.line, as: UTF8.self)
                == "{\"a\\\"\":\"b\\\\\\n\\u0001é\u{202E}\",\"n\":7,\"yes\":true,\"raw\":[1.10]}")
    }

    @Test func aPathThatIsNoTextHasItsBytesBeside() {
        var line = ResultLine()
        line.addPath([0x61, 0xFF])
        #expect(String(decoding: line.line, as: UTF8.self) == "{\"path\":\"a\u{FFFD}\",\"path_base64\":\"Yf8=\"}")
    }

    @Test func base64EqualsFoundations() {
        for length in 0..<20 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
            #expect(Base64.encode(bytes) == Data(bytes).base64EncodedString())
        }
    }
}
