#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A worker for a pulled queue, with nothing but the standard library: counts the words of each payload.

    fairlead --headless --config examples/workers/workers.toml &
    fairleadctl job add words --payload '"to be or not to be"'
    python3 examples/workers/worker.py http://127.0.0.1:8420 words

Where the engine asks for a token (of the role operator), FAIRLEAD_TOKEN_FILE names the file that holds it.
It leases one job at a time, because it works on one at a time; start more of them for more at once. While it works, it
renews the lease. When the engine, the queue or the token is not there, it waits and goes on.
"""
import http.client
import json
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

ENGINE, QUEUE = sys.argv[1].rstrip("/"), sys.argv[2]
LEASE = float(sys.argv[3]) if len(sys.argv) > 3 else 30  # seconds
TOKEN_FILE = os.environ.get("FAIRLEAD_TOKEN_FILE")
NAME = f"{socket.gethostname()}-{os.getpid()}"


def headers():
    """Read anew for each call, so that a token can be replaced."""
    found = {"Content-Type": "application/json"}
    if TOKEN_FILE:
        with open(TOKEN_FILE, encoding="utf-8") as file:
            found["Authorization"] = "Bearer " + file.read().strip()
    return found


def call(path, **body):
    """The answer of the engine. It is safe to repeat: a token ends one run only, and a lost lease runs out."""
    pause = 0.1
    while True:
        try:
            request = urllib.request.Request(ENGINE + path, json.dumps(body).encode(), headers())
            with urllib.request.urlopen(request, timeout=90) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code not in (401, 403, 404, 429, 503):
                raise
            print("refused, trying again:", refusal.read().decode(), file=sys.stderr)
        except (OSError, http.client.HTTPException, ValueError) as error:  # no answer, or half of one
            print("no answer, trying again:", error, file=sys.stderr)
        time.sleep(pause)
        pause = min(2 * pause, 10)


def work(job):
    """A payload such as {"text": "...", "seconds": 5} takes that long."""
    payload = job.get("payload", "")
    if isinstance(payload, dict):
        time.sleep(payload.get("seconds", 0))
        payload = payload.get("text", "")
    return {"words": len(str(payload).split()), "worker": NAME}


def keep(lease, ended):
    while not ended.wait(LEASE / 3):
        try:
            if call(lease + "/renew")["cancel"]:
                print("somebody wants this job to end", file=sys.stderr)
        except urllib.error.HTTPError:
            return  # the lease is lost; the report will say so


def run(job):
    lease = "/v1/leases/" + job["token"]
    ended = threading.Event()
    threading.Thread(target=keep, args=(lease, ended), daemon=True).start()
    try:
        report = "/succeed", {"result": work(job)}
    except Exception as error:  # the engine retries it, with back-off
        report = "/fail", {"class": type(error).__name__, "text": str(error)}
    ended.set()
    try:
        call(lease + report[0], **report[1])
    except urllib.error.HTTPError as error:  # 409: the lease ran out, somebody else has the job
        print(job["id"], error.read().decode(), file=sys.stderr)


while True:
    for leased in call(f"/v1/queues/{QUEUE}/lease", worker=NAME, max=1, wait_ms=30_000, lease_ms=int(LEASE * 1000))["jobs"]:
        run(leased)
