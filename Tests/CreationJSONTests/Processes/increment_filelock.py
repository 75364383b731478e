"""Increments the counter in a record as Python programs do: filelock's FileLock, msgspec, os.replace.

usage: increment_filelock.py PATH COUNT
"""

import os
import sys

import msgspec
from filelock import FileLock

path, count = sys.argv[1], int(sys.argv[2])
for _ in range(count):
    with FileLock(path + ".lock"):
        with open(path, "rb") as file:
            record = msgspec.json.decode(file.read())
        record["counter"] = record.get("counter", 0) + 1
        temporary = path + ".tmp"
        with open(temporary, "wb") as file:
            file.write(msgspec.json.encode(record))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
