-- SPDX-License-Identifier: Apache-2.0

-- name: begin_writing
BEGIN IMMEDIATE;
-- name: begin_reading
BEGIN;
-- name: commit
COMMIT;
