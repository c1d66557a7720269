// SPDX-License-Identifier: Apache-2.0
#include "engine/control/queue_service.h"

namespace fairlead {

Result<> QueueService::check(const QueueName &name, std::optional<int> workers) const
{
    FAIRLEAD_CHECK(checkScale(workers));
    const std::shared_ptr<const Settings> settings = m_settings.now();
    const QueueSettings *queue = settings->engine().findQueue(name);
    if (!queue)
        return failure(ErrorCode::NotFound, "no queue '" + name.text() + "' in this engine's configuration");
    if (queue->isPulled())
        return failure(ErrorCode::Invalid, "queue '" + name.text() + "' has its workers elsewhere");
    return {};
}

void QueueService::scale(const QueueName &queue, std::optional<int> workers, Answer<bool> answer)
{
    if (const Result<> good = check(queue, workers); !good) {
        answer(failure(good.error()));
        return;
    }
    askAsCaller<void>(
        m_store, 1, [queue, workers](StoreSession &store) { return store.settings().saveScale(queue, workers); },
        [this, queue, workers, answer = std::move(answer)](const Result<> &saved) {
            if (!saved) {
                answer(failure(saved.error()));
                return;
            }
            m_dispatcher.tell(
                [queue, workers, answer](Dispatcher &dispatcher) { answer(dispatcher.scaleQueue(queue, workers)); });
        });
}

} // namespace fairlead
