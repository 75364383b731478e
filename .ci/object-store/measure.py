"""Measures conditional writes against Python on the store that `up` started.

usage: eval "$(.ci/object-store/up DIR)"; PYTHON .ci/object-store/measure.py WORKER
PYTHON needs boto3; WORKER is creation-store-worker of a release build. Prints medians, a few interleaved rounds each.
"""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

import boto3
from botocore.config import Config

SEQUENTIAL_ROUNDS, CONCURRENT_ROUNDS, SEQUENTIAL, KEYS, EACH = 15, 5, 400, 64, 30
worker = sys.argv[1]
url = os.environ["CREATION_JSON_TEST_S3"]
key, secret = os.environ["CREATION_JSON_TEST_S3_KEY"], os.environ["CREATION_JSON_TEST_S3_SECRET"]
environment = os.environ | {
    "AWS_ENDPOINT_URL_S3": url,
    "AWS_ACCESS_KEY_ID": key,
    "AWS_SECRET_ACCESS_KEY": secret,
    "AWS_REGION": "us-east-1",
}
client = boto3.client(
    "s3",
    endpoint_url=url,
    aws_access_key_id=key,
    aws_secret_access_key=secret,
    region_name="us-east-1",
    config=Config(
        max_pool_connections=KEYS,
        retries={"max_attempts": 1},
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
    ),
)
bucket = f"measure-{os.getpid()}-{int(time.time())}"
client.create_bucket(Bucket=bucket, ACL="public-read-write")


def body(number):
    return str(number).encode().ljust(1024)


def fresh(name):
    """A key that nobody has written: what a record notes about its writers is as long for everybody."""
    return f"{name}-{time.time_ns()}"


def sequential_python():
    """One connection, no signature: as little as a client can do. It stores what the worker stores, metadata included."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
    times, tag, path = [], None, f"/{bucket}/{fresh('python')}"
    for number in range(-1, SEQUENTIAL):
        headers = {"Content-Type": "application/json", "x-amz-meta-creation-json-history": "new 0123456789abcdef:1"}
        if tag:
            headers["If-Match"] = tag
        began = time.perf_counter()
        connection.request("PUT", path, body(number), headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, answer.status
        tag = answer.getheader("ETag").strip('"')
    return statistics.median(times[1:])


def sequential_worker(kind="sequential", prefix="s3://"):
    command = [worker, kind, f"{prefix}{bucket}/{fresh(kind)}", str(SEQUENTIAL)]
    return statistics.median(map(float, subprocess.check_output(command, env=environment).split()))


def sequential_bare():
    """A URLSession alone, without a signature: what no program on this transport can beat."""
    return sequential_worker("bare", f"{url}/")


def concurrent_boto3():
    """Sixty-four threads, each with a key of its own; conditional like the worker's."""

    def run(name):
        tag = None
        for number in range(EACH):
            condition = {"IfMatch": tag} if tag else {}
            tag = client.put_object(Bucket=bucket, Key=name, Body=body(number), **condition)["ETag"].strip('"')

    threads = [threading.Thread(target=run, args=(fresh(f"boto3-{number}"),)) for number in range(KEYS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return KEYS * EACH / (time.perf_counter() - began)


def concurrent_worker():
    command = [worker, "concurrent", f"s3://{bucket}/{fresh('worker')}", str(KEYS), str(EACH)]
    return float(subprocess.check_output(command, env=environment))


def rounds(count, *functions):
    """The functions by turns, `count` times; each one's median."""
    results = {function: [] for function in functions}
    for _ in range(count):
        for function, values in results.items():
            values.append(function())
    return [statistics.median(values) for values in results.values()]


python, ours, bare = rounds(SEQUENTIAL_ROUNDS, sequential_python, sequential_worker, sequential_bare)
boto, ours_at_once = rounds(CONCURRENT_ROUNDS, concurrent_boto3, concurrent_worker)
print(f"conditional PUT of 1 KB, p50:      {ours:.2f} ms signed")
print(f"  http.client, unsigned:           {python:.2f} ms, ratio {ours / python:.2f}")
print(f"  a bare URLSession, unsigned:     {bare:.2f} ms, ratio {bare / python:.2f}")
print(f"{KEYS} keys at once:                  {ours_at_once:.0f} writes/s (a GET before each first one)")
print(f"  boto3, {KEYS} threads:              {boto:.0f} writes/s")
