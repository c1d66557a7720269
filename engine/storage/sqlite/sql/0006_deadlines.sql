-- SPDX-License-Identifier: Apache-2.0

-- Which of those that wait expire when? Jobs without a deadline cost nothing here.
CREATE INDEX ready_by_deadline ON ready (deadline) WHERE deadline IS NOT NULL;

-- How many workers did an operator give to a queue? No row: what the configuration says.
CREATE TABLE queue_scale (queue TEXT PRIMARY KEY, workers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
