-- SPDX-License-Identifier: Apache-2.0
-- `form` of an idempotency key: 0 for a body as earlier versions compared it, 1 for a request as it was handed in,
-- 2 for such a request that was answered with a job of another request, the holder of its unique key.
ALTER TABLE idempotency ADD COLUMN form INTEGER NOT NULL DEFAULT 0;
CREATE INDEX idempotency_of_others ON idempotency (seq) WHERE form = 2;
