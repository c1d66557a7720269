// SPDX-License-Identifier: Apache-2.0
// Usage: bullmq.mjs JOBS FOLDER PORT; prints the seconds from the first addBulk to the last job completed.
import { Queue, Worker } from 'bullmq';

const [jobs, , port] = process.argv.slice(2).map(Number);
const batch = 256;
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
let left = jobs;
const worker = new Worker('bench', async () => {}, { connection, concurrency: 100 });
const allDone = new Promise((resolve) => worker.on('completed', () => --left === 0 && resolve()));
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);

const begun = performance.now();
for (let done = 0; done < jobs; done += batch) {
  const count = Math.min(batch, jobs - done);
  await queue.addBulk(Array.from({ length: count }, () => ({ name: 'job', data: 'x'.repeat(200) })));
}
await allDone;
console.log((performance.now() - begun) / 1000);
await worker.close();
await queue.close();
