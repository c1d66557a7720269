// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/operation.h"
#include "gui/acts/confirm_dialog.h"
#include "gui/feed/monitor_feed.h"

class QWidget;

namespace fairlead {

/// Sends every act of the monitor to the engine. It asks first where the policy says so, and reports the outcome. It
/// does nothing while the link is not live. Threads: GUI.
class EngineActs final : public QObject
{
    Q_OBJECT
public:
    EngineActs(MonitorFeed &feed, QWidget *window);

    void pause(const Scope &scope, const QString &why);
    void resume(const Scope &scope);
    void stop(StopMode mode);
    /// Sets weight, limits and plan. Empty parts stay as they are.
    void setTenant(const TenantName &tenant, const TenantPatch &patch);
    /// Sets the number of workers of a queue. Empty: the configuration or the autoscaler decides.
    void scaleQueue(const QueueName &queue, std::optional<int> workers);
    /// Makes the engine read its configuration file again.
    void reloadConfiguration();
    void retry(const std::vector<JobId> &jobs);
    void cancel(const std::vector<JobId> &jobs);
    /// Deletes jobs. They can be restored for ten minutes; Undo restores up to 1,000.
    void deleteJobs(const std::vector<JobId> &jobs);
    /// Acts on all jobs that match. `known` is the last count; the retries are spread over the time `over`.
    void retryAll(const JobFilter &filter, std::int64_t known, Microseconds over);
    void deleteAll(const JobFilter &filter, std::int64_t known);
    void cancelOperation(const JobId &operation);
    /// Reports the end of an operation.
    void sayEnd(const Operation &operation);
    /// Enqueues a new job with another payload. The dead letter stays as it is.
    void editAndRetry(const JobId &letter, NewPayload payload);

    /// The name that a pause records: user and machine.
    static QString actor();
    /// The engine's name in titles and confirmations.
    void setEngineName(const QString &name) { m_engineName = name; }
    const QString &engineName() const { return m_engineName; }

Q_SIGNALS:
    /// `undo` is empty when the act cannot be undone.
    void succeeded(const QString &text, const std::function<void()> &undo);
    void failed(const QString &text);
    /// The engine acts in the background.
    void operationBegun(const fairlead::Operation &operation);
    void jobChanged(const fairlead::JobRecord &record);
    /// Many jobs have changed, or one was enqueued: lists should be fetched again.
    void changedJobs();
    /// Jobs were deleted or restored: lists are out of date.
    void removedJobs();
    void enqueued(const fairlead::JobId &id);
    void configurationReloaded(const fairlead::ReloadReport &report);

private:
    /// Reports the reason when the call may not be made.
    bool mayCall(const CallInfo &call);
    template <typename T>
    Answer<T> told(const QString &success, std::function<void()> undo = {});
    void agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go);
    /// Uses the call for one job, or an operation of the engine for several.
    void actOn(Act act, BulkAction action, const std::vector<JobId> &jobs, const ConfirmText &text);
    void actOnOne(BulkAction action, const JobId &job);
    void retryOne(const JobId &job, const std::optional<RetryDeadline> &deadline);
    /// Reports what an act on one job did.
    Answer<JobRecord> toldOfJob(const QString &success);
    /// Begins an operation. Before a retry of what has expired it asks for another deadline.
    void begin(const OperationRequest &request);
    void send(OperationRequest request);
    void askDeadline(std::int64_t expired, const std::function<void(const RetryDeadline &)> &go);
    void restore(const std::vector<JobId> &jobs);

    MonitorFeed &m_feed;
    QWidget *const m_window;
    QString m_engineName;
};

/// The call for one job.
const CallInfo &callFor(BulkAction action);
/// Whether the act is possible for a job in its last known state.
bool allows(BulkAction action, const JobRecord &job);

} // namespace fairlead
