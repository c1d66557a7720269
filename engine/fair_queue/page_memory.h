// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace fairlead {

/// The size of a huge page.
inline constexpr std::size_t hugePageBytes = 2 * 1024 * 1024;

struct GiveBack
{
    std::size_t bytes = 0;
    void operator()(std::byte *memory) const;
};
/// Raw memory, given back at the end.
using PageMemory = std::unique_ptr<std::byte, GiveBack>;

/// Memory for `bytes`, aligned to a cache line. Whole multiples of a huge page lie in huge pages where the system gives
/// them on demand (Linux: madvise): a large table that is looked at in no order costs more time for the translation of
/// its addresses than for its contents. Throws std::bad_alloc.
PageMemory pageMemory(std::size_t bytes);
/// Makes it larger and keeps its bytes; pages are moved, not copied, where the system can. The address changes.
/// REQUIRES: bytes > memory.get_deleter().bytes.
void growPageMemory(PageMemory &memory, std::size_t bytes);

/// Memory in pieces for things that must not move, carved from huge pages once there is much of it. The pieces end with
/// the source. Threads: one.
class PieceSource
{
public:
    static constexpr std::size_t pieceBytes = 64 * 1024;
    /// Aligned to a cache line; its bytes mean nothing.
    std::byte *piece();

private:
    static constexpr std::size_t smallPieces = 16;
    std::vector<PageMemory> m_memory;
    std::size_t m_left = 0; ///< pieces of the last huge page that are free
};

} // namespace fairlead
