-- SPDX-License-Identifier: Apache-2.0

-- The operation of each job's last retry, so that it can be asked what became of the jobs. A retry by itself
-- removes the row.
CREATE TABLE retried (seq INTEGER PRIMARY KEY, operation BLOB NOT NULL) STRICT;
CREATE INDEX retried_by_operation ON retried (operation, seq);
