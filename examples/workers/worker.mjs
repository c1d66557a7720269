// SPDX-License-Identifier: Apache-2.0
// A worker for a pulled queue in Node 18 or later, with nothing but what it brings along.
//   node examples/workers/worker.mjs http://127.0.0.1:8420 words
// Where the engine asks for a token (of the role operator), FAIRLEAD_TOKEN_FILE names the file that holds it.
// It leases as many jobs as it works on at once, and renews their leases meanwhile. When the engine, the queue or
// the token is not there, it waits and goes on.
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const [engine, queue, leaseSeconds = "30"] = process.argv.slice(2);
const name = `${hostname()}-${process.pid}`;
const leaseMs = Number(leaseSeconds) * 1000;
const atOnce = 4;

/** Read anew for each call, so that a token can be replaced. */
async function headers() {
  const file = process.env.FAIRLEAD_TOKEN_FILE;
  const token = file ? { Authorization: `Bearer ${(await readFile(file, "utf8")).trim()}` } : {};
  return { "Content-Type": "application/json", ...token };
}

class Refused extends Error {}

/** The answer of the engine. It is safe to repeat: a token ends one run only, and a lost lease runs out. */
async function call(path, body = {}) {
  for (let pause = 100; ; pause = Math.min(2 * pause, 10_000)) {
    try {
      const answer = await fetch(engine + path, {
        method: "POST",
        headers: await headers(),
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(90_000),
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text);
      if (![401, 403, 404, 429, 503].includes(answer.status)) throw new Refused(text);
      console.error("refused, trying again:", text);
    } catch (error) {
      if (error instanceof Refused) throw error;
      console.error("no answer, trying again:", error.message);
    }
    await sleep(pause);
  }
}

/** A payload such as {"text": "...", "seconds": 5} takes that long. */
async function work({ payload }) {
  await sleep(1000 * (payload?.seconds ?? 0));
  return { words: String(payload?.text ?? payload ?? "").split(/\s+/).filter(Boolean).length, worker: name };
}

async function run(job) {
  const lease = `/v1/leases/${job.token}`;
  // A renewal that is refused means that the lease is lost; the report will say so.
  const renewing = setInterval(() => call(`${lease}/renew`).catch(() => clearInterval(renewing)), leaseMs / 3);
  let report;
  try {
    report = ["succeed", { result: await work(job) }];
  } catch (error) {
    report = ["fail", { class: error.name, text: error.message }]; // the engine retries it, with back-off
  }
  clearInterval(renewing);
  // Refused: the lease ran out, and somebody else has the job.
  await call(`${lease}/${report[0]}`, report[1]).catch((error) => console.error(job.id, error.message));
}

async function leaseAndRun() {
  for (;;) {
    const request = { worker: name, max: 1, wait_ms: 30_000, lease_ms: leaseMs };
    for (const job of (await call(`/v1/queues/${queue}/lease`, request)).jobs) await run(job);
  }
}

await Promise.all(Array.from({ length: atOnce }, leaseAndRun));
