// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_reader.h"
#include "engine/storage/journal_reader.h"

#include <functional>

namespace fairlead {

/// The reading side of a store: hands out its readers, verifies the store and makes backups. May exist beside a
/// StoreSession. Threads: the one that opened it.
class StoreReader
{
public:
    virtual ~StoreReader() = default;

    virtual JobReader &jobs() = 0;
    virtual JournalReader &journal() = 0;

    /// Checks the structure, the counters and the payload checksums, and that each job is in exactly one place. Has no
    /// time limit.
    virtual Result<VerifyReport> verify() = 0;
    /// Writes one consistent state of the store to a new file that only its owner can read, and checks the file. The
    /// engine goes on meanwhile. Fails with Conflict when the file exists, with Invalid for a store in memory, with Io.
    virtual Result<BackupReport> backup(const std::string &file) = 0;
};

/// Opens a reader; called on the thread that will use it.
using StoreReaderFactory = std::function<Result<std::unique_ptr<StoreReader>>()>;

} // namespace fairlead
