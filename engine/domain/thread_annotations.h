// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

/// Attributes of clang's thread safety analysis (clang.llvm.org/docs/ThreadSafetyAnalysis.html), which `./dev lint`
/// runs. They are empty for other compilers.
#if defined(__clang__)
#define FAIRLEAD_THREAD_ATTRIBUTE(...) __attribute__((__VA_ARGS__))
#else
#define FAIRLEAD_THREAD_ATTRIBUTE(...)
#endif

/// For a member: it is read and written only while this mutex is held.
#define GUARDED_BY(...) FAIRLEAD_THREAD_ATTRIBUTE(guarded_by(__VA_ARGS__))
/// For a function: its caller holds this mutex.
#define REQUIRES(...) FAIRLEAD_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))

namespace fairlead {

/// A std::mutex that the analysis knows. Threads: any.
class FAIRLEAD_THREAD_ATTRIBUTE(capability("mutex")) Mutex
{
public:
    void lock() FAIRLEAD_THREAD_ATTRIBUTE(acquire_capability()) { m_mutex.lock(); }
    void unlock() FAIRLEAD_THREAD_ATTRIBUTE(release_capability()) { m_mutex.unlock(); }

private:
    friend class MutexLock;
    std::mutex m_mutex;
};

/// Holds a Mutex until `unlock` or the end of its scope. Threads: one.
class FAIRLEAD_THREAD_ATTRIBUTE(scoped_lockable) MutexLock
{
public:
    explicit MutexLock(Mutex &mutex) FAIRLEAD_THREAD_ATTRIBUTE(acquire_capability(mutex))
        : m_lock(mutex.m_mutex)
    {
    }
    ~MutexLock() FAIRLEAD_THREAD_ATTRIBUTE(release_capability()) { }
    MutexLock(const MutexLock &) = delete;
    MutexLock &operator=(const MutexLock &) = delete;

    void unlock() FAIRLEAD_THREAD_ATTRIBUTE(release_capability()) { m_lock.unlock(); }
    /// For a condition variable, which holds the lock again when it returns.
    std::unique_lock<std::mutex> &native() { return m_lock; }

private:
    std::unique_lock<std::mutex> m_lock;
};

} // namespace fairlead
