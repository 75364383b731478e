/// Which entry takes an identifier back first: a hash table of entries that holds no text, only where to look.
struct RevocationTable: Sendable {
    private struct Slot {
        var hash: UInt32 = 0
        /// One more than the index of the entry; 0 where the slot is free.
        var entry: UInt32 = 0
    }

    private var slots: [Slot]

    /// The table of what these entries take back.
    init(_ readings: [OverrideReading], _ texts: OverrideTexts) {
        let room = readings.count { $0.target != nil } * 3 / 2
        var size = 4
        while size <= room { size *= 2 }
        slots = [Slot](repeating: Slot(), count: size)
        for (index, reading) in readings.enumerated() {
            guard let target = reading.target else { continue }
            let hash = texts.hash(target)
            let slot = slot(of: target, hash, readings, texts)
            if slots[slot].entry == 0 { slots[slot] = Slot(hash: hash, entry: UInt32(index + 1)) }
        }
    }

    /// The first entry that takes an identifier back; nil if none does. Wants what the table was made of.
    func entry(
        revoking id: OverrideTexts.Place, _ readings: [OverrideReading], _ texts: OverrideTexts
    ) -> Int? {
        let entry = slots[slot(of: id, texts.hash(id), readings, texts)].entry
        return entry == 0 ? nil : Int(entry - 1)
    }

    /// The slot of an identifier, or the free one where it belongs.
    private func slot(
        of id: OverrideTexts.Place, _ hash: UInt32, _ readings: [OverrideReading], _ texts: OverrideTexts
    ) -> Int {
        let mask = slots.count - 1
        var index = Int(hash) & mask
        while slots[index].entry != 0 {
            if slots[index].hash == hash, let target = readings[Int(slots[index].entry - 1)].target,
                texts.isSame(target, id)
            {
                break
            }
            index = (index + 1) & mask
        }
        return index
    }
}
