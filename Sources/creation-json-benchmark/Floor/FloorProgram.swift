import Foundation

/// The floor as a program of its own, for the row that counts a whole process: C, compiled when there is a compiler.
enum FloorProgram {
    /// Compiles the program, statically if the C library allows it; nil where there is no compiler.
    ///
    /// A static C program starts fastest, so that is the one to hold against.
    static func build(in workspace: Workspace) throws -> (path: String, isStatic: Bool)? {
        guard let compiler = Tools.find("cc") ?? Tools.find("gcc") ?? Tools.find("clang") else { return nil }
        let sourcePath = workspace.disk + "/floor-program.c"
        let path = workspace.disk + "/floor-program"
        try Workspace.write(source, to: sourcePath)
        if try Child.run([compiler, "-O2", "-static", "-o", path, sourcePath], quiet: true) == 0 {
            return (path, true)
        }
        if try Child.run([compiler, "-O2", "-o", path, sourcePath], quiet: true) == 0 { return (path, false) }
        return nil
    }

    /// The same calls in the same order as ``Floor``; one update of the record named by the argument.
    private static let source = #"""
        #define _GNU_SOURCE
        #include <errno.h>
        #include <fcntl.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/file.h>
        #include <sys/stat.h>
        #include <unistd.h>
        #ifdef __linux__
        #include <sys/xattr.h>
        #endif

        static void check(long result, const char *call) {
            if (result >= 0) return;
            perror(call);
            exit(1);
        }

        int main(int count, char **arguments) {
            static char buffer[1 << 20];
            char path[4096], lock_name[300], temporary_name[300];
            if (count != 2 || strlen(arguments[1]) >= sizeof path) return 64;
            strcpy(path, arguments[1]);
            char *name = strrchr(path, '/');
            if (!name) return 64;
            *name++ = 0;
            snprintf(lock_name, sizeof lock_name, "%s.lock", name);
            snprintf(temporary_name, sizeof temporary_name, "%s.tmp", name);

            int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            check(directory, "open the directory");
            if (readlinkat(directory, name, buffer, 4096) >= 0) return 1;
            int lock = openat(directory, lock_name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
            check(lock, "open the sidecar");
            struct stat opened, named, status;
            check(fstat(lock, &opened), "fstat");
            check(flock(lock, LOCK_EX), "flock");
            check(fstatat(directory, lock_name, &named, AT_SYMLINK_NOFOLLOW), "fstatat");
            if (opened.st_dev != named.st_dev || opened.st_ino != named.st_ino) return 1;

            int record = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
            check(record, "open");
            check(fstat(record, &status), "fstat");
            long size = read(record, buffer, sizeof buffer);
            check(size, "read");
            char *value = memmem(buffer, size, "\"sync_status\": \"", 16);
            if (!value) return 1;
            memcpy(value + 16, value[16] == 'p' ? "failed\" " : "pending\"", 8);

            int temporary = openat(
                directory, temporary_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
            check(temporary, "make the temporary");
            if (write(temporary, buffer, size) != size) return 1;
        #ifdef __linux__
            check(flistxattr(record, 0, 0), "flistxattr");
        #endif
            check(fchmod(temporary, status.st_mode & 07777), "fchmod");
            check(fsync(temporary), "fsync");
            check(close(temporary), "close");
            check(renameat(directory, temporary_name, directory, name), "rename");
            check(fsync(directory), "fsync the directory");
            flock(lock, LOCK_UN);
            close(lock);
            close(record);
            close(directory);
            return 0;
        }

        """#
}
