// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/descriptor.h"

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

} // namespace fairlead
