// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/row_terms.h"

#include "gui/look/shown.h"

#include <algorithm>
#include <array>

namespace fairlead {

namespace {
struct StateWord
{
    ShownState state;
    const char *word;
};
constexpr std::array<StateWord, 4> flowStates {{
    {ShownState::Paused, "paused"},
    {ShownState::Running, "running"},
    {ShownState::Ready, "ready"},
    {ShownState::Idle, "idle"},
}};

QString anyHold()
{
    return QStringLiteral("any");
}

QString wordOf(ShownState state)
{
    const auto *const found = std::find_if(
        flowStates.begin(), flowStates.end(), [state](const StateWord &one) { return one.state == state; });
    return found == flowStates.end() ? QString() : QString::fromLatin1(found->word);
}

QString wordOf(const TenantHold &hold)
{
    return shown(hold.gate.empty() ? std::string(nameOf(hold.kind)) : hold.gate);
}

QString wordOf(EventKind kind)
{
    return shown(std::string(eventKindName(kind)));
}

QStringList wordsOfHolds(const QueueView &view)
{
    if (!view.held)
        return {};
    return {anyHold(), shown(view.held->kind)};
}

QStringList wordsOfHolds(const TenantView &view)
{
    QStringList words;
    if (!view.held.empty())
        words.append(anyHold());
    for (const TenantHold &hold : view.held)
        words.append(wordOf(hold));
    return words;
}

bool hasPart(const QString &text, const FilterTerm &term)
{
    return text.contains(term.value, Qt::CaseInsensitive);
}

bool isName(const std::string &name, const FilterTerm &term)
{
    return shown(name) == term.value;
}

/// Of a row that has a name, a state and things that hold its jobs.
template <typename Row>
bool flowHas(const Row &row, const FilterTerm &term, TermField nameField)
{
    if (term.field == TermField::State)
        return wordOf(row.state()) == term.value;
    if (term.field == TermField::Held)
        return wordsOfHolds(row.view).contains(term.value);
    const std::string &name = row.key().text();
    return term.field == nameField ? isName(name, term) : term.field == TermField::Text && hasPart(shown(name), term);
}

/// Acts have the kind and the name of their object in one text, such as "queue mail".
bool isTarget(const AuditEntry &act, const char *kind, const FilterTerm &term)
{
    return shown(act.target) == QLatin1String(kind) + QLatin1Char(' ') + term.value;
}

bool eventHas(const Event &event, const FilterTerm &term)
{
    if (term.field == TermField::Kind)
        return hasPart(wordOf(event.kind), term);
    if (term.field == TermField::Who)
        return hasPart(shown(event.who), term);
    if (term.field == TermField::Queue)
        return event.queue && isName(event.queue->text(), term);
    if (term.field == TermField::Tenant)
        return event.tenant && isName(event.tenant->text(), term);
    return term.field == TermField::Id && event.job && FilterGrammar::isPartOf(term.value, event.job->text());
}

bool actHas(const AuditEntry &act, const FilterTerm &term)
{
    if (term.field == TermField::Kind)
        return hasPart(shown(act.act), term);
    if (term.field == TermField::Who)
        return hasPart(shown(act.who), term);
    if (term.field == TermField::Queue)
        return isTarget(act, "queue", term);
    if (term.field == TermField::Tenant)
        return isTarget(act, "tenant", term);
    constexpr std::string_view job = "job ";
    return term.field == TermField::Id && act.target.starts_with(job)
        && FilterGrammar::isPartOf(term.value, act.target.substr(job.size()));
}

/// The acts of a row, which has several when one act is on many jobs.
template <typename Test>
bool anyAct(const LogRow &row, const Test &test)
{
    const auto *act = std::get_if<AuditEntry>(&row.what);
    return act && (test(*act) || std::any_of(row.more.begin(), row.more.end(), test));
}

bool logHas(const LogRow &row, const QStringList &cells, const FilterTerm &term)
{
    const auto *event = std::get_if<Event>(&row.what);
    if (term.field == TermField::Text) {
        // The cell shows only a part of an id, and of many acts their number.
        return std::any_of(cells.begin(), cells.end(), [&](const QString &cell) { return hasPart(cell, term); })
            || (event && event->job && FilterGrammar::isPartOf(term.value.toLower(), event->job->text()))
            || anyAct(row, [&](const AuditEntry &act) { return hasPart(shown(act.target), term); });
    }
    return event ? eventHas(*event, term) : anyAct(row, [&](const AuditEntry &act) { return actHas(act, term); });
}
} // namespace

QStringList flowStateWords()
{
    QStringList words;
    for (const StateWord &one : flowStates)
        words.append(QString::fromLatin1(one.word));
    return words;
}

QStringList holdWordsIn(const Snapshot &snapshot)
{
    QStringList words {anyHold()};
    for (const QueueView &queue : snapshot.queues)
        words.append(wordsOfHolds(queue));
    for (const TenantView &tenant : snapshot.tenants)
        words.append(wordsOfHolds(tenant));
    words.removeDuplicates();
    return words;
}

QStringList eventKindWords()
{
    QStringList words;
    for (int kind = 0; kind < eventKindCount; ++kind)
        words.append(wordOf(static_cast<EventKind>(kind)));
    return words;
}

bool hasTerms(const QueueRow &row, const std::vector<FilterTerm> &terms)
{
    return std::all_of(
        terms.begin(), terms.end(), [&](const FilterTerm &term) { return flowHas(row, term, TermField::Queue); });
}

bool hasTerms(const TenantRow &row, const std::vector<FilterTerm> &terms)
{
    return std::all_of(
        terms.begin(), terms.end(), [&](const FilterTerm &term) { return flowHas(row, term, TermField::Tenant); });
}

bool hasTerms(const LogRow &row, const QStringList &cells, const std::vector<FilterTerm> &terms)
{
    return std::all_of(terms.begin(), terms.end(), [&](const FilterTerm &term) { return logHas(row, cells, term); });
}

} // namespace fairlead
