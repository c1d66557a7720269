-- SPDX-License-Identifier: Apache-2.0

-- The columns of tenant_setting and queue_limit are read and written as their tables have them: first the key, then the
-- limits in the order of limitFields. A new limit is the last of them.

-- name: put_pause
INSERT OR REPLACE INTO pause (queue, tenant, who, why, since) VALUES (?1, ?2, ?3, ?4, ?5);
-- name: delete_pause
DELETE FROM pause WHERE queue = ?1 AND tenant = ?2 RETURNING 1;
-- name: all_pauses
SELECT queue, tenant, who, why, since FROM pause ORDER BY queue, tenant;
-- name: put_scale
INSERT OR REPLACE INTO queue_scale (queue, workers) VALUES (?1, ?2);
-- name: delete_scale
DELETE FROM queue_scale WHERE queue = ?1;
-- name: all_scales
SELECT queue, workers FROM queue_scale ORDER BY queue;
-- name: put_queue
INSERT OR REPLACE INTO queue_made (queue, settings) VALUES (?1, ?2);
-- name: delete_queue
DELETE FROM queue_made WHERE queue = ?1;
-- name: all_queues
SELECT queue, settings FROM queue_made ORDER BY queue;
-- name: put_queue_limits
INSERT OR REPLACE INTO queue_limit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
-- name: delete_queue_limits
DELETE FROM queue_limit WHERE queue = ?1;
-- name: all_queue_limits
SELECT * FROM queue_limit ORDER BY queue;
-- name: put_alert
INSERT OR REPLACE INTO alert (name, kind, queue, tenant, above, hold, enabled, who, since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
-- name: delete_alert
DELETE FROM alert WHERE name = ?1;
-- name: all_alerts
SELECT name, kind, queue, tenant, above, hold, enabled, who, since FROM alert ORDER BY name;
-- name: put_debt
INSERT INTO debt (queue, tenant, priority, owed) VALUES (?1, ?2, ?3, ?4);
-- name: delete_debts
DELETE FROM debt;
-- name: all_debts
SELECT queue, tenant, priority, owed FROM debt ORDER BY queue, tenant, priority;
-- name: put_spent_rate
INSERT OR REPLACE INTO rate_spent (tenant, tokens, at, full_at) VALUES (?1, ?2, ?3, ?4);
-- name: delete_whole_rates
DELETE FROM rate_spent WHERE full_at <= ?1;
-- name: all_spent_rates
SELECT tenant, tokens, at, full_at FROM rate_spent ORDER BY tenant;
-- name: put_tenant
INSERT OR REPLACE INTO tenant_setting VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);
-- name: all_tenants
SELECT * FROM tenant_setting ORDER BY tenant;
-- name: one_tenant
SELECT * FROM tenant_setting WHERE tenant = ?1;
