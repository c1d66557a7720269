// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"

#include <deque>
#include <set>

namespace fairlead {

/// Jobs that were deleted, as far as Undo needs them.
struct DeletedJobs
{
    std::vector<JobId> jobs;
    std::vector<JobId> ready; ///< those that were ready; the deletion has cancelled them
    TimePoint since; ///< on the engine's clock: not later than the deletion
};

/// Restores deleted jobs, a few at a time. When all are there, those that were ready are made ready again: so the audit
/// log has one kind of act after the other. The object deletes itself at the end. Threads: GUI.
class JobRestore final : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        int restored = 0;
        int cancelled = 0; ///< of the restored ones: those that the deletion has cancelled and that stay so
        QString firstError; ///< empty when all jobs are restored
    };
    JobRestore(GuiClient &client, const DeletedJobs &deleted, QObject *parent);
    void start();

Q_SIGNALS:
    void finished(const fairlead::JobRestore::Outcome &outcome);

private:
    void pump();
    void restore(const JobId &job);
    void retry(const JobId &job);
    void restored(const JobRecord &job);
    void ended(const QString &trouble);

    GuiClient &m_client;
    std::deque<JobId> m_waiting;
    std::deque<JobId> m_cancelled; ///< the restored ones that are to be ready again
    bool m_isRetrying = false;
    const std::set<JobId> m_ready;
    const TimePoint m_since;
    int m_underWay = 0;
    Outcome m_outcome;
};

} // namespace fairlead
