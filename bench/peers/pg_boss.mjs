// SPDX-License-Identifier: Apache-2.0
// Usage: pg_boss.mjs JOBS FOLDER PORT; prints the seconds from the first insert to the last complete.
// Its worker asks for jobs each half second at most, so jobs are fetched and completed by call.
import { PgBoss } from 'pg-boss';

const [jobs, , port] = process.argv.slice(2).map(Number);
const batch = 256;
const loops = 4;
const boss = new PgBoss(`postgres://postgres@127.0.0.1:${port}/postgres`);
boss.on('error', console.error);
await boss.start();
await boss.createQueue('bench');
let left = jobs;

async function work() {
  while (left > 0) {
    const some = await boss.fetch('bench', { batchSize: batch });
    if (some.length > 0)
      await boss.complete('bench', some.map((job) => job.id));
    left -= some.length;
  }
}

const begun = performance.now();
const workers = Array.from({ length: loops }, work);
for (let done = 0; done < jobs; done += batch) {
  const count = Math.min(batch, jobs - done);
  await boss.insert('bench', Array.from({ length: count }, () => ({ data: { x: 'x'.repeat(200) } })));
}
await Promise.all(workers);
console.log((performance.now() - begun) / 1000);
await boss.stop({ graceful: false });
