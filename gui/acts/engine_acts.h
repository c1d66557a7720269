// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/confirm_dialog.h"
#include "gui/acts/job_batch.h"
#include "gui/feed/monitor_feed.h"

class QWidget;

namespace fairlead {

/// Everything the monitor does to an engine, from one place: asks first when the policy says so, sends, and tells what
/// came of it. Does nothing while the link is not live. Threads: GUI.
class EngineActs final : public QObject
{
    Q_OBJECT
public:
    EngineActs(MonitorFeed &feed, QWidget *window);

    void pause(const Scope &scope, const QString &why);
    void resume(const Scope &scope);
    void stop(StopMode mode);
    /// Weight, limits, plan; what is empty stays.
    void setTenant(const TenantName &tenant, const TenantPatch &patch);
    void retry(const std::vector<JobId> &jobs);
    void cancel(const std::vector<JobId> &jobs);
    /// `known` is how many the list counts; those that died since are retried as well.
    void retryGroup(const DeadLetterQuery &group, std::int64_t known);
    /// Hands in a new job in place of `old`, which stays as it is.
    void enqueueEdited(const JobRecord &old, const std::string &payload);

    /// Who is noted for a pause: user and machine.
    static QString actor();
    /// What the engine is called in titles and confirmations.
    void setEngineName(const QString &name) { m_engineName = name; }
    const QString &engineName() const { return m_engineName; }

Q_SIGNALS:
    /// `undo` is empty when there is none.
    void succeeded(const QString &text, const std::function<void()> &undo);
    void failed(const QString &text);
    void batchStarted(fairlead::JobBatch *batch);
    void jobChanged(const fairlead::JobRecord &record);
    /// A batch has ended, or a job was handed in: lists should be looked at again.
    void changedJobs();
    void enqueued(const fairlead::JobId &id);

private:
    bool mayAct();
    template <typename T>
    Answer<T> told(const QString &success, std::function<void()> undo = {});
    void agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go);
    JobBatch *newBatch(JobBatch::Verb verb);
    void sayEnd(const JobBatch &batch);

    MonitorFeed &m_feed;
    QWidget *const m_window;
    QString m_engineName;
};

/// The job that replaces `old`: everything as it was but for the payload, the keys that may exist once, and a deadline
/// that has passed. It carries the old id as correlation id when it had none.
NewJob editedCopy(const JobRecord &old, const std::string &payload, TimePoint now);

} // namespace fairlead
