-- SPDX-License-Identifier: Apache-2.0
-- Each way of looking at dead letters finds all it asks for in its index: filters and groups read no rows.
DROP INDEX dead_by_queue;
DROP INDEX dead_by_tenant;
DROP INDEX dead_by_fingerprint;
CREATE INDEX dead_by_queue ON dead (queue, died, seq, tenant);
CREATE INDEX dead_by_tenant ON dead (tenant, died, seq, queue);
CREATE INDEX dead_by_fingerprint ON dead (fingerprint, died, seq, queue, tenant);
