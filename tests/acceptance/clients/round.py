# SPDX-License-Identifier: Apache-2.0
"""Enqueue, lease, succeed, result, dead letter, retry, with the client that openapi-python-client generates.

Usage: round.py URL QUEUE
"""
import sys

from fairlead_client import Client
from fairlead_client.api.dead_letters import dead_letter_list, dead_letter_show
from fairlead_client.api.jobs import job_enqueue, job_result, job_retry, job_show
from fairlead_client.api.leases import lease_reject, lease_succeed, lease_take
from fairlead_client.models import (
    Error,
    JobRetryBody,
    LeaseRejectBody,
    LeaseSucceedBody,
    LeaseTakeBody,
    NewJob,
)

url, queue = sys.argv[1:]
client = Client(base_url=url, raise_on_unexpected_status=True)


def checked(reply):
    """The reply; a refusal of the engine ends the program."""
    if isinstance(reply, Error):
        sys.exit(f"refused: {reply.error.code}: {reply.error.message}")
    return reply


def leased(worker):
    jobs = checked(lease_take.sync(queue, client=client, body=LeaseTakeBody(worker=worker, wait_ms=10000))).jobs
    assert len(jobs) == 1, jobs
    return jobs[0]


job = NewJob(queue=queue, tenant="acme", payload={"n": 1}, tags=["round"])
receipts = checked(job_enqueue.sync(client=client, body=[job, NewJob(queue=queue, tenant="", payload={})]))
assert isinstance(receipts[1], Error), receipts  # a bad job is named at its place; the other is accepted
first = leased("python")
assert first.id == receipts[0].id and first.payload == {"n": 1}
end = checked(lease_succeed.sync(first.token, client=client, body=LeaseSucceedBody(result={"twice": 2})))
assert end.state == "succeeded", end
result = checked(job_result.sync(first.id, client=client)).payload.read()
assert result == b'{"twice":2}' or result == b'{"twice": 2}', result

second = checked(job_enqueue.sync(client=client, body=NewJob(queue=queue, tenant="acme", payload={"n": 2})))
run = leased("python")
checked(lease_reject.sync(run.token, client=client, body=LeaseRejectBody(class_="bad_input", text="no such n")))
letters = checked(dead_letter_list.sync(client=client, queue=queue)).dead_letters
assert [letter.id for letter in letters] == [second.id], letters
letter = checked(dead_letter_show.sync(second.id, client=client))
assert letter.last_error.class_ == "bad_input", letter.last_error
checked(job_retry.sync(second.id, client=client, body=JobRetryBody()))
again = leased("python")
assert again.id == second.id
checked(lease_succeed.sync(again.token, client=client, body=LeaseSucceedBody()))
assert checked(job_show.sync(second.id, client=client)).state == "succeeded"
print("round done")
