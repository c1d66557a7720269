-- SPDX-License-Identifier: Apache-2.0

-- Queues that calls made, each as the keys of its table in a configuration file.
CREATE TABLE queue_made (
    queue TEXT NOT NULL PRIMARY KEY,
    settings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Limits that operators set for queues. NULL: not set. The columns are those of tenant_setting.
CREATE TABLE queue_limit (
    queue TEXT NOT NULL PRIMARY KEY,
    weight REAL,
    rate REAL,
    burst REAL,
    concurrency INTEGER,
    depth_max INTEGER,
    bytes_max INTEGER,
    retry_share REAL,
    backpressure TEXT
) STRICT, WITHOUT ROWID;
