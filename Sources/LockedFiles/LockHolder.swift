extension LockHolder {
    /// Who holds the flock of a file, by the table the system keeps; nil if it cannot tell.
    static func find(_ identity: FileIdentity) -> LockHolder? {
        #if os(Linux)
            guard let table = SystemFile.text("/proc/locks") else { return nil }
            let name = Kernel.lockTableName(identity)
            for line in table.split(separator: "\n") {
                // 7: FLOCK  ADVISORY  WRITE 4711 fe:00:388779 0 EOF; waiting ones have "->" after the number
                let fields = line.split(separator: " ", omittingEmptySubsequences: true)
                guard fields.count >= 6, fields[1] == "FLOCK", fields[5] == name, let pid = Int32(fields[4]), pid > 0
                else { continue }
                return LockHolder(pid: pid, command: command(of: pid))
            }
        #endif
        return nil
    }

    private static func command(of pid: Int32) -> String? {
        guard let name = SystemFile.text("/proc/\(pid)/comm")?.split(separator: "\n").first else { return nil }
        return String(name)
    }
}
