// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/engine_calls.h"
#include "engine/domain/alert.h"
#include "engine/domain/operation.h"
#include "gui/acts/confirm_dialog.h"
#include "gui/acts/job_choice.h"
#include "gui/acts/setting_steps.h"
#include "gui/feed/monitor_feed.h"

#include <map>
#include <memory>

class QWidget;

namespace fairlead {

struct DeletedJobs;

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
    /// Sets the weight of a queue. Empty: the configuration decides.
    void weighQueue(const QueueName &queue, std::optional<double> weight);
    void addAlert(const AlertRule &rule);
    /// Changes the threshold, the time and the force of an alert.
    void changeAlert(const AlertRule &before, const AlertRule &after);
    void removeAlert(const AlertRule &rule);
    /// Makes several changes of settings, after a question that lists the keys that change. `over` is the widget that
    /// asks; `then` is called when all of them are in force. One Undo takes all of them back.
    void apply(std::vector<SettingStep> steps, const QStringList &keys, QWidget *over, std::function<void()> then);
    /// Makes the engine read its configuration file again.
    void reloadConfiguration();
    /// Acts on the chosen jobs that allow it. Deleted jobs can be restored for ten minutes; Undo restores up to 1,000.
    void act(BulkAction action, const JobChoice &choice);
    /// Acts on all jobs that match, spread over the time `over`. It counts them first, and asks.
    void actOnAll(BulkAction action, const JobFilter &filter, Microseconds over);
    void cancelOperation(const JobId &operation);
    /// Reports the end of an operation.
    void sayEnd(const Operation &operation);
    /// Enqueues a new job with another payload. The dead letter stays as it is.
    void editAndRetry(const JobId &letter, NewPayload payload);
    void enqueue(NewJob job);
    /// Changes the payload of a job that waits: a new job takes its place.
    void edit(const JobId &waiting, NewPayload payload);
    /// Asks for the tags to add to these jobs, and those to remove. Undo gives back those that each job has now.
    void askTags(const std::vector<JobRecord> &jobs);

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
    /// Jobs have changed, were deleted or restored, or one was enqueued: lists should be brought up to date.
    void changedJobs();
    void enqueued(const fairlead::JobId &id);
    void configurationReloaded(const fairlead::ReloadReport &report);

private:
    void tellAccepted(const Result<EnqueueReceipt> &receipt, const QString &words);
    /// Reports the reason when the call may not be made.
    bool mayCall(const CallInfo &call);
    template <typename T>
    Answer<T> told(const QString &success, std::function<void()> undo = {});
    template <typename C>
    void change(C call, const QString &success, std::function<void()> undo);
    /// `over`: the widget that asks; the window without one.
    void agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go, QWidget *over = nullptr);
    void make(std::vector<SettingStep> steps, const std::function<void()> &then);
    void actOnOne(BulkAction action, const JobId &job);
    void retryOne(const JobId &job, const std::optional<RetryDeadline> &deadline);
    /// Reports what an act on one job did.
    Answer<JobRecord> toldOfJob(const QString &success);
    /// Begins an operation. Before a retry of what has expired it asks for another deadline. `waited`: the jobs that it
    /// deletes while they are ready, for Undo.
    void begin(const OperationRequest &request, const std::vector<JobId> &waited);
    void send(const OperationRequest &request, const std::vector<JobId> &waited);
    void askDeadline(std::int64_t expired, const std::function<void(const RetryDeadline &)> &go);
    void pauseAs(const Scope &scope, const PauseNote &note);
    void restore(const DeletedJobs &deleted);
    struct TagRun;
    void tagNext(const std::shared_ptr<TagRun> &run);

    MonitorFeed &m_feed;
    QWidget *const m_window;
    QString m_engineName;
    std::map<JobId, std::vector<JobId>> m_waited; ///< by operation: the jobs that were ready before it deleted them
};

/// The call for one job.
const CallInfo &callFor(BulkAction action);
/// Whether the act is possible for a job in its last known state.
bool allows(BulkAction action, const JobRecord &job);

} // namespace fairlead
