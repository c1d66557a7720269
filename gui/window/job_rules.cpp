// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/job_rules.h"

#include "engine/calls/job_calls.h"
#include "gui/acts/engine_acts.h"
#include "gui/look/shown.h"

#include <QCoreApplication>

#include <algorithm>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct JobRules
{
    Q_DECLARE_TR_FUNCTIONS(JobRules)
};

/// Why no act is possible; empty when the jobs decide.
QString whyNone(const QString &mayNot, const JobChoice &choice)
{
    if (choice.count == 0)
        return JobRules::tr("Choose a job first");
    if (!mayNot.isEmpty() || choice.all)
        return mayNot;
    if (choice.count > JobChoice::namedMax)
        return JobRules::tr("Choose %1 jobs at most, or all that match").arg(shown(JobChoice::namedMax));
    if (static_cast<std::int64_t>(choice.jobs.size()) < choice.count)
        return JobRules::tr("The chosen jobs are being fetched");
    return {};
}

/// One act on the chosen jobs.
class ActRule
{
public:
    ActRule(BulkAction action, const JobChoice &choice)
        : m_choice(choice)
        , m_possible(std::count_if(
              choice.jobs.begin(), choice.jobs.end(), [action](const JobRecord &job) { return allows(action, job); }))
    {
        if (const auto state = choice.all ? choice.all->state : std::nullopt) {
            JobRecord one;
            one.state = *state;
            m_mayAll = allows(action, one);
        }
    }
    bool isPossible() const { return m_choice.all ? m_mayAll : m_possible > 0; }
    /// "1", "3 of 5", "all 60,000 that match".
    QString counted() const
    {
        if (m_choice.all)
            return m_choice.isCounted ? JobRules::tr("all %Ln that match(es)", nullptr, plural(m_choice.count))
                                      : JobRules::tr("all that match");
        if (m_possible == m_choice.count)
            return shown(m_choice.count);
        return JobRules::tr("%1 of %2").arg(shown(std::int64_t {m_possible}), shown(m_choice.count));
    }
    QString text(const QString &one, const QString &many) const
    {
        return m_choice.count > 1 ? many.arg(counted()) : one;
    }

private:
    const JobChoice &m_choice;
    const std::int64_t m_possible;
    bool m_mayAll = true;
};

bool isOneWaiting(const JobChoice &choice)
{
    return choice.jobs.size() == 1 && isWaiting(choice.jobs.front().state);
}

/// Why an act on named jobs does not take all that match.
QString whyNotAll(const JobChoice &choice)
{
    return choice.all ? JobRules::tr("Choose %1 jobs at most").arg(shown(JobChoice::namedMax)) : QString();
}

QString whyNoEdit(const JobChoice &choice)
{
    if (choice.count > 1)
        return JobRules::tr("Choose one job");
    const JobState state = choice.jobs.front().state;
    return state == JobState::Dead || state == JobState::Expired || isWaiting(state)
        ? QString()
        : JobRules::tr("Only dead letters and waiting jobs can be edited");
}
} // namespace

std::vector<JobRule> jobRules(const MonitorFeed &feed, const JobChoice &choice)
{
    const auto unless = [&choice](const QString &mayNot, bool isPossible, const QString &reason) {
        const QString why = whyNone(mayNot, choice);
        return !why.isEmpty() ? why : isPossible ? QString() : reason;
    };
    const bool mayEdit = isOneWaiting(choice);
    const QString whyNoEditing = whyNone(mayEdit ? feed.whyNot<EditJob>() : feed.whyNot<EditAndRetry>(), choice);
    const QString whyNoTags = whyNone(feed.whyNot<TagJob>(), choice);
    const QString whyNoTwin = whyNone(feed.whyNot<EnqueueJobs>(), choice);
    const ActRule retry(BulkAction::Retry, choice);
    const ActRule cancel(BulkAction::Cancel, choice);
    const ActRule remove(BulkAction::Delete, choice);
    const QString whyNoCopy = whyNone({}, choice);
    return {{ActionId::Retry, retry.text(JobRules::tr("&Retry"), JobRules::tr("&Retry %1")),
                unless(feed.whyNot<RetryJob>(), retry.isPossible(),
                    JobRules::tr("Only dead, expired and cancelled jobs can be retried")),
                JobRules::tr("Make %1 ready again").arg(retry.counted())},
        {ActionId::EditRetry, mayEdit ? JobRules::tr("&Edit…") : JobRules::tr("&Edit and retry…"),
            !whyNoEditing.isEmpty() ? whyNoEditing : whyNoEdit(choice),
            mayEdit ? JobRules::tr("Put a job with another payload into its place")
                    : JobRules::tr("Hand in a new job with a mended payload")},
        {ActionId::Duplicate, JobRules::tr("D&uplicate…"),
            !whyNoTwin.isEmpty()   ? whyNoTwin
                : choice.count > 1 ? JobRules::tr("Choose one job")
                                   : QString(),
            JobRules::tr("Hand in a job like this one")},
        {ActionId::Tags,
            choice.count > 1 ? JobRules::tr("Ta&gs of %1…").arg(shown(choice.count)) : JobRules::tr("Ta&gs…"),
            !whyNoTags.isEmpty() ? whyNoTags : whyNotAll(choice), JobRules::tr("Add tags, or remove tags")},
        {ActionId::Cancel, cancel.text(JobRules::tr("&Cancel…"), JobRules::tr("&Cancel %1…")),
            unless(feed.whyNot<CancelJob>(), cancel.isPossible(),
                JobRules::tr("Only jobs that have not ended can be cancelled")),
            JobRules::tr("End %1 without a result").arg(cancel.counted())},
        {ActionId::Remove, remove.text(JobRules::tr("&Delete"), JobRules::tr("&Delete %1")),
            unless(feed.whyNot<DeleteJob>(), remove.isPossible(),
                JobRules::tr("Running and blocked jobs cannot be deleted")),
            JobRules::tr("Delete %1; they can be restored for some minutes").arg(remove.counted())},
        {ActionId::CopyId, JobRules::tr("Copy &id"), !whyNoCopy.isEmpty() ? whyNoCopy : whyNotAll(choice),
            JobRules::tr("Copy the ids of the selected jobs")}};
}

void allow(QAction &action, const QString &whyNot, const QString &tip)
{
    action.setEnabled(whyNot.isEmpty());
    QString text = whyNot.isEmpty() ? tip : whyNot;
    if (!action.shortcut().isEmpty())
        text += QStringLiteral(" (%1)").arg(action.shortcut().toString(QKeySequence::NativeText));
    action.setToolTip(text);
    action.setStatusTip(whyNot.isEmpty() ? tip : whyNot);
}

} // namespace fairlead
