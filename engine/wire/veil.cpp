// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/veil.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::string_view stars = "***";
}

Veil::Veil(PayloadRight right, const Settings &settings, const ErrorIds &ids)
    : m_right(right)
    , m_settings(settings)
    , m_ids(ids)
    , m_elsewhere {right == PayloadRight::Full ? Sight::Of::All : Sight::Of::Nothing}
{
}

Veil::Sight Veil::sightOf(const QueueName &queue)
{
    const auto [known, isNew] = m_known.try_emplace(queue);
    if (!isNew)
        return known->second;
    known->second.queue = &known->first;
    if (m_right == PayloadRight::None || isIdle()) {
        known->second.of = m_elsewhere.of;
        return known->second;
    }
    const QueueSettings *settings = m_settings.engine().findQueue(queue);
    const bool isForFull = m_right == PayloadRight::Full;
    if (settings && !settings->redact.empty())
        known->second = {isForFull ? Sight::Of::AllNoted : Sight::Of::Part, &settings->redact, &known->first};
    else
        known->second.of = settings || isForFull ? Sight::Of::All : Sight::Of::Nothing;
    return known->second;
}

Veil::Sight Veil::sightOf(const std::vector<NameCount> &queues)
{
    if (queues.size() == 1) {
        const Result<QueueName> name = QueueName::parse(queues.front().name);
        return name ? sightOf(*name) : m_elsewhere;
    }
    if (queues.empty() || queues.size() >= nameCountsMax) // there may be more
        return m_elsewhere;
    const bool isAll = std::all_of(queues.begin(), queues.end(), [this](const NameCount &queue) {
        const Result<QueueName> name = QueueName::parse(queue.name);
        return name && sightOf(*name).isAll();
    });
    return Sight {isAll ? Sight::Of::All : Sight::Of::Nothing};
}

bool Veil::isFull(const QueueName &queue)
{
    return sightOf(queue).isAll();
}

void Veil::note(std::optional<Withheld> &noted, Withheld more)
{
    noted = noted ? std::max(*noted, more) : more;
}

void Veil::coverText(std::string &text, const Sight &sight, std::optional<Withheld> &noted)
{
    if (text.empty() || sight.isAll())
        return;
    text = stars;
    note(noted, sight.of == Sight::Of::Part ? Withheld::Part : Withheld::All);
}

void Veil::coverText(std::string &text, Secrecy secrecy, const Sight &sight, std::optional<Withheld> &noted) const
{
    if (secrecy == Secrecy::Payload)
        coverText(text, sight, noted);
    else if (secrecy == Secrecy::Fingerprint && m_right != PayloadRight::Full)
        text = m_ids.idOf(text, sight.queue);
}

void Veil::coverQuotes(std::string &text, const std::vector<std::string> &covered)
{
    for (const std::string &secret : covered) {
        if (secret.empty())
            continue;
        for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += stars.size())
            text.replace(at, secret.size(), stars);
    }
}

Error Veil::refusedCriterion(std::string_view name)
{
    return {ErrorCode::Denied,
        std::string(name) + ": this token does not read payloads and errors in full, so it may not search by them"};
}

Result<> Veil::readErrorId(std::string &error, std::optional<QueueName> *queue) const
{
    constexpr const char *ofNoJob = "none";
    const std::optional<ErrorIds::Named> named = m_ids.read(error);
    const bool isForFull = m_right == PayloadRight::Full;
    if (named && isForFull && named->queue == m_ids.markOf(nullptr)) {
        error = named->fingerprint;
        return {};
    }
    const std::vector<QueueSettings> &queues = m_settings.engine().queues;
    const auto found = std::find_if(queues.begin(), queues.end(),
        [&](const QueueSettings &one) { return named && m_ids.markOf(&one.name) == named->queue; });
    if (found != queues.end() && queue) {
        error = !*queue || **queue == found->name ? named->fingerprint : ofNoJob;
        *queue = found->name;
        return {};
    }
    if (isForFull)
        return {};
    return failure(ErrorCode::Denied,
        "fingerprint: this token does not read errors in full, so it names them by the ids that its own lists show, of "
        "queues that are configured");
}

void Veil::coverBytes(std::string &bytes, const Sight &sight, std::optional<Withheld> &noted)
{
    if (bytes.empty() || sight.isAll())
        return;
    std::optional<std::string> shown = sight.hidden ? withStars(bytes, *sight.hidden) : std::nullopt;
    if (shown && *shown == bytes)
        return;
    note(noted, shown ? Withheld::Part : Withheld::All);
    bytes = shown ? std::move(*shown) : std::string {};
}

Result<> Veil::cover(Raw &raw, const JobId &job, const QueueName &queue)
{
    const Sight sight = sightOf(queue);
    std::optional<Withheld> withheld;
    if (sight.of == Sight::Of::AllNoted && !raw.bytes.empty())
        m_shownInFull.push_back(job);
    coverBytes(raw.bytes, sight, withheld);
    if (sight.of != Sight::Of::Nothing && withheld != Withheld::All)
        return {};
    return failure(ErrorCode::Denied,
        m_right == PayloadRight::None
            ? std::string("this token may not read payloads and results")
            : "this token reads no payload or result of queue '" + queue.text() + "' that is not JSON");
}

} // namespace fairlead
