// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <list>
#include <map>
#include <mutex>
#include <string>

namespace fairlead {

/// Counts wrong tokens by address, so that guessing can be slowed down. Bounded: the address whose last failure is
/// oldest is forgotten first. Threads: any.
class FailureWatch
{
public:
    /// `perMinute` is the number of failures that one address may have in a minute.
    explicit FailureWatch(int perMinute)
        : m_perMinute(perMinute)
    {
    }
    enum class Verdict { Within, FirstBeyond, Beyond };
    Verdict note(const std::string &address, MonotonicTime now);

    static constexpr std::size_t addressesMax = 10'000;

private:
    struct Window
    {
        std::string address;
        MonotonicTime begun;
        int count = 0;
    };
    const int m_perMinute;
    std::mutex m_mutex;
    std::list<Window> m_windows; ///< guarded by m_mutex; the latest to fail first
    std::map<std::string, std::list<Window>::iterator> m_byAddress; ///< guarded by m_mutex
};

} // namespace fairlead
