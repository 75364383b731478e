import CreationTestSupport
import LosslessJSON
import Testing

/// JSON-2: exactly the sequences that Unicode allows.
@Suite(.ownThreads) struct UTF8Tests {
    @Test func `every sequence of two bytes is judged as the standard library judges it`() {
        for first in UInt8(0x80)...0xFF {
            for second in UInt8(0)...0xFF where second >= 0x20 && second != 0x22 && second != 0x5C {
                judge([first, second])
            }
        }
    }

    @Test func `the edges of every range of longer sequences are judged rightly, at any alignment`() {
        let edges: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
        for first in UInt8(0xDF)...0xFF {
            for second in edges {
                for third in edges {
                    judge([first, second, third])
                    for fourth in edges { judge([first, second, third, fourth]) }
                }
            }
        }
    }

    @Test func `every scalar is read back`() throws {
        for start in stride(from: UInt32(0x20), to: 0x110000, by: 0x1000) {
            let scalars = (start..<min(start + 0x1000, 0x110000)).compactMap(Unicode.Scalar.init)
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            let value = JSONValue.string(String(text))
            #expect(try JSONDocument(Array(value.bytes)).root.stringValue?.unicodeScalars.elementsEqual(text) == true)
        }
    }

    private func judge(_ sequence: [UInt8]) {
        let isValid = String(validating: sequence, as: UTF8.self) != nil
        for lead in [0, 3, 6, 13] {
            let prefix = Array(repeating: UInt8(ascii: "x"), count: lead)
            let bytes = [UInt8(ascii: "\"")] + prefix + sequence + Array("yyyyyyyyyyyy\"".utf8)
            let error = failure { () throws(JSONError) in _ = try JSONDocument(bytes) }
            if isValid {
                #expect(error == nil)
            } else if error?.code != .malformed || error?.expected != "UTF-8" {
                Issue.record("\(sequence) after \(lead) bytes: \(error?.description ?? "accepted")")
            }
        }
    }
}
