// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"

#include <deque>

namespace fairlead {

/// A store writer under a turned clock: commits what was handed in, several tasks at a time and a little later, and
/// answers after the commit, as StoreWriter does. Commits fail at random: not done and said so, not done for good, or
/// done with the answer lost; after the last two nothing is accepted any more. Threads: one.
class FaultyStoreQueue final : public StoreQueue
{
public:
    enum class Fault { None, Refused, BrokenBefore, BrokenAfter };
    struct Ports
    {
        StoreSession &store;
        Timers &timers;
        Random &random;
        std::function<Fault()> nextFault;
        std::function<void()> onBroken;
    };
    explicit FaultyStoreQueue(Ports ports)
        : m_ports(std::move(ports))
    {
    }
    void submit(StoreTask task) override
    {
        if (m_isBroken) {
            task.done(failure(ErrorCode::Unavailable, "the store failed"));
            return;
        }
        m_tasks.push_back(std::move(task));
        if (!m_isArmed)
            arm();
    }

private:
    void arm()
    {
        m_isArmed = true;
        m_ports.timers.start(Microseconds {m_ports.random.nextBelow(3'000)}, [this] { commitGroup(); });
    }
    void commitGroup()
    {
        m_isArmed = false;
        const std::size_t count = std::min<std::size_t>(m_tasks.size(), 1 + m_ports.random.nextBelow(4));
        std::vector<StoreTask> group(std::make_move_iterator(m_tasks.begin()),
            std::make_move_iterator(m_tasks.begin() + static_cast<std::ptrdiff_t>(count)));
        m_tasks.erase(m_tasks.begin(), m_tasks.begin() + static_cast<std::ptrdiff_t>(count));
        const Result<> said = commit(group);
        for (StoreTask &task : group)
            task.done(said);
        if (!m_tasks.empty())
            arm();
    }
    Result<> commit(std::vector<StoreTask> &group)
    {
        const Fault fault = m_isBroken ? Fault::BrokenBefore : m_ports.nextFault();
        const auto work = [&]() -> Result<> {
            for (StoreTask &task : group) {
                if (Result<> done = task.work(m_ports.store); !done)
                    return done;
            }
            return {};
        };
        switch (fault) {
        case Fault::None:
            return m_ports.store.inOneCommit(work);
        case Fault::Refused:
            static_cast<void>(m_ports.store.inOneCommit([&]() -> Result<> {
                static_cast<void>(work());
                return failure(ErrorCode::DiskFull, "no room for this commit");
            }));
            return failure(ErrorCode::DiskFull, "no room for this commit");
        case Fault::BrokenBefore:
            break;
        case Fault::BrokenAfter:
            static_cast<void>(m_ports.store.inOneCommit(work));
            break;
        }
        m_isBroken = true;
        m_ports.onBroken();
        return failure(ErrorCode::Io, "the disk failed");
    }
    const Ports m_ports;
    std::deque<StoreTask> m_tasks;
    bool m_isArmed = false;
    bool m_isBroken = false;
};

} // namespace fairlead
