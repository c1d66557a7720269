// SPDX-License-Identifier: Apache-2.0
#include "engine/control/queue_service.h"

namespace fairlead {

Result<> QueueService::check(const QueueName &name, std::optional<int> workers) const
{
    FAIRLEAD_CHECK(checkScale(workers));
    const QueueSettings *queue = m_machinery.settings.findQueue(name);
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
    m_machinery.askWriter<void>(
        1, [queue, workers](Store &store) { return store.saveScale(queue, workers); },
        [this, queue, workers, answer = std::move(answer)](const Result<> &saved) {
            if (!saved) {
                answer(failure(saved.error()));
                return;
            }
            m_machinery.tellDispatcher(
                [queue, workers, answer](Dispatcher &dispatcher) { answer(dispatcher.scaleQueue(queue, workers)); });
        });
}

} // namespace fairlead
