/// Which entry takes an identifier back first: a hash table of entries that holds no text, only where to look.
///
/// Most look-ups find nothing, and then touch one byte: those of 100,000 entries fit the processor's cache.
struct RevocationTable: Sendable {
    /// Seven bits of the hash and a highest bit that is set; 0 where the slot is free.
    private var tags: [UInt8]
    private var entries: [UInt32]

    /// The table of what these entries take back.
    init(_ readings: [OverrideReading], _ texts: OverrideTexts) {
        let room = readings.count { $0.target != nil } * 3 / 2
        var size = 4
        while size <= room { size *= 2 }
        tags = [UInt8](repeating: 0, count: size)
        entries = [UInt32](repeating: 0, count: size)
        for (index, reading) in readings.enumerated() {
            guard let target = reading.target else { continue }
            let hash = texts.hash(target)
            let slot = slot(of: target, hash, readings, texts)
            if tags[slot] != 0 { continue }
            tags[slot] = Self.tag(hash)
            entries[slot] = UInt32(index)
        }
    }

    /// The first entry that takes an identifier back; nil if none does. Wants what the table was made of.
    func entry(
        revoking id: OverrideTexts.Place, _ readings: [OverrideReading], _ texts: OverrideTexts
    ) -> Int? {
        let slot = slot(of: id, texts.hash(id), readings, texts)
        return tags[slot] == 0 ? nil : Int(entries[slot])
    }

    /// The slot of an identifier, or the free one where it belongs.
    private func slot(
        of id: OverrideTexts.Place, _ hash: UInt32, _ readings: [OverrideReading], _ texts: OverrideTexts
    ) -> Int {
        let mask = tags.count - 1
        let tag = Self.tag(hash)
        var slot = Int(hash) & mask
        while tags[slot] != 0 {
            if tags[slot] == tag, let target = readings[Int(entries[slot])].target, texts.isSame(target, id) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private static func tag(_ hash: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 25) | 0x80 }
}
