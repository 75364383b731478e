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

ROUNDS, SEQUENTIAL, KEYS, EACH = 5, 400, 64, 30
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


def sequential_python():
    """One connection, no signature: as little as a client can do. It stores what the worker stores, metadata included."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc)
    times, tag = [], None
    for number in range(-1, SEQUENTIAL):
        headers = {"Content-Type": "application/json", "x-amz-meta-creation-json-history": "new 0123456789abcdef:1"}
        if tag:
            headers["If-Match"] = tag
        began = time.perf_counter()
        connection.request("PUT", f"/{bucket}/python", body(number), headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, answer.status
        tag = answer.getheader("ETag").strip('"')
    return statistics.median(times[1:])


def sequential_worker(kind="sequential", address=f"s3://{bucket}/worker"):
    command = [worker, kind, address, str(SEQUENTIAL)]
    return statistics.median(map(float, subprocess.check_output(command, env=environment).split()))


def sequential_bare():
    """A URLSession alone, without a signature: what no program on this transport can beat."""
    return sequential_worker("bare", f"{url}/{bucket}/bare")


def concurrent_boto3():
    """Sixty-four threads, each with a key of its own; conditional like the worker's."""

    def run(name):
        tag = None
        for number in range(EACH):
            condition = {"IfMatch": tag} if tag else {}
            tag = client.put_object(Bucket=bucket, Key=name, Body=body(number), **condition)["ETag"].strip('"')

    threads = [threading.Thread(target=run, args=(f"boto3-{time.time()}-{number}",)) for number in range(KEYS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return KEYS * EACH / (time.perf_counter() - began)


def concurrent_worker():
    command = [worker, "concurrent", f"s3://{bucket}/worker-{time.time()}", str(KEYS), str(EACH)]
    return float(subprocess.check_output(command, env=environment))


names = ("sequential_python", "sequential_worker", "sequential_bare", "concurrent_boto3", "concurrent_worker")
results = {name: [] for name in names}
for _ in range(ROUNDS):
    for name, values in results.items():
        values.append(globals()[name]())
median = {name: statistics.median(values) for name, values in results.items()}
python = median["sequential_python"]
print(f"conditional PUT of 1 KB, p50:      {median['sequential_worker']:.2f} ms signed")
print(f"  http.client, unsigned:           {python:.2f} ms, ratio {median['sequential_worker'] / python:.2f}")
print(f"  a bare URLSession, unsigned:     {median['sequential_bare']:.2f} ms, ratio {median['sequential_bare'] / python:.2f}")
print(f"{KEYS} keys at once:                  {median['concurrent_worker']:.0f} writes/s (a GET before each first one)")
print(f"  boto3, {KEYS} threads:              {median['concurrent_boto3']:.0f} writes/s")
