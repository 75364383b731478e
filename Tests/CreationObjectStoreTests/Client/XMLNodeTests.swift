import Testing

@testable import CreationObjectStore

@Suite("The store's XML")
struct XMLNodeTests {
    @Test(
        "is read as names, text and children; prefixes, attributes, comments and entities are understood"
    )
    func elements() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- <ignored> -->
            <s3:Error xmlns:s3="x" a='1'><Code>A&amp;B&#65;&#x42;&lt;&gt;&quot;&apos;&x;</Code><Empty/><Empty a="1"/>\
            <Outer><Inner>1</Inner><Inner>2</Inner></Outer></s3:Error>
            """
        let root = try #require(XMLNode.parse(Array(text.utf8)))
        #expect(root.name == "Error")
        #expect(root["Code"]?.text == "A&BAB<>\"'&x;")
        #expect(root["Empty"]?.text == "")
        #expect(root["Outer"]?.children.map(\.text) == ["1", "2"])
        #expect(root["Missing"] == nil)
    }

    @Test(
        "is nothing where it is not well-formed, nests too deep or declares a document type",
        arguments: [
            "", "text", "<a>", "<a></b>", "<a", "</a>", "<a><b></a></b>", "<!DOCTYPE x><a/>", "<!-- <a/>",
            "<?xml",
            "<>",
            String(repeating: "<a>", count: 17) + String(repeating: "</a>", count: 17),
        ])
    func malformed(text: String) {
        #expect(XMLNode.parse(Array(text.utf8))?.name == nil)
    }

    @Test("gives an error's code as a plain word")
    func errorCodes() {
        #expect(
            StoreErrorBody(Array("<Error><Code>No\u{1b}[31mSuch Key</Code></Error>".utf8)).code
                == "No31mSuchKey")
        #expect(StoreErrorBody(Array("<html>".utf8)).code == "")
        #expect(
            StoreErrorBody(Array("<Error><Region>eu-west-3</Region></Error>".utf8)).region == "eu-west-3")
    }

    @Test("comes with dates that count as the calendar does")
    func dates() {
        #expect(HTTPDate.seconds("Sat, 21 Nov 2026 03:18:45 GMT") == 1_795_231_125)
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("Tue, 29 Feb 2000 23:59:59 GMT") == 951_868_799)
        #expect(HTTPDate.seconds("Wed, 30 Feb 2000 00:00:00 GMT") == nil)
        #expect(HTTPDate.seconds("Sat, 21 Nov 2026 03:18:45 CET") == nil)
        #expect(HTTPDate.seconds("Sat, 21 Foo 2026 03:18:45 GMT") == nil)
        #expect(HTTPDate.seconds(nil) == nil)
    }
}
