// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/thread_annotations.h"
#include "engine/handlers/capped_stream.h"
#include "engine/handlers/child_start.h"
#include "engine/handlers/process_tree.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

namespace fairlead {

/// A program to be run, and its limits.
struct ChildOrder
{
    ChildPlan plan;
    std::string mark; ///< an entry of the environment that is unique to this run; escaped descendants are found by it
    std::string input; ///< for its stdin
    std::size_t streamBytesKept = 64 * 1024;
    Microseconds killAfter = std::chrono::seconds {10};
    std::function<void(std::string line)> onProgress; ///< each line of descriptor 3; spawner thread
    std::function<void(std::string_view bytes)> onOutput {}; ///< of stdout, as they come; may be empty; spawner thread
    std::function<void(std::string_view bytes)> onErrors {}; ///< the same of stderr
};

/// The end of a child process.
struct ChildEnd
{
    int error = 0; ///< errno when it could not be started
    std::string step; ///< the step of the start that failed
    int status = 0; ///< as from waitpid
    std::string output;
    std::string errorText; ///< the end of its stderr
    std::string spawned; ///< the bytes of descriptor 4
    bool hasSpawnedTooMuch = false; ///< then `spawned` is cut
};

/// One lasting thread that starts, feeds, watches, kills and reaps all child processes. A run ends when its child ends,
/// even when others still hold its pipes. The rest of its process tree is then killed. Threads: any.
class Spawner
{
public:
    enum class ChildId : std::uint64_t {};
    /// For the whole program: whether every child of this process belongs to the spawner, so that it may reap adopted
    /// orphans that have ended.
    enum class Reaping { OwnOnly, AllOrphans };

    explicit Spawner(Reaping reaping);
    ~Spawner(); ///< stops

    /// Starts a child; `onEnd` is called once, on the spawner thread.
    ChildId start(ChildOrder order, std::function<void(ChildEnd)> onEnd);
    /// Sends SIGTERM to the whole process tree, and SIGKILL after the order's `killAfter`. Does nothing when the child
    /// has ended.
    void terminate(ChildId id);
    /// Kills and reaps all children and ends the thread. Later orders fail with ECANCELED.
    void stop();

private:
    struct Child;
    struct Command;
    void loop();
    void takeCommands();
    void begin(ChildId id, ChildOrder order, std::function<void(ChildEnd)> onEnd);
    void handle(std::uint64_t tag);
    void feed(Child &child);
    void readAll(Child &child);
    void readProgress(Child &child);
    void watch(int descriptor, ChildId id, std::uint32_t events) const;
    void end(ChildId id);
    void killOverdue();
    void reapOrphans();
    int untilNextKill() const;
    /// The watched children and the killed orphans.
    std::set<pid_t> known() const;
    void signalAll(const std::vector<MarkedChild> &children, int signal) const;

    const Reaping m_reaping;
    const SystemClock m_clock;
    Descriptor m_poll;
    WakeDescriptor m_wake;
    std::atomic<std::uint64_t> m_lastId {0};
    Mutex m_mutex;
    std::vector<Command> m_commands GUARDED_BY(m_mutex);
    bool m_isStopping GUARDED_BY(m_mutex) = false;

    // Spawner thread only.
    std::map<ChildId, std::unique_ptr<Child>> m_children;
    std::vector<pid_t> m_toReap; ///< killed orphans

    std::thread m_thread; ///< last, because it uses all members above
};

} // namespace fairlead
