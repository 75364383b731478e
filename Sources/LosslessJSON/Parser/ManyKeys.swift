/// Looks for a key that stands twice among very many, in linear time and without missing the cache at every key.
///
/// The keys are hashed with a seed nobody can know, sorted into parts that fit the cache by the upper bits of the hash,
/// and compared within their part through a small table. Should a part need far more probes than chance explains, all
/// is done again with the standard library's hash, which is slower and keyed more strongly.
struct ManyKeys {
    private let view: JSONView
    private let open: Int
    private let count: Int

    private struct Entry {
        var hash: UInt32
        var key: UInt32
    }

    /// How many keys a part has, about.
    private static let part = 1024

    init(of open: Int, in view: JSONView) {
        self.view = view
        self.open = open
        count = view.count(open)
    }

    /// The key whose second place comes first in the document.
    func duplicate() -> Duplicate? {
        var bits = 0
        while count >> bits > ManyKeys.part { bits += 1 }
        let (entries, ends) = parts(bits)
        var found: Duplicate?
        var start = 0
        var probes = 16 * count + 256
        var table: [UInt32] = []
        for end in ends {
            guard search(entries[start..<end], &table, &probes, &found) else { return carefulDuplicate() }
            start = end
        }
        return found
    }

    /// All keys, sorted by the upper bits of their hashes, and where each part ends. Within a part order stays.
    private func parts(_ bits: Int) -> (entries: [Entry], ends: [Int]) {
        let hash = SeededHash.shared
        var plain: [Entry] = []
        var numbers: [UInt16] = []
        plain.reserveCapacity(count)
        numbers.reserveCapacity(count)
        var ends = Array(repeating: 0, count: 1 << bits)
        let close = view.close(open)
        var child = view.firstChild(open)
        while child < close {
            let value = hash.key(child, in: view)
            // At most 2^15 parts, since a document has less than 2^31 bytes and a member at least four.
            let number = bits == 0 ? 0 : Int(value >> UInt64(64 - min(bits, 15)))
            plain.append(Entry(hash: UInt32(truncatingIfNeeded: value), key: UInt32(truncatingIfNeeded: child)))
            numbers.append(UInt16(truncatingIfNeeded: number))
            ends[number] += 1
            child = view.next(child + 1)
        }
        if bits == 0 { return (plain, [plain.count]) }
        // Turn counts into starts; writing moves each start to the end of its part.
        var sum = 0
        for i in ends.indices { (ends[i], sum) = (sum, sum + ends[i]) }
        let entries = [Entry](unsafeUninitializedCapacity: plain.count) { buffer, count in
            for (i, entry) in plain.enumerated() {
                let number = Int(numbers[i])
                buffer.initializeElement(at: ends[number], to: entry)
                ends[number] += 1
            }
            count = plain.count
        }
        return (entries, ends)
    }

    /// Compares the keys of one part; false if that takes more probes than are left.
    private func search(
        _ part: ArraySlice<Entry>, _ table: inout [UInt32], _ probes: inout Int, _ found: inout Duplicate?
    ) -> Bool {
        var size = 16
        while size < part.count * 2 { size *= 2 }
        if table.count < size { table = Array(repeating: 0, count: size) }
        return table.withUnsafeMutableBufferPointer { table in
            part.withUnsafeBufferPointer { part in
                for i in 0..<size { table[i] = 0 }
                for (i, entry) in part.enumerated() {
                    var slot = Int(entry.hash) & (size - 1)
                    while table[slot] != 0 {
                        let other = part[Int(table[slot]) - 1]
                        if other.hash == entry.hash, view.sameString(Int(other.key), Int(entry.key), in: view) {
                            found = .earlier(
                                found,
                                Duplicate(first: view.start(Int(other.key)), second: view.start(Int(entry.key))))
                            break
                        }
                        slot = (slot + 1) & (size - 1)
                        probes -= 1
                        if probes < 0 { return false }
                    }
                    if table[slot] == 0 { table[slot] = UInt32(i + 1) }
                }
                return true
            }
        }
    }

    private func carefulDuplicate() -> Duplicate? {
        var table = KeyTable(capacity: count)
        let close = view.close(open)
        var child = view.firstChild(open)
        while child < close {
            if let first = table.insert(child, in: view) {
                return Duplicate(first: view.start(first), second: view.start(child))
            }
            child = view.next(child + 1)
        }
        return nil
    }
}

/// A fast hash of bytes, seeded at random once per process.
struct SeededHash {
    static let shared = SeededHash()

    private let seed: UInt64
    private let factor: UInt64

    private init() {
        var random = SystemRandomNumberGenerator()
        seed = random.next()
        factor = random.next() | 1
    }

    /// The hash of the unescaped bytes of the string at a tape index.
    @inline(__always)
    func key(_ node: Int, in view: JSONView) -> UInt64 {
        let start = view.start(node) + 1
        var at = start
        while at + 8 <= view.size {
            let found = SWAR.quotesOrBackslashes(SWAR.load(view.bytes, at))
            if found != 0 {
                at += found.trailingZeroBitCount >> 3
                break
            }
            at += 8
        }
        while view.byte(at) != UInt8(ascii: "\""), view.byte(at) != UInt8(ascii: "\\") { at += 1 }
        if view.byte(at) == UInt8(ascii: "\"") { return bytes(view.bytes + start, count: at - start) }
        return view.unescaped(node) { unescaped in
            unescaped.baseAddress.map { bytes($0, count: unescaped.count) } ?? bytes(view.bytes, count: 0)
        }
    }

    @inline(__always)
    private func bytes(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        var hash = seed ^ UInt64(truncatingIfNeeded: count)
        var at = 0
        while at + 8 <= count {
            hash = mix(hash ^ SWAR.load(bytes, at))
            at += 8
        }
        var tail: UInt64 = 0
        if at < count, count >= 8 {
            // The last eight bytes, some of which were mixed in already.
            tail = SWAR.load(bytes, count - 8)
        } else {
            while at < count {
                tail = tail << 8 | UInt64(bytes.load(fromByteOffset: at, as: UInt8.self))
                at += 1
            }
        }
        return mix(hash ^ tail)
    }

    @inline(__always)
    private func mix(_ word: UInt64) -> UInt64 {
        let product = word.multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}
