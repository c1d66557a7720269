// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"
#include "engine/security/token.h"
#include "engine/security/token_seal.h"

#include <memory>
#include <vector>

namespace fairlead {

/// All tokens of one engine, in a file of their own. Lines are appended and synced, and never changed. While no token
/// is valid, every caller has all rights (the engine then listens on loopback only). Threads: any.
class TokenBook
{
public:
    /// Opens or makes the file, with mode 0600. An empty path keeps the tokens in memory. Fails with Io, Denied (others
    /// may read or write the file, or it is a link), Corrupt (naming the line), Configuration (the file is not the one
    /// that was written last, or its end is missing).
    static Result<std::unique_ptr<TokenBook>> open(const std::string &path, const Clock &clock);
    ~TokenBook();

    /// Answers after the line is on disk. Fails with Conflict when the first token is not an admin's, because then no
    /// further token could be made. Fails with Invalid for a name of over 128 bytes or with control characters, or for
    /// a lifetime of zero; Io.
    Result<NewToken> create(const TokenRequest &request);
    /// Takes effect at once. Fails with NotFound; Conflict for the last admin's token while others are valid; Io.
    Result<TokenRecord> revoke(const std::string &id);
    std::vector<TokenRecord> list() const;

    /// The token of `secret`. Empty when it is not a valid token. Takes the same time for every secret.
    std::optional<TokenRecord> check(std::string_view secret) const;
    /// Whether there is a token of this id, and it is valid.
    bool isInForce(const std::string &id) const;
    /// Whether no token is valid; then none is required.
    bool isOpenToAll() const;

private:
    struct Entry
    {
        TokenRecord record;
        std::string hash;
    };
    TokenBook(int file, TokenSeal seal, const Clock &clock)
        : m_file(file)
        , m_clock(clock)
        , m_seal(std::move(seal))
    {
    }
    Result<> load(const std::string &path);
    Result<> take(const std::string &line) REQUIRES(m_mutex);
    Result<> append(const std::string &line) REQUIRES(m_mutex);
    bool isValid(const TokenRecord &record) const;

    const int m_file; ///< -1: in memory
    const Clock &m_clock;
    mutable Mutex m_mutex;
    TokenSeal m_seal GUARDED_BY(m_mutex);
    std::string m_text GUARDED_BY(m_mutex); ///< of the file
    std::vector<Entry> m_entries GUARDED_BY(m_mutex);
};

} // namespace fairlead
