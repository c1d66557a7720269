// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/domain/result.h"

#include <sys/types.h>
#include <system_error>

namespace fairlead {

enum class Readers {
    Anyone,
    OwnerAlone, ///< for secrets: only its owner may read or write the file
};

/// Opens a plain file or a pipe, for readPlain. Never waits. Fails with Io, also for a folder or a device, and with
/// Denied when `readers` does not allow its permissions. Error texts go on behind the file's name.
Result<Descriptor> openPlain(const std::string &path, Readers readers);

/// The next bytes, at most so many; 0 at the end. Waits for a pipe: 2 s for its writer, 30 s for one that is silent;
/// then fails with Io.
Result<std::size_t> readPlain(const Descriptor &file, char *to, std::size_t bytes);

/// The bytes of a small file or a pipe, such as a key or a certificate. Fails as the two before, and with TooLarge.
Result<std::string> readSmallFile(const std::string &path, std::size_t bytesMax, Readers readers);

/// All that is left to read of an open file or pipe. Fails with Io or TooLarge.
Result<std::string> readToEnd(int descriptor, std::size_t bytesMax);

/// Makes a folder, with those above it. A new one is its owner's alone (0700); one that is there stays as it is.
std::error_code makeOwnFolder(const std::string &path);

/// The owner of an open file. Fails with Io, or with Denied when it is not a regular file or others may change it.
Result<uid_t> ownerOfPrivateFile(int descriptor);

} // namespace fairlead
