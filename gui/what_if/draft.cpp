// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/draft.h"

#include "engine/domain/text_form.h"

#include <array>
#include <charconv>

namespace fairlead {

namespace {
constexpr std::array limitParts {DraftPart::Weight, DraftPart::Rate, DraftPart::Concurrency, DraftPart::DepthMax};

template <typename T>
std::optional<T> readNumber(std::string_view text)
{
    T number {};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// Reads one part. An empty one, or one out of range, is no value.
bool readPart(DraftPart part, std::string_view text, TenantRules &rules)
{
    switch (part) {
    case DraftPart::Weight:
        rules.weight = readNumber<double>(text);
        return rules.weight && checkRules(rules);
    case DraftPart::Rate: {
        const Result<Rate> rate = TextForm<Rate>::parse(text);
        rules.rate = rate ? std::optional(*rate) : std::nullopt;
        return rate.has_value();
    }
    case DraftPart::Concurrency:
        rules.concurrency = readNumber<int>(text);
        return rules.concurrency && checkRules(rules);
    case DraftPart::DepthMax:
        rules.depthMax = readNumber<std::int64_t>(text);
        return rules.depthMax && checkRules(rules);
    case DraftPart::Workers:
        break;
    }
    return false;
}

/// The text of a part that is said; empty without it.
std::string writePart(DraftPart part, const TenantRules &rules)
{
    switch (part) {
    case DraftPart::Weight:
        return rules.weight ? numberText(*rules.weight) : std::string();
    case DraftPart::Rate:
        return rules.rate ? TextForm<Rate>::write(*rules.rate) : std::string();
    case DraftPart::Concurrency:
        return rules.concurrency ? std::to_string(*rules.concurrency) : std::string();
    case DraftPart::DepthMax:
        return rules.depthMax ? std::to_string(*rules.depthMax) : std::string();
    case DraftPart::Workers:
        break;
    }
    return {};
}

void clearPart(DraftPart part, TenantRules &rules)
{
    switch (part) {
    case DraftPart::Weight:
        rules.weight.reset();
        break;
    case DraftPart::Rate:
        rules.rate.reset();
        break;
    case DraftPart::Concurrency:
        rules.concurrency.reset();
        break;
    case DraftPart::DepthMax:
        rules.depthMax.reset();
        break;
    case DraftPart::Workers:
        break;
    }
}

bool trySetWorkers(Draft &draft, const DraftKey &key, std::string_view text, bool isAsNow)
{
    const std::optional<int> workers = readNumber<int>(text);
    if (!workers || !checkScale(workers))
        return false;
    const auto queue = QueueName::trusted(key.name);
    if (isAsNow)
        draft.workers.erase(queue);
    else
        draft.workers[queue] = *workers;
    return true;
}
} // namespace

bool isServedHere(const QueueView &queue)
{
    return queue.isConfigured && queue.handler != nameOf(HandlerKind::Pull);
}

TenantRules rulesOf(const TenantLimits &limits)
{
    TenantRules rules;
    eachOf(limitFields, [&](const auto &field) { field.access(rules) = field.access(limits); });
    if (!rules.rate)
        rules.rate = Rate {.perSecond = 0, .burst = 1};
    return rules;
}

SettingTexts textsNow(const Snapshot &now)
{
    SettingTexts texts;
    for (const TenantView &tenant : now.tenants) {
        const TenantRules rules = rulesOf(tenant.limits);
        for (const DraftPart part : limitParts)
            texts.emplace(DraftKey {part, tenant.tenant.text()}, writePart(part, rules));
    }
    for (const QueueView &queue : now.queues) {
        if (isServedHere(queue))
            texts.emplace(DraftKey {DraftPart::Workers, queue.queue.text()},
                std::to_string(queue.workersMax > 0 ? queue.workersMax : now.status.workers));
    }
    return texts;
}

std::optional<std::string> textIn(const Draft &draft, const DraftKey &key)
{
    if (key.isOfQueue()) {
        const auto found = draft.workers.find(QueueName::trusted(key.name));
        return found == draft.workers.end() ? std::nullopt : std::optional(std::to_string(found->second));
    }
    const auto found = draft.tenants.find(TenantName::trusted(key.name));
    std::string text = found == draft.tenants.end() ? std::string() : writePart(key.part, found->second);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

bool trySetPart(Draft &draft, const SettingTexts &now, const DraftKey &key, std::string_view text)
{
    const auto before = now.find(key);
    const auto isAsNow = [&](std::string_view value) { return before != now.end() && before->second == value; };
    if (key.isOfQueue())
        return trySetWorkers(draft, key, text, isAsNow(text));
    const auto tenant = TenantName::trusted(key.name);
    TenantRules rules;
    if (const auto found = draft.tenants.find(tenant); found != draft.tenants.end())
        rules = found->second;
    if (!readPart(key.part, text, rules))
        return false;
    if (isAsNow(writePart(key.part, rules)))
        clearPart(key.part, rules);
    if (rules == TenantRules {})
        draft.tenants.erase(tenant);
    else
        draft.tenants[tenant] = rules;
    return true;
}

std::vector<DraftKey> keysOf(const Draft &draft)
{
    std::vector<DraftKey> keys;
    keys.reserve(draft.tenants.size() * limitParts.size() + draft.workers.size());
    for (const auto &[tenant, rules] : draft.tenants) {
        for (const DraftPart part : limitParts) {
            if (!writePart(part, rules).empty())
                keys.push_back({part, tenant.text()});
        }
    }
    for (const auto &[queue, workers] : draft.workers)
        keys.push_back({DraftPart::Workers, queue.text()});
    return keys;
}

std::vector<SettingStep> stepsOf(const Draft &draft)
{
    std::vector<SettingStep> steps;
    steps.reserve(draft.tenants.size() + draft.workers.size());
    for (const auto &[tenant, rules] : draft.tenants)
        steps.emplace_back(SetTenant {tenant, {.plan = {}, .rules = rules}});
    for (const auto &[queue, workers] : draft.workers)
        steps.emplace_back(ScaleQueue {queue, workers});
    return steps;
}

} // namespace fairlead
