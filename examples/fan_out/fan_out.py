#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fan-out: a job for each file, run side by side, and the results gathered when the last has ended.

    fairlead --headless --config examples/fan_out/fan_out.toml &
    python3 examples/fan_out/fan_out.py http://127.0.0.1:8420 monday docs/*.md

Killed and called again with the same name ("monday"), it finds the jobs of the first call and gathers their results.
"""
import base64
import json
import sys
import urllib.request

ENGINE, NAME, FILES = sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3:]


def call(path, body=None):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    request = urllib.request.Request(ENGINE + path, body and json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)


def job_for(file):
    with open(file, "rb") as part:
        payload = base64.b64encode(part.read()).decode()
    return {"queue": "words", "payload_base64": payload, "content_type": "text/plain", "tags": [NAME],
            "idempotency": f"{NAME}/{file}"}


heard = call("/v1/events?limit=1")["next"]  # before the first job is there, so that no end is missed
ids = [receipt["id"] for receipt in call("/v1/jobs", [job_for(file) for file in FILES])]
states = {id: call("/v1/jobs/" + id)["state"] for id in ids}
ENDS = ("succeeded", "dead", "expired", "cancelled")
while any(state not in ENDS for state in states.values()):
    page = call(f"/v1/events?queue=words&since={heard}&wait_ms=60000")
    heard = page["next"]
    for event in page["events"]:
        if event.get("job") in states:
            states[event["job"]] = event["kind"].removeprefix("job.")

total = 0
for file, id in zip(FILES, ids):
    words = call(f"/v1/jobs/{id}/result") if states[id] == "succeeded" else None
    print(states[id] if words is None else words, file)
    total += words or 0
print(total, "in all")
