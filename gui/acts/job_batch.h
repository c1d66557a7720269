// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"

#include <deque>

namespace fairlead {

/// Retries or cancels many jobs one by one, a few at a time, and counts what became of each. Deletes itself when it has
/// finished. Threads: GUI.
class JobBatch final : public QObject
{
    Q_OBJECT
public:
    enum class Verb { Retry, Cancel };
    struct Counts
    {
        std::int64_t total = 0; ///< known so far
        std::int64_t done = 0;
        std::int64_t skipped = 0; ///< in another state by now
        std::int64_t failed = 0;
        QString firstError;
    };
    JobBatch(GuiClient &client, Verb verb, QObject *parent);

    void start(const std::vector<JobId> &jobs);
    /// Every dead letter of this fingerprint, found page by page.
    void startGroup(const DeadLetterQuery &group);
    /// Sends no more; those under way still count.
    void cancel();
    const Counts &counts() const { return m_counts; }
    Verb verb() const { return m_verb; }
    bool isCancelled() const { return m_isCancelled; }

Q_SIGNALS:
    void progressed();
    void changed(const fairlead::JobRecord &record);
    void finished();

private:
    void collect();
    void pump();
    void note(const Result<JobRecord> &result);

    GuiClient &m_client;
    const Verb m_verb;
    DeadLetterQuery m_group;
    std::deque<JobId> m_waiting;
    int m_underWay = 0;
    bool m_isCollecting = false;
    bool m_isCancelled = false;
    bool m_isFinished = false;
    Counts m_counts;
};

} // namespace fairlead
