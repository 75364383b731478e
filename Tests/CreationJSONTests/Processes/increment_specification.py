"""Increments the counter in a record through the client that spec/ carries.

usage: increment_specification.py CLIENT_FOLDER PATH COUNT
"""

import json
import sys

sys.path.insert(0, sys.argv[1])
import creation_json  # noqa: E402


def increment(data):
    record = json.loads(data)
    record["counter"] = record.get("counter", 0) + 1
    return json.dumps(record).encode()


for _ in range(int(sys.argv[3])):
    creation_json.update(sys.argv[2], increment, timeout=120)
