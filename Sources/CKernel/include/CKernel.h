// The few kernel calls and constants that Swift's libc module lacks. Header-only: prototypes of functions that libc
// already exports, and inline wrappers where only a macro or a variadic call is missing. No _GNU_SOURCE here: it would
// change how the libc module itself is built.

#ifndef CKERNEL_H
#define CKERNEL_H

#include <fcntl.h>
#include <stddef.h>
#include <sys/types.h>

#if defined(__linux__)

#include <sys/statfs.h>

// Extended attributes through a descriptor (<sys/xattr.h> is not part of the libc module).
ssize_t flistxattr(int descriptor, char *list, size_t size);
ssize_t fgetxattr(int descriptor, const char *name, void *value, size_t size);
int fsetxattr(int descriptor, const char *name, const void *value, size_t size, int flags);
int fremovexattr(int descriptor, const char *name);

/// Directory entries as the kernel lays them out, many in one call.
ssize_t getdents64(int descriptor, void *buffer, size_t size);

/// O_PATH: a descriptor that names a directory without the right to list it.
enum { ckernel_o_path = 010000000 };

/// The magic number of the filesystem that holds an open file, or -1 with errno set.
static inline long ckernel_filesystem_magic(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)status.f_type : -1;
}

/// The two halves of a device number, as /proc/locks prints them.
static inline unsigned ckernel_device_major(unsigned long long device) {
    return (unsigned)(((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffULL));
}
static inline unsigned ckernel_device_minor(unsigned long long device) {
    return (unsigned)((device & 0xff) | ((device >> 12) & ~0xffULL));
}

enum { ckernel_ofd_getlk = 36, ckernel_ofd_setlk = 37, ckernel_ofd_setlkw = 38 };

#elif defined(__APPLE__)

enum { ckernel_ofd_setlk = 90, ckernel_ofd_setlkw = 91, ckernel_ofd_getlk = 92 };

#endif

/// Locks (F_RDLCK, F_WRLCK) or unlocks (F_UNLCK) one byte of a file for this open file description, and so apart from
/// flock(2). Returns 0, or -1 with errno set.
static inline int ckernel_lock_byte(int descriptor, long long offset, short type, int wait) {
    struct flock range = {0};
    range.l_type = type;
    range.l_whence = 0;
    range.l_start = (off_t)offset;
    range.l_len = 1;
    return fcntl(descriptor, wait ? ckernel_ofd_setlkw : ckernel_ofd_setlk, &range);
}

/// Whether somebody else holds an exclusive lock on a byte of a file: 1 or 0, or -1 with errno set.
static inline int ckernel_byte_is_taken(int descriptor, long long offset) {
    struct flock range = {0};
    range.l_type = F_RDLCK;
    range.l_whence = 0;
    range.l_start = (off_t)offset;
    range.l_len = 1;
    if (fcntl(descriptor, ckernel_ofd_getlk, &range) == -1) return -1;
    return range.l_type == F_WRLCK;
}

#endif
