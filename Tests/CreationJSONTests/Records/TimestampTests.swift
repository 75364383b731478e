import Foundation
import Testing

@testable import CreationJSON

/// Moments and their spelling (OVR-6).
@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, 0), ("1970-01-01T00:00:00.5Z", 0, 500_000_000),
        ("1969-12-31T23:59:59.25Z", -1, 250_000_000), ("2026-04-17T14:32:00Z", 1_776_436_320, 0),
        ("2000-02-29T12:00:00+00:00", 951_825_600, 0), ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
        ("0000-01-01T00:00:00Z", -62_167_219_200, 0), ("1900-03-01T00:00:00Z", -2_203_891_200, 0),
    ])
    func `A moment in UTC is read to the nanosecond`(text: String, seconds: Int64, nanoseconds: Int32) throws {
        let moment = try #require(Timestamp(utc: text))
        #expect(moment.seconds == seconds)
        #expect(moment.nanoseconds == nanoseconds)
        #expect(moment.description == text.replacingOccurrences(of: "+00:00", with: "Z"))
    }

    @Test func `Every day of four centuries comes back, and agrees with Foundation`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: Int64(-25_567), to: 120_530, by: 1) {
            let moment = Timestamp(seconds: day * 86_400 + 3_723)
            let text = moment.description
            #expect(Timestamp(utc: text) == moment)
            guard day % 97 == 0 else { continue }
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(moment.seconds)))
            let expected = String(
                format: "%04d-%02d-%02dT01:02:03Z", try #require(parts.year), try #require(parts.month),
                try #require(parts.day))
            #expect(text == expected)
        }
    }

    @Test func `Arithmetic carries over the second, in both directions`() {
        let moment = Timestamp(seconds: 10, nanoseconds: 999_999_999)
        #expect(moment.advanced(by: .nanoseconds(1)) == Timestamp(seconds: 11))
        #expect(moment.advanced(by: .nanoseconds(-1_000_000_000)) == Timestamp(seconds: 9, nanoseconds: 999_999_999))
        #expect(Timestamp(seconds: 0, nanoseconds: -1) == Timestamp(seconds: -1, nanoseconds: 999_999_999))
        #expect(Timestamp(seconds: 0, nanoseconds: -1_000_000_000) == Timestamp(seconds: -1))
        #expect(
            Timestamp(seconds: 1, nanoseconds: 3).duration(to: Timestamp(seconds: 2, nanoseconds: 1))
                == .nanoseconds(999_999_998))
        #expect(Timestamp(seconds: 1, nanoseconds: 2) < Timestamp(seconds: 1, nanoseconds: 3))
    }

    @Test func `A time in a record keeps its spelling, also one that means no moment`() {
        for text in [
            "2026-04-17T14:32:00Z", "2026-04-17T14:32:00.120+00:00", "2026-04-17T14:32:00+00:00", "yesterday", "",
        ] {
            #expect(RecordTime(text: text).text == text)
            #expect(RecordTime(text: text).timestamp == Timestamp(utc: text))
        }
        #expect(RecordTime(text: "2026-04-17T14:32:00+00:00") != RecordTime(text: "2026-04-17T14:32:00Z"))
        #expect(RecordTime(Timestamp(seconds: 0, nanoseconds: 5)) == "1970-01-01T00:00:00.000000005Z")
    }
}
