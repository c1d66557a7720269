// SPDX-License-Identifier: Apache-2.0
#include "engine/security/token_book.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/small_file.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sodium.h>
#include <sstream>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::size_t nameBytesMax = 128;
constexpr const char *none = "-";

std::string createLine(const TokenRecord &record, const std::string &hash)
{
    std::string scope = record.tenant ? "/" + record.tenant->text() : std::string {};
    if (record.payloads != PayloadRight::Full)
        scope += (record.tenant ? "/" : "//") + std::string(nameOf(record.payloads));
    return "create " + record.id + " " + std::string(roleName(record.role)) + scope + " " + timeText(record.created)
        + " " + (record.expires ? timeText(*record.expires) : none) + " " + hash + " " + record.name + "\n";
}

/// Checks that the file is a regular one that only its owner can touch.
Result<> checkFile(int file, const std::string &path)
{
    const Result<uid_t> owner = ownerOfPrivateFile(file);
    if (!owner)
        return failure(owner.error().code, path + ": " + owner.error().text + ", and look who did");
    if (*owner != geteuid())
        return failure(ErrorCode::Denied, path + ": somebody else owns it; look who put it there");
    return {};
}
} // namespace

Result<std::unique_ptr<TokenBook>> TokenBook::open(const std::string &path, const Clock &clock)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, "libsodium cannot be used");
    TokenSeal seal(path);
    FAIRLEAD_CHECK(seal.load());
    int file = -1;
    if (!path.empty()) {
        const int mayMake = seal.isThere() ? 0 : O_CREAT;
        file = ::open(path.c_str(), O_RDWR | mayMake | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0 && errno == ENOENT && seal.isThere())
            return failure(seal.refusal("is gone"));
        if (file < 0)
            return failure(errno == ELOOP ? ErrorCode::Denied : ErrorCode::Io, path + ": " + errnoText());
        syncFolderOf(path);
    }
    std::unique_ptr<TokenBook> book(new TokenBook(file, std::move(seal), clock));
    if (file < 0)
        return book;
    FAIRLEAD_CHECK(checkFile(file, path));
    FAIRLEAD_CHECK(book->load(path));
    return book;
}

TokenBook::~TokenBook()
{
    if (m_file >= 0)
        close(m_file);
}

Result<> TokenBook::load(const std::string &path)
{
    const MutexLock lock(m_mutex);
    std::string &text = m_text;
    char part[4096];
    for (;;) {
        const ssize_t size = read(m_file, part, sizeof part);
        if (size < 0)
            return failure(ErrorCode::Io, path + ": " + errnoText());
        if (size == 0)
            break;
        text.append(part, static_cast<std::size_t>(size));
    }
    if (!m_seal.holds(text))
        return failure(m_seal.refusal("was cut or changed"));
    // A crash cut a last line that has no end. It is behind the sealed part, so its token was never given out.
    const std::size_t whole = text.rfind('\n') + 1; // npos + 1 is 0
    if (whole < text.size() && ftruncate(m_file, static_cast<off_t>(whole)) != 0)
        return failure(ErrorCode::Io, path + ": " + errnoText());
    text.resize(whole);
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (const Result<> taken = take(line); !taken)
            return failure(ErrorCode::Corrupt, path + ": line " + std::to_string(number) + ": " + taken.error().text);
    }
    // A file of an earlier version has no seal.
    return text.empty() || m_seal.isOf(text) ? Result<>() : m_seal.set(text);
}

Result<> TokenBook::take(const std::string &line)
{
    std::istringstream words(line);
    std::string verb;
    std::string id;
    std::string third;
    std::string created;
    std::string expires;
    Entry entry;
    words >> verb >> id >> third;
    if (verb == "revoke") {
        const auto found =
            std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &one) { return one.record.id == id; });
        const Result<TimePoint> when = parseTime(third);
        if (found == m_entries.end() || !when)
            return failure(ErrorCode::Corrupt, "no such token or time");
        found->record.revoked = *when;
        return {};
    }
    words >> created >> expires >> entry.hash;
    // ROLE, ROLE/TENANT, ROLE/TENANT/PAYLOADS or ROLE//PAYLOADS. The grammar of tenants has no slash. An earlier
    // version refuses the last two, and so gives nobody more than he has.
    const std::size_t slash = std::min(third.find('/'), third.size());
    const std::size_t second = slash < third.size() ? third.find('/', slash + 1) : std::string::npos;
    const Result<Role> role = parseRole(third.substr(0, slash));
    const Result<TimePoint> at = parseTime(created);
    if (verb != "create" || !role || !at || entry.hash.size() != 2 * crypto_hash_sha256_BYTES)
        return failure(ErrorCode::Corrupt, "not a line of this file");
    entry.record = {.id = id, .name = {}, .role = *role, .created = *at, .expires = {}, .revoked = {}};
    if (slash < third.size() && second != slash + 1) {
        FAIRLEAD_TRY(entry.record.tenant, TenantName::parse(third.substr(slash + 1, second - slash - 1)));
    }
    if (second != std::string::npos) {
        const std::optional<PayloadRight> payloads = fromName<PayloadRight>(third.substr(second + 1));
        if (!payloads)
            return failure(ErrorCode::Corrupt, "no such right to payloads");
        entry.record.payloads = *payloads;
    }
    if (expires != none) {
        FAIRLEAD_TRY(entry.record.expires, parseTime(expires));
    }
    words.get(); // the space
    std::getline(words, entry.record.name);
    m_entries.push_back(std::move(entry));
    return {};
}

Result<> TokenBook::append(const std::string &line)
{
    if (m_file < 0)
        return {};
    const off_t before = lseek(m_file, 0, SEEK_END);
    std::string what;
    if (write(m_file, line.data(), line.size()) != static_cast<ssize_t>(line.size()) || fdatasync(m_file) != 0)
        what = errnoText();
    else if (const Result<> sealed = m_seal.set(m_text + line); !sealed)
        what = sealed.error().text;
    if (what.empty()) {
        m_text += line;
        return {};
    }
    [[maybe_unused]] const int cut = ftruncate(m_file, before);
    return failure(ErrorCode::Io, "the tokens' file cannot be written: " + what);
}

bool TokenBook::isValid(const TokenRecord &record) const
{
    return !record.revoked && (!record.expires || m_clock.now() < *record.expires);
}

Result<NewToken> TokenBook::create(const TokenRequest &request)
{
    const std::string &name = request.name;
    const bool holdsControl =
        std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
    if (name.size() > nameBytesMax || holdsControl)
        return failure(ErrorCode::Invalid, "name: at most 128 bytes, without control characters");
    if (request.lifetime && request.lifetime->count() <= 0)
        return failure(ErrorCode::Invalid, "lifetime: expected more than nothing");
    if (request.tenant && request.role == Role::Admin)
        return failure(ErrorCode::Invalid, "tenant: an admin's token is for all tenants");
    const TimePoint now = m_clock.now();
    const MutexLock lock(m_mutex);
    const bool hasAdmin = std::any_of(m_entries.begin(), m_entries.end(),
        [this](const Entry &one) { return one.record.role == Role::Admin && isValid(one.record); });
    if (!hasAdmin && (request.role != Role::Admin || request.lifetime))
        return failure(
            ErrorCode::Conflict, "the first token must be an admin's without end, or nobody could make another");
    NewToken made;
    made.secret = makeTokenSecret();
    made.record = {
        .id = makeTokenId(), .name = name, .role = request.role, .created = now, .expires = {}, .revoked = {}};
    made.record.tenant = request.tenant;
    made.record.payloads = request.payloads;
    if (request.lifetime)
        made.record.expires = now + *request.lifetime;
    const std::string hash = tokenHash(made.secret);
    FAIRLEAD_CHECK(append(createLine(made.record, hash)));
    m_entries.push_back({made.record, hash});
    return made;
}

Result<TokenRecord> TokenBook::revoke(const std::string &id)
{
    const MutexLock lock(m_mutex);
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &one) { return one.record.id == id; });
    if (found == m_entries.end())
        return failure(ErrorCode::NotFound, "there is no token '" + id.substr(0, 64) + "'");
    if (found->record.revoked)
        return found->record;
    const auto isOther = [&](const Entry &one) { return &one != &*found && isValid(one.record); };
    const bool isAdminLeft = std::any_of(m_entries.begin(), m_entries.end(),
        [&](const Entry &one) { return isOther(one) && one.record.role == Role::Admin && !one.record.expires; });
    if (!isAdminLeft && std::any_of(m_entries.begin(), m_entries.end(), isOther))
        return failure(
            ErrorCode::Conflict, "this is the last admin's token; revoke the others first, or make another admin");
    const TimePoint now = m_clock.now();
    FAIRLEAD_CHECK(append("revoke " + id + " " + timeText(now) + "\n"));
    found->record.revoked = now;
    return found->record;
}

std::vector<TokenRecord> TokenBook::list() const
{
    const MutexLock lock(m_mutex);
    std::vector<TokenRecord> records;
    for (const Entry &entry : m_entries)
        records.push_back(entry.record);
    return records;
}

std::optional<TokenRecord> TokenBook::check(std::string_view secret) const
{
    const std::string hash = tokenHash(secret);
    const MutexLock lock(m_mutex);
    std::optional<TokenRecord> found;
    for (const Entry &entry : m_entries) {
        if (sodium_memcmp(entry.hash.data(), hash.data(), hash.size()) == 0 && isValid(entry.record))
            found = entry.record;
    }
    return found;
}

bool TokenBook::isInForce(const std::string &id) const
{
    const MutexLock lock(m_mutex);
    return std::any_of(m_entries.begin(), m_entries.end(),
        [&](const Entry &one) { return one.record.id == id && isValid(one.record); });
}

bool TokenBook::isOpenToAll() const
{
    const MutexLock lock(m_mutex);
    return std::none_of(m_entries.begin(), m_entries.end(), [this](const Entry &one) { return isValid(one.record); });
}

} // namespace fairlead
