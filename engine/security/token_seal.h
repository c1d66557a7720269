// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <optional>
#include <string>

namespace fairlead {

/// The length and the SHA-256 of a file of tokens, in a file of their own beside it (`tokens.seal`). By them a file of
/// tokens that was cut, emptied or taken away differs from one that never was: without them, every caller of such an
/// engine would have all rights. Threads: one at a time.
class TokenSeal
{
public:
    /// An empty path keeps no seal.
    explicit TokenSeal(const std::string &tokensFile);
    /// Fails with Configuration when there is a seal that cannot be read.
    Result<> load();
    bool isThere() const { return m_bytes.has_value(); }
    /// Whether `text` is the sealed file, or the sealed file and lines behind it that a crash left unsealed.
    bool holds(const std::string &text) const;
    bool isOf(const std::string &text) const { return m_bytes == text.size() && holds(text); }
    /// Replaces the seal by that of `text`, and syncs it. Fails with Io; then the seal before counts.
    Result<> set(const std::string &text);
    /// The refusal for a file that the seal does not hold.
    Error refusal(const std::string &found) const;

private:
    std::string m_tokensFile;
    std::string m_file; ///< empty: none is kept
    std::optional<std::size_t> m_bytes; ///< empty: there is no seal
    std::string m_hash;
};

/// Syncs the folder of a file: its name is on the disk only then.
void syncFolderOf(const std::string &file);
/// Replaces a small file of mode 0600 as a whole, and syncs it. Fails with Io; then the file before stands.
Result<> replacePrivateFile(const std::string &file, const std::string &text);

} // namespace fairlead
