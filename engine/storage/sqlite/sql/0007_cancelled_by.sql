-- SPDX-License-Identifier: Apache-2.0

-- Who asked for the end of this run? Told by the event of its end.
ALTER TABLE run ADD COLUMN cancelled_by TEXT NOT NULL DEFAULT '';
