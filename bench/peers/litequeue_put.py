# SPDX-License-Identifier: Apache-2.0
"""Usage: litequeue_put.py JOBS FOLDER; prints the seconds from the first put to the last done. It has no worker of its own."""
import sys
import time

from litequeue import LiteQueue

JOBS = int(sys.argv[1])
queue = LiteQueue(sys.argv[2] + "/jobs.db")
queue.conn.execute("PRAGMA synchronous = FULL")  # it sets NORMAL
begun = time.monotonic()
for _ in range(JOBS):
    queue.put("x" * 200)
for _ in range(JOBS):
    queue.done(queue.pop().message_id)
print(time.monotonic() - begun)
