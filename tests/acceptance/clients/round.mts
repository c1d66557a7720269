// SPDX-License-Identifier: Apache-2.0
// Enqueue, lease, succeed, result, dead letter, retry, with openapi-fetch and the types of openapi-typescript.
// Usage: node round.mjs URL QUEUE
import assert from 'node:assert';
import createClient from 'openapi-fetch';
import type { components, paths } from './fairlead.js';

const [url, queue] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: url });

/** The reply; a refusal of the engine ends the program. */
function checked<T>(answer: { data?: T; error?: components['schemas']['Error'] }): T {
    if (answer.error || answer.data === undefined)
        throw new Error(`refused: ${answer.error?.error.code}: ${answer.error?.error.message}`);
    return answer.data;
}

function single<T>(receipts: T | readonly unknown[]): Exclude<T, readonly unknown[]> {
    if (Array.isArray(receipts))
        throw new Error('one receipt was expected');
    return receipts as Exclude<T, readonly unknown[]>;
}

async function leased(): Promise<components['schemas']['LeasedJob']> {
    const body = { worker: 'typescript', wait_ms: 10000 };
    const taken = checked(await client.POST('/v1/queues/{queue}/lease', { params: { path: { queue } }, body }));
    assert.strictEqual(taken.jobs.length, 1);
    return taken.jobs[0];
}

const receipt = single(checked(await client.POST('/v1/jobs', { body: { queue, tenant: 'acme', payload: { n: 1 } } })));
const first = await leased();
assert.strictEqual(first.id, receipt.id);
const path = { token: first.token };
const end = checked(await client.POST('/v1/leases/{token}/succeed', { params: { path }, body: { result: { twice: 2 } } }));
assert.strictEqual(end.state, 'succeeded');
const result = await client.GET('/v1/jobs/{id}/result', { params: { path: { id: first.id } }, parseAs: 'text' });
assert.deepStrictEqual(JSON.parse(result.data as string), { twice: 2 });

const second = single(checked(await client.POST('/v1/jobs', { body: { queue, tenant: 'acme', payload: { n: 2 } } })));
const run = await leased();
checked(await client.POST('/v1/leases/{token}/reject', {
    params: { path: { token: run.token } },
    body: { class: 'bad_input', text: 'no such n' },
}));
const letters = checked(await client.GET('/v1/dead-letters', { params: { query: { queue } } }));
if (!('dead_letters' in letters))
    throw new Error('letters were expected, not groups');
assert.deepStrictEqual(letters.dead_letters.map((letter) => letter.id), [second.id]);
const letter = checked(await client.GET('/v1/dead-letters/{id}', { params: { path: { id: second.id } } }));
assert.strictEqual(letter.last_error?.class, 'bad_input');
checked(await client.POST('/v1/jobs/{id}/retry', { params: { path: { id: second.id } }, body: {} }));
const again = await leased();
assert.strictEqual(again.id, second.id);
checked(await client.POST('/v1/leases/{token}/succeed', { params: { path: { token: again.token } }, body: {} }));
const record = checked(await client.GET('/v1/jobs/{id}', { params: { path: { id: second.id } } }));
assert.strictEqual(record.state, 'succeeded');
console.log('round done');
