// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/veil.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr const char *stars = "***";
}

Veil::Veil(PayloadRight right, const Settings &settings)
    : m_right(right)
    , m_settings(settings)
    , m_elsewhere {right == PayloadRight::Full || (right == PayloadRight::Redacted && !settings.redacts())
              ? Sight::Of::All
              : Sight::Of::Nothing}
{
}

Veil::Sight Veil::sightOf(const QueueName &queue)
{
    if (m_right == PayloadRight::None || isIdle())
        return m_elsewhere;
    const auto [known, isNew] = m_known.try_emplace(queue);
    if (!isNew)
        return known->second;
    const QueueSettings *settings = m_settings.engine().findQueue(queue);
    const bool isForFull = m_right == PayloadRight::Full;
    if (settings && !settings->redact.empty())
        known->second = {isForFull ? Sight::Of::AllNoted : Sight::Of::Part, &settings->redact};
    else
        known->second.of = settings || isForFull ? Sight::Of::All : Sight::Of::Nothing;
    return known->second;
}

Veil::Sight Veil::sightOf(const std::vector<NameCount> &queues)
{
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
