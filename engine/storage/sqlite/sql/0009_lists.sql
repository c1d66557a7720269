-- SPDX-License-Identifier: Apache-2.0

-- How many jobs have seqs of [4096 * block, 4096 * (block + 1))? Of those up to meta.indexed_to; written together with
-- it. A list finds its n-th job by these.
CREATE TABLE job_block (block INTEGER PRIMARY KEY, jobs INTEGER NOT NULL) STRICT;
INSERT INTO job_block
SELECT seq >> 12, count(*) FROM job INDEXED BY job_by_id WHERE seq <= (SELECT indexed_to FROM meta) GROUP BY 1;

-- Which jobs carry a tag? Those of seqs from meta.tags_from on; older ones are looked through.
CREATE TABLE job_tag (tag TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (tag, seq)) STRICT, WITHOUT ROWID;
ALTER TABLE meta ADD COLUMN tags_from INTEGER NOT NULL DEFAULT 1;
UPDATE meta SET tags_from = max(next_number, 1 + coalesce((SELECT max(seq) FROM job), 0));
