// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/spawner.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace fairlead {

namespace {
constexpr std::uint64_t wakeChild = 0;
constexpr std::size_t errorTextBytes = 2048;
constexpr std::size_t progressLineMax = 1024;
constexpr std::size_t spawnedBytesMax = 32 * 1024 * 1024;
/// The number of reads from one child in a row, so that a flood of output does not block the others.
constexpr int readsPerTurn = 16;
constexpr int reapAgainMs = 10;
} // namespace

struct Spawner::Child
{
    ChildOrder order;
    std::function<void(ChildEnd)> onEnd;
    StartedChild process;
    std::size_t fed = 0; ///< bytes of the input written so far
    CappedStream output;
    CappedStream errors;
    std::string progressLine;
    std::string spawned;
    bool hasSpawnedTooMuch = false;
    std::optional<MonotonicTime> killAt;
};

struct Spawner::Command
{
    ChildId id;
    bool isStart = false;
    ChildOrder order;
    std::function<void(ChildEnd)> onEnd;
};

Spawner::Spawner(Reaping reaping)
    : m_reaping(reaping)
    , m_poll(epoll_create1(EPOLL_CLOEXEC))
{
    // A write to a child that has closed its stdin must not end the engine.
    std::signal(SIGPIPE, SIG_IGN);
    watch(m_wake.get(), ChildId {wakeChild}, EPOLLIN);
    m_thread = std::thread([this] { loop(); });
}

Spawner::~Spawner()
{
    stop();
}

Spawner::ChildId Spawner::start(ChildOrder order, std::function<void(ChildEnd)> onEnd)
{
    const ChildId id {++m_lastId};
    {
        const MutexLock lock(m_mutex);
        if (!m_isStopping) {
            m_commands.push_back({id, true, std::move(order), std::move(onEnd)});
            onEnd = nullptr;
        }
    }
    if (onEnd)
        onEnd({.error = ECANCELED, .step = "start", .output = {}, .errorText = {}, .spawned = {}});
    m_wake.wake();
    return id;
}

void Spawner::terminate(ChildId id)
{
    {
        const MutexLock lock(m_mutex);
        m_commands.push_back({id, false, {}, {}});
    }
    m_wake.wake();
}

void Spawner::stop()
{
    {
        const MutexLock lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.wake();
    if (m_thread.joinable())
        m_thread.join();
}

void Spawner::watch(int descriptor, ChildId id, std::uint32_t events) const
{
    epoll_event event {};
    event.events = events;
    event.data.u64 = static_cast<std::uint64_t>(id);
    epoll_ctl(m_poll.get(), EPOLL_CTL_ADD, descriptor, &event);
}

void Spawner::loop()
{
    // The kernel gives descendants that lose their parent to this process instead of init.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "spawner");
    std::array<epoll_event, 64> events {};
    while (true) {
        const int count = epoll_wait(m_poll.get(), events.data(), static_cast<int>(events.size()), untilNextKill());
        for (int i = 0; i < count; ++i)
            handle(events[static_cast<std::size_t>(i)].data.u64);
        killOverdue();
        reapOrphans();
        const MutexLock lock(m_mutex);
        if (m_isStopping && m_children.empty() && m_toReap.empty())
            return;
    }
}

void Spawner::handle(std::uint64_t tag)
{
    if (tag == wakeChild) {
        m_wake.clear();
        takeCommands();
        return;
    }
    const auto found = m_children.find(ChildId {tag});
    if (found == m_children.end())
        return; // an earlier event of the same batch ended it
    Child &child = *found->second;
    feed(child);
    readAll(child);
    siginfo_t info {};
    if (waitid(P_PID, static_cast<id_t>(child.process.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0
        && info.si_pid == child.process.pid)
        end(ChildId {tag});
}

void Spawner::takeCommands()
{
    std::vector<Command> commands;
    bool isStopping = false;
    {
        const MutexLock lock(m_mutex);
        commands.swap(m_commands);
        isStopping = m_isStopping;
    }
    for (Command &command : commands) {
        const auto found = m_children.find(command.id);
        if (command.isStart && !isStopping) {
            begin(command.id, std::move(command.order), std::move(command.onEnd));
        } else if (command.isStart) {
            command.onEnd({.error = ECANCELED, .step = "start", .output = {}, .errorText = {}, .spawned = {}});
        } else if (found != m_children.end() && !found->second->killAt) {
            signalAll({{found->second->process.pid, &found->second->order.mark}}, SIGTERM);
            found->second->killAt = m_clock.monotonicNow() + found->second->order.killAfter;
        }
    }
    if (isStopping) {
        std::vector<MarkedChild> all;
        for (const auto &[id, child] : m_children)
            all.push_back({child->process.pid, &child->order.mark});
        signalAll(all, SIGKILL);
    }
}

void Spawner::begin(ChildId id, ChildOrder order, std::function<void(ChildEnd)> onEnd)
{
    StartedChild started = startChild(order.plan);
    if (started.pid < 0) {
        onEnd({.error = started.error, .step = started.step, .output = {}, .errorText = {}, .spawned = {}});
        return;
    }
    const std::size_t keep = order.streamBytesKept;
    auto child = std::make_unique<Child>(Child {std::move(order), std::move(onEnd), std::move(started), 0,
        CappedStream(keep), CappedStream(keep), {}, {}, false, {}});
    watch(child->process.process.get(), id, EPOLLIN);
    watch(child->process.output.get(), id, EPOLLIN);
    watch(child->process.errors.get(), id, EPOLLIN);
    watch(child->process.progress.get(), id, EPOLLIN);
    watch(child->process.spawns.get(), id, EPOLLIN);
    if (child->order.input.empty())
        child->process.input.reset();
    else
        watch(child->process.input.get(), id, EPOLLOUT);
    m_children.emplace(id, std::move(child));
}

void Spawner::feed(Child &child)
{
    while (child.process.input.isOpen()) {
        const std::string &input = child.order.input;
        const ssize_t written = write(child.process.input.get(), input.data() + child.fed, input.size() - child.fed);
        if (written < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (written >= 0)
            child.fed += static_cast<std::size_t>(written);
        if (written < 0 || child.fed == input.size())
            child.process.input.reset(); // all is written, or the pipe has no reader (EPIPE)
    }
}

namespace {
/// Reads the available bytes, within a bound. Closes at the end of the stream.
template <typename Take>
void drain(Descriptor &descriptor, int readsMax, Take take)
{
    std::array<char, 65536> buffer;
    for (int i = 0; i < readsMax && descriptor.isOpen(); ++i) {
        const ssize_t got = read(descriptor.get(), buffer.data(), buffer.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            descriptor.reset();
        else
            take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    }
}
} // namespace

void Spawner::readAll(Child &child)
{
    const auto take = [](CappedStream &stream, const std::function<void(std::string_view)> &tell) {
        return [&](std::string_view bytes) {
            stream.append(bytes);
            if (tell)
                tell(bytes);
        };
    };
    drain(child.process.output, readsPerTurn, take(child.output, child.order.onOutput));
    drain(child.process.errors, readsPerTurn, take(child.errors, child.order.onErrors));
    readProgress(child);
    drain(child.process.spawns, readsPerTurn, [&](std::string_view bytes) {
        const std::size_t room = spawnedBytesMax - child.spawned.size();
        child.hasSpawnedTooMuch = child.hasSpawnedTooMuch || bytes.size() > room;
        child.spawned += bytes.substr(0, room);
    });
}

void Spawner::readProgress(Child &child)
{
    drain(child.process.progress, readsPerTurn, [&](std::string_view bytes) {
        for (const char c : bytes) {
            if (c == '\n')
                child.order.onProgress(std::exchange(child.progressLine, {}));
            else if (child.progressLine.size() < progressLineMax)
                child.progressLine += c;
        }
    });
}

void Spawner::end(ChildId id)
{
    const auto found = m_children.find(id);
    std::unique_ptr<Child> child = std::move(found->second);
    m_children.erase(found);
    // The group is signalled before the child is reaped: until then its number cannot belong to another process.
    kill(-child->process.pid, SIGKILL);
    ChildEnd ended;
    waitpid(child->process.pid, &ended.status, 0);
    readAll(*child);
    for (const pid_t orphan : adoptedChildren(child->order.mark, known())) {
        signalAll({{orphan, &child->order.mark}}, SIGKILL);
        m_toReap.push_back(orphan);
    }
    ended.error = child->process.error;
    ended.step = child->process.step;
    ended.output = child->output.text();
    ended.errorText = child->errors.end(errorTextBytes);
    ended.spawned = std::move(child->spawned);
    ended.hasSpawnedTooMuch = child->hasSpawnedTooMuch;
    // Everything of the run is released before its end is reported.
    const std::function<void(ChildEnd)> onEnd = std::move(child->onEnd);
    child.reset();
    onEnd(std::move(ended));
}

std::set<pid_t> Spawner::known() const
{
    std::set<pid_t> processes(m_toReap.begin(), m_toReap.end());
    for (const auto &[id, child] : m_children)
        processes.insert(child->process.pid);
    return processes;
}

void Spawner::signalAll(const std::vector<MarkedChild> &children, int signal) const
{
    if (!children.empty())
        signalTrees(children, known(), signal);
}

void Spawner::reapOrphans()
{
    std::erase_if(m_toReap, [](pid_t orphan) { return waitpid(orphan, nullptr, WNOHANG) != 0; });
    if (m_reaping == Reaping::OwnOnly)
        return;
    // Reaps orphans that ended by themselves. The spawner's own children are reaped elsewhere.
    siginfo_t info {};
    while (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0) {
        for (const auto &[id, child] : m_children) {
            if (child->process.pid == info.si_pid)
                return;
        }
        waitpid(info.si_pid, nullptr, WNOHANG);
        info.si_pid = 0;
    }
}

void Spawner::killOverdue()
{
    const MonotonicTime now = m_clock.monotonicNow();
    std::vector<MarkedChild> overdue;
    for (const auto &[id, child] : m_children) {
        if (!child->killAt || *child->killAt > now)
            continue;
        overdue.push_back({child->process.pid, &child->order.mark});
        child->killAt = now + child->order.killAfter;
    }
    signalAll(overdue, SIGKILL);
}

int Spawner::untilNextKill() const
{
    std::optional<MonotonicTime> next;
    for (const auto &[id, child] : m_children) {
        if (child->killAt && (!next || *child->killAt < *next))
            next = child->killAt;
    }
    // The kernel does not report the end of an adopted process, so killed ones are polled until they are gone.
    const int untilNextReap = m_toReap.empty() ? -1 : reapAgainMs;
    if (!next)
        return untilNextReap;
    const auto wait = std::chrono::ceil<Milliseconds>(*next - m_clock.monotonicNow());
    const int untilKill = static_cast<int>(std::max<Milliseconds::rep>(wait.count(), 0));
    return untilNextReap < 0 ? untilKill : std::min(untilKill, untilNextReap);
}

} // namespace fairlead
