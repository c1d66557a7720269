// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The recovery of a store whose log is damaged, for programs that do not name a database.
#include "engine/storage/sqlite/log_recovery.h"
