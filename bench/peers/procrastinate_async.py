# SPDX-License-Identifier: Apache-2.0
"""Usage: procrastinate_async.py JOBS FOLDER PORT; prints the seconds from the first batch until the worker has stopped."""
import asyncio
import contextlib
import sys
import time

import procrastinate

JOBS = int(sys.argv[1])
BATCH = 256
URL = f"postgres://postgres@127.0.0.1:{sys.argv[3]}/postgres"
app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=URL, max_size=20))


async def main():
    left = JOBS
    all_called = asyncio.Event()

    @app.task(name="bench")
    async def bench(payload):
        nonlocal left
        left -= 1
        if left == 0:
            all_called.set()

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        begun = time.monotonic()
        worker = asyncio.create_task(app.run_worker_async(concurrency=16, install_signal_handlers=False))
        for done in range(0, JOBS, BATCH):
            await bench.batch_defer_async(*[{"payload": "x" * 200}] * min(BATCH, JOBS - done))
        await all_called.wait()
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker
        print(time.monotonic() - begun)


asyncio.run(main())
