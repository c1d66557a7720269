-- SPDX-License-Identifier: Apache-2.0
-- Limits of bytes and retries, and the backpressure at a limit.

-- Bytes of the payloads of waiting and delayed jobs.
ALTER TABLE counter ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
INSERT INTO counter (queue, tenant, waiting, delayed, running, succeeded, dead, expired, cancelled, bytes)
SELECT j.queue, j.tenant, 0, 0, 0, 0, 0, 0, 0, sum(coalesce(length(j.payload), length(p.bytes)))
FROM job j LEFT JOIN payload p ON p.seq = j.seq
WHERE NOT EXISTS (SELECT 1 FROM outcome o WHERE o.seq = j.seq) AND NOT EXISTS (SELECT 1 FROM run r WHERE r.seq = j.seq)
GROUP BY j.queue, j.tenant
ON CONFLICT (queue, tenant) DO UPDATE SET bytes = excluded.bytes;

ALTER TABLE tenant_setting ADD COLUMN bytes_max INTEGER;
ALTER TABLE tenant_setting ADD COLUMN retry_share REAL;
ALTER TABLE tenant_setting ADD COLUMN backpressure TEXT; -- such as "wait:5s"
