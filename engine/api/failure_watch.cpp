// SPDX-License-Identifier: Apache-2.0
#include "engine/api/failure_watch.h"

namespace fairlead {

FailureWatch::Verdict FailureWatch::note(const std::string &address, MonotonicTime now)
{
    const std::scoped_lock lock(m_mutex);
    const auto known = m_byAddress.find(address);
    if (known != m_byAddress.end()) {
        m_windows.splice(m_windows.begin(), m_windows, known->second);
    } else {
        if (m_windows.size() == addressesMax) {
            m_byAddress.erase(m_windows.back().address);
            m_windows.pop_back();
        }
        m_windows.push_front({address, now, 0});
        m_byAddress.emplace(address, m_windows.begin());
    }
    Window &window = m_windows.front();
    if (now - window.begun >= std::chrono::minutes {1}) {
        window.begun = now;
        window.count = 0;
    }
    ++window.count;
    if (window.count <= m_perMinute)
        return Verdict::Within;
    return window.count == m_perMinute + 1 ? Verdict::FirstBeyond : Verdict::Beyond;
}

} // namespace fairlead
