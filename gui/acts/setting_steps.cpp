// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/setting_steps.h"

#include "gui/acts/limit_words.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
struct StepTakenBack
{
    const Snapshot &now;

    SettingStep operator()(const SetTenant &call) const
    {
        const TenantView *view = now.findTenant(call.tenant);
        return SetTenant {call.tenant, takenBack(call.patch, view ? view->limits : TenantLimits {})};
    }
    SettingStep operator()(const ScaleQueue &call) const
    {
        return ScaleQueue {call.queue, workersByHand(now, call.queue)};
    }
};
} // namespace

SettingStep takenBack(const SettingStep &step, const Snapshot &now)
{
    return std::visit(StepTakenBack {now}, step);
}

std::optional<int> workersByHand(const Snapshot &now, const QueueName &queue)
{
    const QueueView *view = now.findQueue(queue);
    return view && view->scaling == ScaledBy::Hand ? std::optional(view->workersMax) : std::nullopt;
}

SettingSteps::SettingSteps(GuiClient &client, std::vector<SettingStep> steps, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_steps(std::move(steps))
{
}

void SettingSteps::start()
{
    next();
}

void SettingSteps::next()
{
    if (m_done < m_steps.size()) {
        std::visit(
            [this](const auto &call) {
                using Reply = typename std::remove_cvref_t<decltype(call)>::Reply;
                m_client.ask(call, this, [this](const Result<Reply> &reply) { took(reply); });
            },
            m_steps[m_done]);
        return;
    }
    Q_EMIT ended(static_cast<int>(m_done), {});
    deleteLater();
}

template <typename Reply>
void SettingSteps::took(const Result<Reply> &reply)
{
    if (reply) {
        ++m_done;
        next();
        return;
    }
    Q_EMIT ended(static_cast<int>(m_done), shown(reply.error().text));
    deleteLater();
}

} // namespace fairlead
