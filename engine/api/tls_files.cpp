// SPDX-License-Identifier: Apache-2.0
#include "engine/api/tls_files.h"

#include "engine/domain/small_file.h"

namespace fairlead {

namespace {
constexpr std::size_t bytesMax = 1024 * 1024;

Error fault(const char *key, const std::string &path, const std::string &what)
{
    return {ErrorCode::Configuration, std::string("http.") + key + ": " + path + " " + what};
}

Result<std::string> readPem(const char *key, const std::string &path, Readers readers)
{
    Result<std::string> text = readSmallFile(path, bytesMax, readers);
    if (!text)
        return failure(fault(key, path, text.error().text));
    if (text->find("-----BEGIN ") == std::string::npos)
        return failure(fault(key, path, "is no PEM file"));
    return text;
}
} // namespace

Result<TlsFiles> loadTlsFiles(const std::string &certificatePath, const std::string &keyPath)
{
    Result<std::string> certificate = readPem("tls_certificate", certificatePath, Readers::Anyone);
    if (!certificate)
        return failure(certificate.error());
    Result<std::string> key = readPem("tls_key", keyPath, Readers::OwnerAlone);
    if (!key)
        return failure(key.error());
    return TlsFiles {std::move(*certificate), std::move(*key)};
}

} // namespace fairlead
