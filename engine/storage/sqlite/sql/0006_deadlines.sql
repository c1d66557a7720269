-- SPDX-License-Identifier: Apache-2.0

-- Waiting jobs by deadline. Jobs without a deadline have no entry here.
CREATE INDEX ready_by_deadline ON ready (deadline) WHERE deadline IS NOT NULL;

-- The number of workers that an operator set for a queue. Without a row the configuration holds.
CREATE TABLE queue_scale (queue TEXT PRIMARY KEY, workers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
