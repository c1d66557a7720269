// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contracts/store_contract_acts.h"
#include "tests/contracts/store_contract_cache.h"
#include "tests/contracts/store_contract_edits.h"
#include "tests/contracts/store_contract_filters.h"
#include "tests/contracts/store_contract_jobs.h"
#include "tests/contracts/store_contract_journal.h"
#include "tests/contracts/store_contract_keys.h"
#include "tests/contracts/store_contract_model.h"
#include "tests/contracts/store_contract_reader.h"
#include "tests/contracts/store_contract_recovery.h"
#include "tests/contracts/store_contract_session.h"
#include "tests/contracts/store_contract_settings.h"
#include "tests/contracts/store_contract_table.h"
#include "tests/contracts/store_contract_waiting.h"

namespace fairlead {

/// The claims that every store must fulfil, one suite for each port. A test program checks each claim with a fresh
/// fixture of its store.
inline std::vector<StoreClaim> storeClaims()
{
    using namespace contract;
    std::vector<StoreClaim> all;
    for (const auto *suite :
        {&jobClaims, &keyClaims, &actClaims, &editClaims, &tableClaims, &modelClaims, &waitingClaims, &recoveryClaims,
            &settingsClaims, &journalClaims, &cacheClaims, &readerClaims, &filterClaims, &sessionClaims})
        all.insert(all.end(), suite->begin(), suite->end());
    return all;
}
inline const std::vector<StoreClaim> storeContract = storeClaims();

} // namespace fairlead
