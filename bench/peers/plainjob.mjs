// SPDX-License-Identifier: Apache-2.0
// Usage: plainjob.mjs JOBS FOLDER; prints the seconds from the first addMany to the last job marked as done.
// Its worker does not return to the event loop while there is work, so all is added first.
import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker } from 'plainjob';

const jobs = Number(process.argv[2]);
const batch = 256;
const silent = { error: console.error, warn() {}, info() {}, debug() {} };
const connection = better(new Database(`${process.argv[3]}/jobs.db`));
const queue = defineQueue({ connection, logger: silent });
connection.pragma('synchronous = FULL'); // it sets NORMAL
let left = jobs;
const onCompleted = () => --left === 0 && worker.stop();
const worker = defineWorker('bench', () => {}, { queue, logger: silent, onCompleted });

const begun = performance.now();
for (let done = 0; done < jobs; done += batch)
  queue.addMany('bench', Array(Math.min(batch, jobs - done)).fill('x'.repeat(200)));
await worker.start();
console.log((performance.now() - begun) / 1000);
queue.close();
