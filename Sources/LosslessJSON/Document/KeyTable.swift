/// A hash table of keys by their unescaped bytes, for objects with many members.
///
/// Hashes are seeded per process (`Hasher`), so that nobody can prepare keys that collide.
struct KeyTable: Sendable {
    /// Tape index of a key and half of its hash; 0 is empty, since index 0 is the root and never a key.
    private struct Slot {
        var key: UInt32
        var hash: UInt32
    }

    private var slots: [Slot]

    private let mask: Int

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: Slot(key: 0, hash: 0), count: size)
        mask = size - 1
    }

    /// The keys of one object; of those that stand twice, the last.
    init(_ object: Int, in view: JSONView) {
        self.init(capacity: view.count(object))
        let close = view.close(object)
        var child = view.firstChild(object)
        while child < close {
            replace(child, in: view)
            child = view.next(child + 1)
        }
    }

    /// Adds the key at tape index `key`; gives the one that is already there if it is equal.
    mutating func insert(_ key: Int, in view: JSONView) -> Int? {
        let hash = view.hashOfString(key)
        var slot = hash & mask
        let half = UInt32(truncatingIfNeeded: hash >> 32)
        while slots[slot].key != 0 {
            let other = Int(slots[slot].key)
            if slots[slot].hash == half, view.sameString(other, key, in: view) { return other }
            slot = (slot + 1) & mask
        }
        slots[slot] = Slot(key: UInt32(truncatingIfNeeded: key), hash: half)
        return nil
    }

    /// Makes `key` the one that is found from now on for its bytes.
    mutating func replace(_ key: Int, in view: JSONView) {
        guard let old = insert(key, in: view) else { return }
        let hash = view.hashOfString(key)
        var slot = hash & mask
        while Int(slots[slot].key) != old { slot = (slot + 1) & mask }
        slots[slot].key = UInt32(truncatingIfNeeded: key)
    }

    /// Finds the key of `view` that equals the string at `key` of `other`.
    func find(_ key: Int, of other: JSONView, in view: JSONView) -> Int? {
        let hash = other.hashOfString(key)
        var slot = hash & mask
        let half = UInt32(truncatingIfNeeded: hash >> 32)
        while slots[slot].key != 0 {
            let known = Int(slots[slot].key)
            if slots[slot].hash == half, view.sameString(known, key, in: other) { return known }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
