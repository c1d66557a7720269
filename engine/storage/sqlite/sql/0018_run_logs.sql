-- SPDX-License-Identifier: Apache-2.0

-- The kept logs of runs: the first and the last lines, and the bytes between them that are not kept. The newest few
-- of each job. They go with the job.
CREATE TABLE run_log (
    seq INTEGER NOT NULL,
    token INTEGER NOT NULL, -- of the run
    attempt INTEGER NOT NULL,
    started INTEGER NOT NULL,
    head TEXT NOT NULL,
    left_out INTEGER NOT NULL,
    tail TEXT NOT NULL,
    UNIQUE (seq, token)
) STRICT;
