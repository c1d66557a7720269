// SPDX-License-Identifier: Apache-2.0
#include "engine/control/alert_service.h"

#include <algorithm>

namespace fairlead {

namespace {
Error noAlert(const AlertName &name)
{
    return {ErrorCode::NotFound, "there is no alert '" + name.text() + "'"};
}

/// The kept rule of the name. Fails with NotFound, with `only` also for that of another.
Result<AlertRule> findRule(StoreSession &store, const AlertName &name, const std::optional<TenantName> &only)
{
    FAIRLEAD_TRY(const std::vector<AlertRule> rules, store.settings().savedAlerts());
    for (const AlertRule &rule : rules) {
        if (rule.name == name && (!only || rule.tenant == only))
            return rule;
    }
    return failure(noAlert(name));
}
} // namespace

void AlertService::open(const std::vector<AlertRule> &rules)
{
    const MutexLock lock(m_mutex);
    for (const AlertRule &rule : rules)
        m_book.put(rule);
}

void AlertService::watch()
{
    look([] {});
    m_dispatcher.timers().start(period, [this] { watch(); });
}

void AlertService::look(const std::function<void()> &then)
{
    bool isNothingToMeasure = false;
    {
        const MutexLock lock(m_mutex);
        isNothingToMeasure = m_book.isEmpty();
    }
    if (isNothingToMeasure) {
        then();
        return;
    }
    m_health.facts([this, then](const Result<HealthService::Facts> &facts) {
        std::vector<AlertChange> changes;
        if (facts) {
            const MutexLock lock(m_mutex);
            changes = m_book.look(**facts, {m_clock.now(), m_clock.monotonicNow()});
        }
        tell(changes);
        then();
    });
}

void AlertService::tell(const std::vector<AlertChange> &changes)
{
    if (changes.empty())
        return;
    askAsCaller<void>(
        m_store, 1,
        [changes, now = m_clock.now()](StoreSession &store) -> Result<> {
            for (const AlertChange &change : changes) {
                const std::string text = alertText(change.rule, change.value);
                FAIRLEAD_CHECK(store.journal().note({.at = now,
                    .kind = change.isRaised ? EventKind::AlertRaised : EventKind::AlertCleared,
                    .queue = change.rule.queue,
                    .tenant = change.rule.tenant,
                    .text = text}));
                if (change.isMarked)
                    FAIRLEAD_CHECK(store.journal().addMark(
                        {.at = now, .kind = MarkKind::Alert, .who = {}, .text = text.substr(0, markTextBytesMax)}));
            }
            return {};
        },
        [](const Result<> &) {}); // a store that fails says so itself
}

void AlertService::list(const std::optional<TenantName> &only, Answer<std::vector<AlertView>> answer)
{
    look([this, only, answer = std::move(answer)] {
        std::vector<AlertView> views;
        {
            const MutexLock lock(m_mutex);
            views = m_book.views(only);
        }
        answer(std::move(views));
    });
}

void AlertService::show(const AlertName &name, const Answer<AlertView> &answer) const
{
    std::vector<AlertView> views;
    {
        const MutexLock lock(m_mutex);
        views = m_book.views();
    }
    const auto found =
        std::find_if(views.begin(), views.end(), [&name](const AlertView &view) { return view.rule.name == name; });
    if (found == views.end())
        answer(failure(noAlert(name))); // removed in the meantime
    else
        answer(std::move(*found));
}

Answer<AlertRule> AlertService::kept(Answer<AlertView> answer)
{
    return [this, answer = std::move(answer)](const Result<AlertRule> &rule) {
        if (!rule) {
            answer(failure(rule.error()));
            return;
        }
        {
            const MutexLock lock(m_mutex);
            m_book.put(*rule);
        }
        look([this, name = rule->name, answer] { show(name, answer); });
    };
}

void AlertService::add(AlertRule rule, Answer<AlertView> answer)
{
    rule.since = m_clock.now();
    askAsCaller<AlertRule>(
        m_store, 1,
        [rule = std::move(rule)](StoreSession &store) -> Result<AlertRule> {
            FAIRLEAD_CHECK(checkAlert(rule)); // the guard may have narrowed it to a tenant
            FAIRLEAD_TRY(const std::vector<AlertRule> rules, store.settings().savedAlerts());
            if (std::any_of(rules.begin(), rules.end(), [&](const AlertRule &one) { return one.name == rule.name; }))
                return failure(ErrorCode::Conflict, "there is an alert '" + rule.name.text() + "' already");
            const auto ofTenant = std::count_if(rules.begin(), rules.end(),
                [&](const AlertRule &one) { return one.tenant && one.tenant == rule.tenant; });
            if (static_cast<std::size_t>(ofTenant) >= alertsOfTenantMax)
                return failure(ErrorCode::EngineFull,
                    "there are " + std::to_string(alertsOfTenantMax)
                        + " alerts of this tenant, the most; remove one first");
            if (rules.size() >= alertsMax)
                return failure(ErrorCode::EngineFull,
                    "there are " + std::to_string(alertsMax) + " alerts, the most; remove one first");
            FAIRLEAD_CHECK(store.settings().saveAlert(rule.name, rule));
            return rule;
        },
        kept(std::move(answer)));
}

void AlertService::change(
    const AlertName &name, const AlertPatch &patch, const std::optional<TenantName> &only, Answer<AlertView> answer)
{
    askAsCaller<AlertRule>(
        m_store, 1,
        [name, patch, only](StoreSession &store) -> Result<AlertRule> {
            FAIRLEAD_TRY(const AlertRule before, findRule(store, name, only));
            AlertRule rule = patched(before, patch);
            FAIRLEAD_CHECK(checkAlert(rule));
            FAIRLEAD_CHECK(store.settings().saveAlert(name, rule));
            return rule;
        },
        kept(std::move(answer)));
}

void AlertService::remove(const AlertName &name, const std::optional<TenantName> &only, Answer<AlertView> answer)
{
    askAsCaller<AlertRule>(
        m_store, 1,
        [name, only](StoreSession &store) -> Result<AlertRule> {
            FAIRLEAD_TRY(AlertRule rule, findRule(store, name, only));
            FAIRLEAD_CHECK(store.settings().saveAlert(name, {}));
            return rule;
        },
        [this, answer = std::move(answer)](const Result<AlertRule> &rule) {
            if (!rule) {
                answer(failure(rule.error()));
                return;
            }
            std::optional<AlertChange> cleared;
            {
                const MutexLock lock(m_mutex);
                cleared = m_book.remove(rule->name);
            }
            if (cleared)
                tell({*cleared});
            answer(AlertView {*rule, cleared ? cleared->value : 0, {}});
        });
}

int AlertService::raised() const
{
    const MutexLock lock(m_mutex);
    return m_book.raised();
}

} // namespace fairlead
