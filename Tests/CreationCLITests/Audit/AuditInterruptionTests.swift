import Foundation
import Testing

/// CLI-25, CLI-64: an audit that does not come to its end leaves the page that was there, and no temporary.
@Suite struct AuditInterruptionTests {
    /// Waits until a page is begun, ends the audit by a signal, and prints its status and what is there then.
    private static func ending(by signal: String) -> String {
        """
        n=0; while [ $n -lt 600 ] && ! ls page.html?*tmp > /dev/null 2>&1; do sleep 0.1; n=$((n + 1)); done
        ls page.html?*tmp > /dev/null || echo no temporary was seen
        sleep 0.5; kill -\(signal) $pid; wait $pid; echo $?; cat page.html; ls
        """
    }

    @Test(arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func aSignalWhileTheReaderOfTheFindingsWaits(_ signal: String, _ status: Int) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            """
            mkdir lab $(seq -f lab/%g 1000); for n in $(seq 1000); do printf '{' > lab/$n/creation.json; done
            echo before > page.html; mkfifo full; exec 3<> full
            set -m; creation-json audit lab --html page.html > full & pid=$!
            \(Self.ending(by: signal))
            """, shell: "/bin/bash")
        #expect(answer.output == "\(status)\nbefore\nfull\nlab\npage.html\n", "\(answer.errors)")
    }

    /// The command never comes back from writing its errors, so the signal ends the process around it.
    @Test(arguments: [("TERM", 143), ("HUP", 129)])
    func aSignalWhileNothingElseMoves(_ signal: String, _ status: Int) async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            """
            echo before > page.html; mkfifo full; exec 3<> full
            set -m; creation-json audit $(seq -f none-%g 3000) --html page.html 2> full & pid=$!
            \(Self.ending(by: signal))
            """, shell: "/bin/bash")
        #expect(answer.output == "\(status)\nbefore\nfull\npage.html\n", "\(answer.errors)")
    }

    @Test func aDiskWithoutRoom() async throws {
        let shell = try Shell()
        defer { shell.remove() }
        let answer = try await shell.run(
            """
            mkdir lab; echo before > page.html
            (trap '' XFSZ; ulimit -f 4; creation-json audit lab --html page.html); echo $?; cat page.html; ls
            """)
        #expect(answer.output == "74\nbefore\nlab\npage.html\n")
        #expect(answer.errors == "creation-json: page.html: cannot be written: File too large\n")
    }
}
