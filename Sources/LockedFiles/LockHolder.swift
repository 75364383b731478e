extension LockHolder {
    /// Who holds the flock of an open file, by the table the system keeps; nil if it cannot tell.
    static func find(_ file: Int32, _ identity: FileIdentity) -> LockHolder? {
        #if os(Linux)
            let names = [tableName(Kernel.deviceHalves(identity.device), inode: identity.inode), tableName(file)]
            // The table comes a page at a time, and lines slip through where others come and go meanwhile.
            for _ in 0..<4 {
                guard let table = SystemFile.text("/proc/locks") else { return nil }
                if let pid = holder(of: names, in: table) { return LockHolder(pid: pid, command: command(of: pid)) }
            }
        #endif
        return nil
    }

    private static func command(of pid: Int32) -> String? {
        guard let name = SystemFile.text("/proc/\(pid)/comm")?.split(separator: "\n").first else { return nil }
        return String(name)
    }

    #if os(Linux)
        private static func holder(of names: [String?], in table: String) -> Int32? {
            for line in table.split(separator: "\n") {
                // 7: FLOCK  ADVISORY  WRITE 4711 fe:00:388779 0 EOF; waiting ones have "->" after the number
                let fields = line.split(separator: " ", omittingEmptySubsequences: true)
                if fields.count >= 6, fields[1] == "FLOCK", let pid = Int32(fields[4]), pid > 0,
                    names.contains(String(fields[5]))
                {
                    return pid
                }
            }
            return nil
        }

        /// The table's name of a file by its mount: btrfs and overlayfs tell `stat` another device than the table.
        private static func tableName(_ file: Int32) -> String? {
            guard let info = SystemFile.text("/proc/self/fdinfo/\(file)"), let mount = field("mnt_id:", info),
                let inode = field("ino:", info), let mounts = SystemFile.text("/proc/self/mountinfo")
            else { return nil }
            // 29 1 254:0 / / rw,relatime - ext4 /dev/vda rw
            for line in mounts.split(separator: "\n") where line.hasPrefix(mount + " ") {
                let halves = line.split(separator: " ")[2].split(separator: ":").compactMap { UInt32($0) }
                if halves.count == 2 { return tableName((halves[0], halves[1]), inode: inode) }
            }
            return nil
        }

        private static func tableName(_ device: (UInt32, UInt32), inode: some CustomStringConvertible) -> String {
            "\(twoDigits(device.0)):\(twoDigits(device.1)):\(inode)"
        }

        private static func field(_ name: String, _ text: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix(name) }
                .map { String($0.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }) }
        }

        /// Hexadecimal, as `printf("%02x")`.
        private static func twoDigits(_ number: UInt32) -> String {
            let digits = String(number, radix: 16)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }
    #endif
}
