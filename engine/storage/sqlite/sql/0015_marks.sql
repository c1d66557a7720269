-- SPDX-License-Identifier: Apache-2.0

-- Moments on the time axis of charts. The oldest are removed. kind: MarkKind.
CREATE TABLE mark (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
