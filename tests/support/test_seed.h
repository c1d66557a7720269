// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/random.h"

#include <QString>

namespace fairlead {

/// The seed: that of FAIRLEAD_TEST_SEED, or a new one. It is printed.
inline std::uint64_t testSeed()
{
    bool isGiven = false;
    std::uint64_t seed = qEnvironmentVariable("FAIRLEAD_TEST_SEED").toULongLong(&isGiven);
    if (!isGiven)
        seed = SystemRandom().next();
    qInfo("FAIRLEAD_TEST_SEED=%llu", static_cast<unsigned long long>(seed));
    return seed;
}

/// `plain`, or `many` with --long.
inline int rounds(int plain, int many)
{
    return qEnvironmentVariableIsSet("FAIRLEAD_LONG") ? many : plain;
}

} // namespace fairlead
