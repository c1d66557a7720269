// SPDX-License-Identifier: Apache-2.0
// A worker for a pulled queue in Node 18 or later, with nothing but what it brings along.
//   node examples/workers/worker.mjs http://127.0.0.1:8420 words
const [engine, queue] = process.argv.slice(2);

async function call(path, body) {
  const answer = await fetch(engine + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
}

const work = (job) => ({ words: String(job.payload).split(/\s+/).length });

for (;;) {
  const { jobs } = await call(`/v1/queues/${queue}/lease`, { worker: "worker.mjs", max: 10, wait_ms: 30000 });
  for (const job of jobs) {
    const lease = `/v1/leases/${job.token}`;
    try {
      await call(`${lease}/succeed`, { result: work(job) });
    } catch (error) {
      // A lease that ran out belongs to somebody else by now; anything else is retried, with back-off.
      if (!error.message.includes("lease_lost"))
        await call(`${lease}/fail`, { class: error.name, text: error.message });
    }
  }
}
