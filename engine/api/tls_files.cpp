// SPDX-License-Identifier: Apache-2.0
#include "engine/api/tls_files.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::size_t bytesMax = 1024 * 1024;

Error fault(const char *key, const std::string &path, const std::string &what)
{
    return {ErrorCode::Configuration, std::string("http.") + key + ": " + path + " " + what};
}

enum class Readers { Anyone, OwnerOnly };

Result<std::string> readPem(const char *key, const std::string &path, Readers readers)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0)
        return failure(fault(key, path, "cannot be read: " + errnoText()));
    std::string text;
    struct stat status = {};
    const bool isFile = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    std::array<char, 16 * 1024> block {};
    ssize_t size = 0;
    while (isFile && text.size() <= bytesMax && (size = read(file, block.data(), block.size())) > 0)
        text.append(block.data(), static_cast<std::size_t>(size));
    close(file);
    if (!isFile || size < 0)
        return failure(fault(key, path, "is no file that can be read"));
    if (readers == Readers::OwnerOnly && (status.st_mode & 077) != 0)
        return failure(fault(key, path, "can be read by others; chmod 600"));
    if (text.size() > bytesMax || text.find("-----BEGIN ") == std::string::npos)
        return failure(fault(key, path, "is no PEM file"));
    return text;
}
} // namespace

Result<TlsFiles> loadTlsFiles(const std::string &certificatePath, const std::string &keyPath)
{
    Result<std::string> certificate = readPem("tls_certificate", certificatePath, Readers::Anyone);
    if (!certificate)
        return failure(certificate.error());
    Result<std::string> key = readPem("tls_key", keyPath, Readers::OwnerOnly);
    if (!key)
        return failure(key.error());
    return TlsFiles {std::move(*certificate), std::move(*key)};
}

} // namespace fairlead
