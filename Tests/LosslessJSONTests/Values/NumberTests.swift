import LosslessJSON
import Testing

/// JSON-9 and JSON-10: numbers are kept as written, converted exactly or not at all.
@Suite struct NumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("1e2", 100), ("1E+2", 100), ("100e-2", 1), ("1.0", 1),
        ("1.50e1", 15),
        ("0.0e99999999999999999999", 0), ("0e-5", 0), ("9223372036854775807", Int64.max),
        ("-9223372036854775808", Int64.min), ("9223372036854775807.000", Int64.max),
        ("922337203685477580.7e1", Int64.max),
        ("0.00000000000000000000000000012e29", 12), ("120000000000000000000000000000e-28", 12),
    ])
    func `a whole number in range is an Int64, however it is spelled`(_ text: String, _ value: Int64) throws {
        #expect(try JSONDocument(text).root.numberValue?.int64 == value)
    }

    @Test(arguments: [
        "1.5", "1e-1", "0.1", "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e999999999999999999999",
        "-1e999999999999999999999", "1e-999999999999999999999", "123456789012345678901234567890",
    ])
    func `what is no Int64 exactly is none at all`(_ text: String) throws {
        #expect(try JSONDocument(text).root.numberValue?.int64 == nil)
    }

    @Test func `unsigned integers reach to the full 64 bits`() throws {
        #expect(JSONNumber(text: "18446744073709551615")?.uint64 == .max)
        #expect(JSONNumber(text: "18446744073709551616")?.uint64 == nil)
        #expect(JSONNumber(text: "184467440737095516150e-1")?.uint64 == .max)
        #expect(JSONNumber(text: "99999999999999999999")?.uint64 == nil)
        #expect(JSONNumber(text: "-1")?.uint64 == nil)
        #expect(JSONNumber(text: "-0")?.uint64 == 0)
    }

    @Test(arguments: [
        ("0.1", 0.1), ("1.10", 1.1), ("1E-7", 1e-7), ("-2.5e3", -2500), ("1e23", 1e23),
        ("8.98846567431158e307", 0x1p1023),
        ("2.2250738585072011e-308", .leastNormalMagnitude.nextDown), ("5e-324", .leastNonzeroMagnitude),
        ("1.7976931348623157e308", 0x1.fffffffffffffp1023),
        ("9007199254740992", 0x1p53), ("9007199254740994", 9007199254740994), ("18446744073709551616", 0x1p64),
        ("1000000000000000000000", 1e21), ("0.1e1", 1), ("123456789012345678e-17", 1.23456789012345678),
        ("1.00000000000000011102230246251565404236316680908203125", 1),
        ("1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002),
    ])
    func `a double is the nearest one`(_ text: String, _ value: Double) throws {
        #expect(try JSONDocument(text).root.numberValue?.double == value)
    }

    @Test func `a digit past the 800th still decides a tie`() throws {
        let tie = "1.00000000000000011102230246251565404236316680908203125" + String(repeating: "0", count: 2000)
        #expect(JSONNumber(text: tie)?.double == 1)
        #expect(JSONNumber(text: tie + "1")?.double == 1.0000000000000002)
    }

    @Test(arguments: [
        "1E400", "-1E400", "1e-400", "1e999999999999999999999", "9007199254740993", "-9007199254740993",
        "123456789012345678901234567890", "18446744073709551617",
    ])
    func `a double that would lose the magnitude or digits of an integer is none at all`(_ text: String) throws {
        #expect(try JSONDocument(text).root.numberValue?.double == nil)
    }

    @Test func `zero keeps its sign as a double`() throws {
        #expect(JSONNumber(text: "-0")?.double?.sign == .minus)
        #expect(JSONNumber(text: "-0.0e5")?.double?.sign == .minus)
        #expect(JSONNumber(text: "0")?.double?.sign == .plus)
    }

    static let equal = [
        ["0", "-0", "0.0", "0e5", "-0.00e-99999999999999999999999"],
        ["1", "1.0", "10e-1", "0.1e1", "1E0", "0.0000000000000000000000000000000001e34"],
        ["-1.5", "-15e-1", "-0.15e1", "-1.50"],
        ["100", "1e2", "1.0E+2", "0.1e3"],
        ["123456789012345678901234567890", "12345678901234567890123456789e1", "1.2345678901234567890123456789e29"],
        ["1e99999999999999999999", "10e99999999999999999998", "0.1e100000000000000000000", "1e0099999999999999999999"],
        ["1e-99999999999999999999", "0.1e-99999999999999999998"],
        ["1e999999999999999999", "10e999999999999999998"],
        ["10e999999999999999999", "1e1000000000000000000", "0.1e1000000000000000001"],
        ["1e-1000000000000000000", "10e-1000000000000000001", "0.1e-999999999999999999"],
        ["1e400"], ["1e-400"], ["1.1"], ["11"], ["-11"], ["1e1000000000000000000000"], ["-1e1000000000000000000000"],
    ]

    @Test func `numbers are equal if their exact values are, and only then`() throws {
        let numbers = try Self.equal.enumerated().flatMap { group, texts in
            try texts.map { (group, try JSONDocument($0).root) }
        }
        for (groupA, a) in numbers {
            for (groupB, b) in numbers {
                #expect((a == b) == (groupA == groupB), "\(a) and \(b)")
                #expect((a.numberValue == b.numberValue) == (groupA == groupB))
                if groupA == groupB {
                    #expect(a.hashValue == b.hashValue, "\(a) and \(b)")
                    #expect(a.numberValue?.hashValue == b.numberValue?.hashValue)
                }
            }
        }
    }

    @Test func `doubles survive the way to text and back`() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(JSONValue.number(value)?.numberValue?.double == value)
        }
        #expect(JSONValue.number(.infinity) == nil)
        #expect(JSONValue.number(.nan) == nil)
    }

    @Test func `conversion agrees with the standard library, whatever the spelling`() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let whole = String(random.next() >> UInt64.random(in: 0..<64, using: &random))
            let fraction = String(random.next() >> UInt64.random(in: 0..<64, using: &random))
            let text =
                "\(Bool.random(using: &random) ? "-" : "")\(whole).\(fraction)e\(Int.random(in: -330...330, using: &random))"
            let expected = Double(text)
            let found = try JSONDocument(text).root.numberValue?.double
            let isZero = Double(whole) == 0 && Double(fraction) == 0
            if let expected, expected.isFinite, expected != 0 || isZero {
                #expect(found == expected, "\(text)")
            } else {
                #expect(found == nil, "\(text)")
            }
        }
    }

    @Test(arguments: ["", "+1", "01", "1.", ".5", "1e", " 1", "1 ", "0x1", "1\n", "nan", "١"])
    func `a number cannot be made from anything but a JSON number`(_ text: String) {
        #expect(JSONNumber(text: text) == nil)
        #expect(JSONValue.number(text: text) == nil)
    }
}
