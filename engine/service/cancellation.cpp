// SPDX-License-Identifier: Apache-2.0
#include "engine/service/service.h"

namespace fairlead {

void Cancellation::request(Reason reason)
{
    std::function<void(Reason)> listener;
    {
        const MutexLock lock(m_mutex);
        Reason none = Reason::None;
        if (!m_reason.compare_exchange_strong(none, reason))
            return;
        listener = m_listener;
    }
    if (listener)
        listener(reason);
}

void Cancellation::onRequest(std::function<void(Reason)> listener)
{
    {
        const MutexLock lock(m_mutex);
        m_listener = listener;
        if (!isRequested())
            return;
    }
    if (listener)
        listener(reason());
}

} // namespace fairlead
