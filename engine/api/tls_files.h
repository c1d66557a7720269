// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>

namespace fairlead {

/// A certificate with its chain and its private key, in PEM.
struct TlsFiles
{
    std::string certificate;
    std::string key;
};

/// Fails with Configuration when a file cannot be read, is larger than 1 MiB or is not PEM, or when others than the
/// owner may read the key.
Result<TlsFiles> loadTlsFiles(const std::string &certificatePath, const std::string &keyPath);

} // namespace fairlead
