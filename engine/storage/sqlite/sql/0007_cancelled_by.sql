-- SPDX-License-Identifier: Apache-2.0

-- The name of the one who asked to cancel this run. The event of its end names it.
ALTER TABLE run ADD COLUMN cancelled_by TEXT NOT NULL DEFAULT '';
