// SPDX-License-Identifier: Apache-2.0
// Usage: bunqueue.mjs JOBS FOLDER; prints the seconds from the first addBulk to the last job completed.
import { Queue, Worker, shutdownManager } from 'bunqueue/client';

const jobs = Number(process.argv[2]);
const batch = 256;
const place = { embedded: true, dataPath: `${process.argv[3]}/jobs.db` };
const queue = new Queue('bench', place);
let left = jobs;
const worker = new Worker('bench', async () => {}, { ...place, concurrency: 100 });
const allDone = new Promise((resolve) => worker.on('completed', () => --left === 0 && resolve()));

const begun = performance.now();
for (let done = 0; done < jobs; done += batch) {
  const count = Math.min(batch, jobs - done);
  await queue.addBulk(
    Array.from({ length: count }, () => ({ name: 'job', data: { x: 'x'.repeat(200) }, opts: { durable: true } })));
}
await allDone;
console.log((performance.now() - begun) / 1000);
await worker.close();
shutdownManager();
process.exit();
