"""A small client of the record protocol, standard library only: the pattern for other languages.

Written from spec/files.md and spec/locks.md; the rules are named where they are followed.

    from creation_json import read, update

    data = read("run/.exlab-wizard/creation.json")              # bytes, or None
    update(path, lambda old: new_bytes)                         # locked, atomic, durable

`update` hands the bytes over and takes bytes back. Whoever decodes them must keep what it does not know: members, their
order, and the spelling of numbers.
"""

import contextlib
import errno
import fcntl
import os
import stat
import time

LONGEST_NAME = 250  # FILE-4
MOST_BYTES = 64 << 20  # FILE-14
_OPEN = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class LockTimeout(Exception):
    """The lock was not free in time."""


class NotRegular(Exception):
    """Something else stands where a regular file must."""


def read(path, timeout=30.0):
    """The bytes of a record under its shared lock, or None if there is none."""
    with _directory(path) as (directory, name):
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(_locked(directory, name, fcntl.LOCK_SH, timeout, create=False))
            except (FileNotFoundError, PermissionError):
                pass  # LOCK-4: a reader makes no lock file; a record is replaced whole, so this is safe
            record = _open_record(directory, name)
            if record is None:
                return None
            with record:
                return _read_all(record)


def update(path, change, timeout=30.0, durable=True):
    """Replaces a record by what `change` makes of its bytes; it is given None if there is no record.

    Returns the new bytes. If `change` raises, or returns the same bytes, the file is not written.
    """
    with _directory(path) as (directory, name):
        with _locked(directory, name, fcntl.LOCK_EX, timeout, create=True):
            with contextlib.ExitStack() as stack:
                record = _open_record(directory, name)
                if record is not None:
                    stack.enter_context(record)
                old = None if record is None else _read_all(record)
                new = change(old)
                if new != old:
                    _replace(directory, name, record, new, durable)
                elif durable and record is not None:  # FILE-17
                    os.fsync(record.fileno())
                    os.fsync(directory)
                return new


def remove(path, timeout=30.0, durable=True):
    """Removes a record; its lock file stays (LOCK-2)."""
    with _directory(path) as (directory, name):
        with _locked(directory, name, fcntl.LOCK_EX, timeout, create=True):
            os.unlink(name, dir_fd=directory)
            _unlink_leftover(directory, name)
            if durable:
                os.fsync(directory)


@contextlib.contextmanager
def _directory(path):
    """FILE-3: the open directory of the real file, and its name there."""
    path = os.path.realpath(os.fsencode(path))
    folder, name = os.path.split(path)
    if len(name) > LONGEST_NAME:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), path)
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield directory, name
    finally:
        os.close(directory)


@contextlib.contextmanager
def _locked(directory, name, mode, timeout, create):
    """LOCK-1 to LOCK-7."""
    deadline = time.monotonic() + timeout
    while True:
        lock = _open_lock(directory, name, create)
        try:
            _wait(lock, mode, deadline)
            if _still_named(directory, name + b".lock", lock):
                try:
                    yield
                finally:
                    fcntl.flock(lock, fcntl.LOCK_UN)  # LOCK-6
                return
        finally:
            os.close(lock)
        if time.monotonic() >= deadline:
            raise LockTimeout(name)


def _open_lock(directory, name, create):
    """LOCK-3."""
    lock_name = name + b".lock"
    while True:
        try:
            lock = os.open(lock_name, os.O_RDWR | _OPEN, dir_fd=directory)
        except PermissionError:
            lock = os.open(lock_name, os.O_RDONLY | _OPEN, dir_fd=directory)
        except FileNotFoundError:
            if not create:
                raise
            try:
                record = os.stat(name, dir_fd=directory, follow_symlinks=False)
            except FileNotFoundError:
                record = None
            try:
                lock = os.open(lock_name, os.O_RDWR | os.O_CREAT | os.O_EXCL | _OPEN, 0o666, dir_fd=directory)
            except FileExistsError:
                continue  # somebody else was faster
            if record is not None:
                with contextlib.suppress(OSError):
                    os.fchown(lock, -1, record.st_gid)
                os.fchmod(lock, stat.S_IMODE(record.st_mode) & 0o777)
        if not stat.S_ISREG(os.fstat(lock).st_mode):
            os.close(lock)
            raise NotRegular(lock_name)
        return lock


def _wait(lock, mode, deadline):
    """LOCK-7. The standard library has no flock with a deadline, so this one asks again; a better one waits in a thread."""
    pause = 0.0005
    while True:
        try:
            fcntl.flock(lock, mode | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                raise LockTimeout("the lock was not free in time") from None
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, 0.01)


def _still_named(directory, lock_name, lock):
    """LOCK-5."""
    try:
        named = os.stat(lock_name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(lock))


def _open_record(directory, name):
    """FILE-5, FILE-6: the open record, or None."""
    try:
        descriptor = os.open(name, os.O_RDONLY | _OPEN, dir_fd=directory)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegular(name)
    return os.fdopen(descriptor, "rb", buffering=0)


def _read_all(record):
    data = record.read(MOST_BYTES + 1) or b""
    while len(data) <= MOST_BYTES:
        more = record.read(MOST_BYTES + 1 - len(data))
        if not more:
            return data
        data += more
    raise ValueError("the record is too large")


def _replace(directory, name, record, data, durable):
    """FILE-7."""
    temporary = name + b".tmp"
    _unlink_leftover(directory, name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666 if record is None else 0o600, dir_fd=directory)
    try:
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(descriptor, view):]
            if record is not None:
                _carry_over(record.fileno(), descriptor)
            if durable:
                os.fsync(descriptor)  # FILE-10: once
        finally:
            os.close(descriptor)
        os.rename(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
    except BaseException:
        _unlink_leftover(directory, name)  # FILE-9
        raise
    if durable:
        os.fsync(directory)


def _carry_over(old, new):
    """FILE-11: owner and group, attributes and ACL, permission bits, in this order."""
    had, has = os.fstat(old), os.fstat(new)
    bits = stat.S_IMODE(had.st_mode)
    if (had.st_uid, had.st_gid) != (has.st_uid, has.st_gid):
        try:
            os.fchown(new, had.st_uid, had.st_gid)
        except OSError:
            bits &= 0o777
            try:
                os.fchown(new, -1, had.st_gid)
            except OSError:
                bits = (bits & 0o707) | ((bits & 0o007) << 3)
    with contextlib.suppress(OSError, AttributeError):
        for name in os.listxattr(old):
            if name.startswith("user.") or name == "system.posix_acl_access":
                with contextlib.suppress(OSError):
                    os.setxattr(new, name, os.getxattr(old, name))
    os.fchmod(new, bits)


def _unlink_leftover(directory, name):
    """FILE-8."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(name + b".tmp", dir_fd=directory)
