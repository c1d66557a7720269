// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/queue_calls.h"
#include "gui/feed/gui_client.h"
#include "gui/feed/snapshot.h"

#include <variant>
#include <vector>

namespace fairlead {

/// One change of a setting.
using SettingStep = std::variant<SetTenant, ScaleQueue>;
/// The step that undoes another, by the settings that are shown now.
SettingStep takenBack(const SettingStep &step, const Snapshot &now);
/// The number of workers that an operator chose for a queue; empty without a choice, and without the queue.
std::optional<int> workersByHand(const Snapshot &now, const QueueName &queue);

/// Makes changes of settings one after the other, and stops at the first that fails. The object deletes itself at the
/// end. Threads: GUI.
class SettingSteps final : public QObject
{
    Q_OBJECT
public:
    SettingSteps(GuiClient &client, std::vector<SettingStep> steps, QObject *parent);
    void start();

Q_SIGNALS:
    /// `trouble` is empty when all steps are done.
    void ended(int done, const QString &trouble);

private:
    void next();
    template <typename Reply>
    void took(const Result<Reply> &reply);

    GuiClient &m_client;
    const std::vector<SettingStep> m_steps;
    std::size_t m_done = 0;
};

} // namespace fairlead
