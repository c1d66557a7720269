-- SPDX-License-Identifier: Apache-2.0

-- The number of jobs with seqs of [4096 * block, 4096 * (block + 1)), up to meta.indexed_to. Both are written
-- together. A list finds its n-th job by these counts.
CREATE TABLE job_block (block INTEGER PRIMARY KEY, jobs INTEGER NOT NULL) STRICT;
INSERT INTO job_block
SELECT seq >> 12, count(*) FROM job INDEXED BY job_by_id WHERE seq <= (SELECT indexed_to FROM meta) GROUP BY 1;

-- The jobs with a tag, from seq meta.tags_from on. Older jobs are searched row by row.
CREATE TABLE job_tag (tag TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (tag, seq)) STRICT, WITHOUT ROWID;
ALTER TABLE meta ADD COLUMN tags_from INTEGER NOT NULL DEFAULT 1;
UPDATE meta SET tags_from = max(next_number, 1 + coalesce((SELECT max(seq) FROM job), 0));
