// SPDX-License-Identifier: Apache-2.0
// Usage: graphile_worker.mjs JOBS FOLDER PORT; prints the seconds from the first addJobs until a worker with nothing left
// has stopped. Its settings are those of its own page about performance.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';

const jobs = Number(process.argv[2]);
const batch = 256;
const logger = new Logger(() => (level, message) => level === 'error' && console.error(message));
let left = jobs;
let resolveDone;
const allCalled = new Promise((resolve) => { resolveDone = resolve; });
const connectionString = `postgres://postgres@127.0.0.1:${process.argv[4]}/postgres`;
const utils = await makeWorkerUtils({ connectionString, logger });
await utils.migrate();
const runner = await run({
  logger,
  taskList: { bench: async () => { if (--left === 0) resolveDone(); } },
  preset: {
    worker: {
      connectionString,
      concurrentJobs: 24,
      maxPoolSize: 25,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  },
});

const begun = performance.now();
for (let done = 0; done < jobs; done += batch) {
  const count = Math.min(batch, jobs - done);
  await utils.addJobs(Array.from({ length: count }, () => ({ identifier: 'bench', payload: { x: 'x'.repeat(200) } })));
}
await allCalled;
await runner.stop(); // the last ends are written
console.log((performance.now() - begun) / 1000);
await utils.release();
