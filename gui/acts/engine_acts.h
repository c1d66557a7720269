// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/confirm_dialog.h"
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
    /// How many work for a queue at once; empty: what the configuration says, or the autoscaler.
    void scaleQueue(const QueueName &queue, std::optional<int> workers);
    /// Lets the engine read its configuration file again.
    void reloadConfiguration();
    void retry(const std::vector<JobId> &jobs);
    void cancel(const std::vector<JobId> &jobs);
    /// They can be restored for some minutes; up to 1,000 by Undo.
    void deleteJobs(const std::vector<JobId> &jobs);
    /// All that match, `known` at the last count; `over`: spread over so long.
    void retryAll(const JobFilter &filter, std::int64_t known, Microseconds over);
    void deleteAll(const JobFilter &filter, std::int64_t known);
    void cancelOperation(const JobId &operation);
    /// Says what became of an act on many jobs.
    void sayEnd(const Operation &operation);
    /// Hands in a new job in place of a dead letter, which stays as it is.
    void editAndRetry(const JobId &letter, NewPayload payload);

    /// Who is noted for a pause: user and machine.
    static QString actor();
    /// What the engine is called in titles and confirmations.
    void setEngineName(const QString &name) { m_engineName = name; }
    const QString &engineName() const { return m_engineName; }

Q_SIGNALS:
    /// `undo` is empty when there is none.
    void succeeded(const QString &text, const std::function<void()> &undo);
    void failed(const QString &text);
    /// The engine does it in the background.
    void operationBegun(const fairlead::Operation &operation);
    void jobChanged(const fairlead::JobRecord &record);
    /// Many jobs have changed, or one was handed in: lists should be looked at again.
    void changedJobs();
    /// Jobs are gone, or are there again: lists do not hold any more.
    void removedJobs();
    void enqueued(const fairlead::JobId &id);
    void configurationReloaded(const fairlead::ReloadReport &report);

private:
    bool mayAct();
    template <typename T>
    Answer<T> told(const QString &success, std::function<void()> undo = {});
    void agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go);
    /// One job by its own call, several as an operation of the engine.
    void actOn(Act act, BulkAction action, const std::vector<JobId> &jobs, const ConfirmText &text);
    void actOnOne(BulkAction action, const JobId &job);
    void begin(const OperationRequest &request);
    void restore(const std::vector<JobId> &jobs);

    MonitorFeed &m_feed;
    QWidget *const m_window;
    QString m_engineName;
};

/// Whether a job, in the state it is known to be in, can be acted on so.
bool allows(BulkAction action, const JobRecord &job);

} // namespace fairlead
