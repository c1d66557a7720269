// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace fairlead {

/// A vector that grows in blocks, so that no single step of growing takes long, however many elements there are. A few
/// elements take no more memory than in a plain vector. Threads: one.
template <typename T>
class SteadyVector
{
public:
    /// REQUIRES: index < size(). Not checked: this is on the way of each item.
    T &operator[](std::size_t index) { return m_blocks.data()[index / blockSize].data()[index % blockSize]; }
    const T &operator[](std::size_t index) const
    {
        return m_blocks.data()[index / blockSize].data()[index % blockSize];
    }
    std::size_t size() const { return m_size; }

    /// Makes it so long that the index is valid. References are valid no more.
    void reach(std::size_t index)
    {
        while (index >= m_size) {
            if (m_size % blockSize == 0) {
                m_blocks.emplace_back();
                if (m_blocks.size() > 1) // the first grows like a vector
                    m_blocks.back().reserve(blockSize);
            }
            m_size = std::min(m_blocks.size() * blockSize, index + 1);
            m_blocks.back().resize(m_size - (m_blocks.size() - 1) * blockSize);
        }
    }

private:
    static constexpr std::size_t blockSize = 1'024;
    std::vector<std::vector<T>> m_blocks;
    std::size_t m_size = 0;
};

} // namespace fairlead
