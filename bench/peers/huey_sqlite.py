# SPDX-License-Identifier: Apache-2.0
"""Usage: huey_sqlite.py JOBS FOLDER; prints the seconds from the first enqueue to the last call of the task."""
import sys
import threading
import time

from huey import SqliteHuey

JOBS = int(sys.argv[1])
huey = SqliteHuey("bench", filename=sys.argv[2] + "/jobs.db", fsync=True, results=False)
ended = threading.Semaphore(0)


@huey.task()
def bench(payload):
    ended.release()


consumer = huey.create_consumer(workers=2, periodic=False, initial_delay=0.001, max_delay=0.01)
begun = time.monotonic()
consumer.start()
for _ in range(JOBS):
    bench("x" * 200)
for _ in range(JOBS):
    ended.acquire()
print(time.monotonic() - begun)
consumer.stop(graceful=True)
