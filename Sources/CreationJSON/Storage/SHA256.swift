/// SHA-256 (FIPS 180-4) over bytes, in one go or as they arrive.
///
/// Calling sequence: `var hash = SHA256()`, any number of `update(_:)`, one `finalize()`. The one-shot forms
/// `SHA256.digest(_:)` and `SHA256.hexadecimal(_:)` do the same for bytes that are all there.
///
/// It stands here because a record's checksum is part of the contract and the package has no dependencies. It is
/// for checksums and for the request signatures of the object store; it makes no promise about constant time.
package struct SHA256: Sendable {
    /// The number of bytes in a digest.
    package static let digestSize = 32
    /// The number of bytes that one compression takes.
    package static let blockSize = 64

    private var state = State()
    /// The bytes that do not fill a block yet; always shorter than a block between calls.
    private var pending: [UInt8] = []
    private var byteCount: UInt64 = 0

    /// The hash of nothing, ready for bytes.
    package init() {
        pending.reserveCapacity(Self.blockSize)
    }

    /// The digest of `bytes`, 32 bytes long.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { digest($0) }
    }

    /// The digest of the bytes in `buffer`, 32 bytes long.
    package static func digest(_ buffer: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(buffer)
        return hash.finalize()
    }

    /// The digest of `bytes` as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        hexadecimal(ofDigest: digest(bytes))
    }

    /// Any bytes as lower-case hexadecimal digits, two for each byte.
    package static func hexadecimal(ofDigest digest: [UInt8]) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: digest.count * 2) { text in
            for (index, byte) in digest.enumerated() {
                text[2 * index] = digits.utf8Start[Int(byte >> 4)]
                text[2 * index + 1] = digits.utf8Start[Int(byte & 15)]
            }
            return digest.count * 2
        }
    }

    /// Takes in the next bytes.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Takes in the bytes of `buffer`; whole blocks are hashed where they lie, without a copy.
    package mutating func update(_ buffer: UnsafeRawBufferPointer) {
        byteCount &+= UInt64(buffer.count)
        var rest = buffer[...]
        if !pending.isEmpty {
            let taken = rest.prefix(Self.blockSize - pending.count)
            pending.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
            guard pending.count == Self.blockSize else { return }
            pending.withUnsafeBytes { state.compress($0) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / Self.blockSize * Self.blockSize
        state.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        pending.append(contentsOf: rest.dropFirst(whole))
    }

    /// Ends the message and gives its digest, 32 bytes long. The value is of no use afterwards.
    package mutating func finalize() -> [UInt8] {
        var tail = pending
        tail.append(0x80)
        let padded = tail.count <= Self.blockSize - 8 ? Self.blockSize : 2 * Self.blockSize
        tail.append(contentsOf: repeatElement(0, count: padded - 8 - tail.count))
        withUnsafeBytes(of: (byteCount &* 8).bigEndian) { tail.append(contentsOf: $0) }
        tail.withUnsafeBytes { state.compress($0) }
        return state.bytes
    }
}

extension SHA256 {
    /// The eight words between two blocks.
    private struct State: Sendable {
        private var words = SIMD8<UInt32>(
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)

        /// The words as the standard writes them: most significant byte first.
        var bytes: [UInt8] {
            [UInt8](unsafeUninitializedCapacity: SHA256.digestSize) { bytes, count in
                for (index, lane) in words.indices.enumerated() {
                    UnsafeMutableRawBufferPointer(bytes).storeBytes(
                        of: words[lane].bigEndian, toByteOffset: 4 * index, as: UInt32.self)
                }
                count = SHA256.digestSize
            }
        }

        /// Hashes `blocks`, whose length is a multiple of a block's.
        ///
        /// The message schedule is a ring of sixteen words, each replaced by its successor once its round is over; the
        /// eight working variables keep their places and the rounds are written out eight at a time, so that no
        /// round moves them.
        mutating func compress(_ blocks: UnsafeRawBufferPointer) {
            guard let start = blocks.baseAddress, blocks.count >= SHA256.blockSize else { return }
            var words = self.words
            SHA256.constants.withUnsafeBufferPointer { constants in
                guard let k = constants.baseAddress else { return }
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { ring in
                    guard let w = ring.baseAddress else { return }
                    for offset in stride(from: 0, to: blocks.count, by: SHA256.blockSize) {
                        for index in 0..<16 {
                            let word = start.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)
                            w[index] = UInt32(bigEndian: word)
                        }
                        var registers = Registers(words)
                        registers.eightRounds(w, k)
                        registers.eightRounds(w + 8, k + 8)
                        for turn in 1..<4 {
                            SHA256.expand(w)
                            registers.eightRounds(w, k + 16 * turn)
                            registers.eightRounds(w + 8, k + 16 * turn + 8)
                        }
                        words = registers.added(to: words)
                    }
                }
            }
            self.words = words
        }
    }

    /// Turns the ring of sixteen schedule words into the next sixteen.
    @inline(__always)
    private static func expand(_ w: UnsafeMutablePointer<UInt32>) {
        @inline(__always) func next(_ index: Int) {
            let early = w[(index + 1) & 15]
            let late = w[(index + 14) & 15]
            let small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)
            let small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10)
            w[index] = w[index] &+ small0 &+ w[(index + 9) & 15] &+ small1
        }
        next(0)
        next(1)
        next(2)
        next(3)
        next(4)
        next(5)
        next(6)
        next(7)
        next(8)
        next(9)
        next(10)
        next(11)
        next(12)
        next(13)
        next(14)
        next(15)
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        (word &>> count) | (word &<< (32 &- count))
    }

    /// The working variables `a` to `h` of the standard.
    private struct Registers {
        var a, b, c, d, e, f, g, h: UInt32

        @inline(__always)
        init(_ words: SIMD8<UInt32>) {
            (a, b, c, d) = (words[0], words[1], words[2], words[3])
            (e, f, g, h) = (words[4], words[5], words[6], words[7])
        }

        @inline(__always)
        func added(to words: SIMD8<UInt32>) -> SIMD8<UInt32> {
            words &+ SIMD8(a, b, c, d, e, f, g, h)
        }

        /// Eight rounds; after eight the variables stand where they stood, so none is moved.
        @inline(__always)
        mutating func eightRounds(_ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>) {
            Self.round(a, b, c, &d, e, f, g, &h, w[0] &+ k[0])
            Self.round(h, a, b, &c, d, e, f, &g, w[1] &+ k[1])
            Self.round(g, h, a, &b, c, d, e, &f, w[2] &+ k[2])
            Self.round(f, g, h, &a, b, c, d, &e, w[3] &+ k[3])
            Self.round(e, f, g, &h, a, b, c, &d, w[4] &+ k[4])
            Self.round(d, e, f, &g, h, a, b, &c, w[5] &+ k[5])
            Self.round(c, d, e, &f, g, h, a, &b, w[6] &+ k[6])
            Self.round(b, c, d, &e, f, g, h, &a, w[7] &+ k[7])
        }

        @inline(__always)
        private static func round(
            _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
            _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ scheduled: UInt32
        ) {
            let big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let choice = g ^ (e & (f ^ g))
            let first = h &+ big1 &+ choice &+ scheduled
            let big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let majority = (a & b) | (c & (a | b))
            d = d &+ first
            h = first &+ big0 &+ majority
        }
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
