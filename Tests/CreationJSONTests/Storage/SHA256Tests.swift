import Testing

@testable import CreationJSON

/// Vectors of FIPS 180-2 (appendix B), of NIST's byte-oriented validation set, and of RFC 4231.
@Suite("SHA-256 and its keyed form")
struct SHA256Tests {
    @Test(
        "gives the digests that NIST publishes",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func publishedDigests(message: String, expected: String) {
        #expect(SHA256.hexadecimal(Array(message.utf8)) == expected)
    }

    @Test("gives NIST's digests of short binary messages")
    func binaryMessages() {
        #expect(
            SHA256.hexadecimal([0xd3]) == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")
        #expect(
            SHA256.hexadecimal([0xc9, 0x8c, 0x8e, 0x55])
                == "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504")
    }

    @Test("gives the digest of a million letters, in whatever pieces they arrive")
    func millionLetters() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hexadecimal(letters) == expected)
        var hash = SHA256()
        var offset = 0
        var step = 1
        while offset < letters.count {
            let end = min(offset + step, letters.count)
            hash.update(Array(letters[offset..<end]))
            offset = end
            step = step % 191 + 7
        }
        #expect(SHA256.hexadecimal(ofDigest: hash.finalize()) == expected)
    }

    @Test("pads every length around a block's end the same in one piece and in two", arguments: 0...130)
    func paddingBoundaries(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let whole = SHA256.digest(bytes)
        var hash = SHA256()
        hash.update(Array(bytes.prefix(length / 3)))
        hash.update(Array(bytes.dropFirst(length / 3)))
        #expect(hash.finalize() == whole)
        #expect(whole.count == SHA256.digestSize)
    }

    @Test("gives the keyed hashes of RFC 4231, with keys shorter and longer than a block")
    func keyedHashes() {
        let vectors: [(key: [UInt8], message: [UInt8], expected: String)] = [
            (
                [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ]
        for vector in vectors {
            let code = SHA256.authenticationCode(for: vector.message, key: vector.key)
            #expect(SHA256.hexadecimal(ofDigest: code) == vector.expected)
        }
    }
}
