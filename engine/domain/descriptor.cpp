// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/descriptor.h"

#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace fairlead {

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    if (this != &other) {
        reset();
        m_fd = other.release();
    }
    return *this;
}

int Descriptor::release()
{
    return std::exchange(m_fd, -1);
}

void Descriptor::reset()
{
    if (m_fd >= 0)
        close(std::exchange(m_fd, -1));
}

bool canOpenDescriptor()
{
    return Descriptor(eventfd(0, EFD_CLOEXEC)).isOpen();
}

WakeDescriptor::WakeDescriptor()
    : m_fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

void WakeDescriptor::wake() const
{
    const std::uint64_t one = 1;
    // The write fails only when the counter is full; then a wake-up is pending anyway.
    [[maybe_unused]] const ssize_t written = write(m_fd.get(), &one, sizeof one);
}

void WakeDescriptor::clear() const
{
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = read(m_fd.get(), &count, sizeof count);
}

} // namespace fairlead
