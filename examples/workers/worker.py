#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A worker for a pulled queue, with nothing but the standard library: counts the words of each payload.

    fairlead --headless --config examples/workers/workers.toml &
    fairleadctl job add words --payload '"to be or not to be"'
    python3 examples/workers/worker.py http://127.0.0.1:8420 words
"""
import json
import socket
import sys
import urllib.error
import urllib.request

ENGINE, QUEUE = sys.argv[1].rstrip("/"), sys.argv[2]


def call(path, **body):
    request = urllib.request.Request(ENGINE + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)


def work(job):
    return {"words": len(str(job["payload"]).split()), "worker": socket.gethostname()}


while True:
    for job in call(f"/v1/queues/{QUEUE}/lease", worker="worker.py", max=10, wait_ms=30_000)["jobs"]:
        lease = "/v1/leases/" + job["token"]
        try:
            result = work(job)
        except Exception as error:  # the engine retries it, with back-off
            call(lease + "/fail", **{"class": type(error).__name__, "text": str(error)})
            continue
        try:
            call(lease + "/succeed", result=result)
        except urllib.error.HTTPError as error:  # 409: the lease ran out, somebody else has the job
            print(job["id"], error.read().decode(), file=sys.stderr)
