// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace fairlead {

/// A file descriptor that is closed when this is destroyed. Threads: one.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_fd(other.release())
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor() { reset(); }

    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }
    int release();
    void reset();

private:
    int m_fd = -1;
};

/// Whether this process can open one more descriptor at this moment.
bool canOpenDescriptor();

/// A descriptor that wakes a thread which polls it for input. Threads: any.
class WakeDescriptor
{
public:
    WakeDescriptor();
    int get() const { return m_fd.get(); }
    void wake() const;
    /// Takes back all wake-ups so far.
    void clear() const;

private:
    const Descriptor m_fd; ///< an eventfd
};

} // namespace fairlead
