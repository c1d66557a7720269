// SPDX-License-Identifier: Apache-2.0
// Usage: liteque.mjs JOBS FOLDER; prints the seconds from the first enqueue to the last job deleted.
import { sql } from 'drizzle-orm';
import { Runner, SqliteQueue, buildDBClient } from 'liteque';

const jobs = Number(process.argv[2]);
const database = buildDBClient(`${process.argv[3]}/jobs.db`, { runMigrations: true });
database.run(sql.raw('PRAGMA synchronous = FULL')); // it sets NORMAL
const queue = new SqliteQueue('bench', database, { defaultJobArgs: { numRetries: 2 }, keepFailedJobs: false });
let ran = 0;
const funcs = { run: async () => { ++ran; }, onError: async (job) => { throw job.error; } };
const runner = new Runner(queue, funcs, { concurrency: 16, pollIntervalMs: 1, timeoutSecs: 60 });

const begun = performance.now();
for (let done = 0; done < jobs; ++done)
  await queue.enqueue('x'.repeat(200));
await runner.runUntilEmpty();
const seconds = (performance.now() - begun) / 1000;
if (ran !== jobs)
  throw new Error(`${ran} of ${jobs} jobs ran`);
console.log(seconds);
process.exit(); // its time limits of jobs that have ended still run
