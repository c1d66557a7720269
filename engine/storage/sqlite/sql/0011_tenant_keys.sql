-- SPDX-License-Identifier: Apache-2.0
-- Unique keys and idempotency keys belong to a tenant: those of another tenant are other keys.
ALTER TABLE unique_key RENAME TO old_unique_key;
CREATE TABLE unique_key (
    queue INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (queue, tenant, key)
) STRICT, WITHOUT ROWID;
INSERT INTO unique_key (queue, tenant, key, seq)
SELECT old.queue, job.tenant, old.key, old.seq FROM old_unique_key AS old JOIN job ON job.seq = old.seq;
DROP TABLE old_unique_key;

DROP INDEX idempotency_by_expiry;
ALTER TABLE idempotency RENAME TO old_idempotency;
CREATE TABLE idempotency (
    tenant INTEGER NOT NULL,
    key TEXT NOT NULL,
    body INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (tenant, key)
) STRICT, WITHOUT ROWID;
INSERT INTO idempotency (tenant, key, body, seq, expires)
SELECT job.tenant, old.key, old.body, old.seq, old.expires FROM old_idempotency AS old JOIN job ON job.seq = old.seq;
DROP TABLE old_idempotency;
CREATE INDEX idempotency_by_expiry ON idempotency (expires);
