// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/page_memory.h"

#include <cstdint>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace fairlead {

namespace {
constexpr std::align_val_t cacheLine {64};

#ifdef __linux__
/// Maps more than is asked for, and gives back the ends that are not aligned.
std::byte *mapAligned(std::size_t bytes)
{
    const std::size_t wide = bytes + hugePageBytes;
    void *mapped = mmap(nullptr, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
        throw std::bad_alloc();
    auto *first = static_cast<std::byte *>(mapped);
    const std::size_t before =
        (hugePageBytes - reinterpret_cast<std::uintptr_t>(first) % hugePageBytes) % hugePageBytes;
    std::byte *aligned = first + before;
    if (before > 0)
        munmap(first, before);
    if (before < hugePageBytes)
        munmap(aligned + bytes, hugePageBytes - before);
    madvise(aligned, bytes, MADV_HUGEPAGE); // a wish
    return aligned;
}
#endif
} // namespace

void GiveBack::operator()(std::byte *memory) const
{
#ifdef __linux__
    if (bytes % hugePageBytes == 0) {
        munmap(memory, bytes);
        return;
    }
#endif
    ::operator delete(memory, cacheLine);
}

PageMemory pageMemory(std::size_t bytes)
{
#ifdef __linux__
    if (bytes % hugePageBytes == 0)
        return PageMemory(mapAligned(bytes), GiveBack {bytes});
#endif
    return PageMemory(static_cast<std::byte *>(::operator new(bytes, cacheLine)), GiveBack {bytes});
}

void growPageMemory(PageMemory &memory, std::size_t bytes)
{
    PageMemory larger = pageMemory(bytes);
    const std::size_t old = memory.get_deleter().bytes;
#ifdef __linux__
    if (old % hugePageBytes == 0 && bytes % hugePageBytes == 0) {
        if (mremap(memory.get(), old, old, MREMAP_MAYMOVE | MREMAP_FIXED, larger.get()) == MAP_FAILED)
            throw std::bad_alloc();
        static_cast<void>(memory.release()); // its place is no longer mapped
        memory = std::move(larger);
        return;
    }
#endif
    std::memcpy(larger.get(), memory.get(), old);
    memory = std::move(larger);
}

std::byte *PieceSource::piece()
{
    if (m_memory.size() < smallPieces) {
        m_memory.push_back(pageMemory(pieceBytes));
        return m_memory.back().get();
    }
    if (m_left == 0) {
        m_memory.push_back(pageMemory(hugePageBytes));
        m_left = hugePageBytes / pieceBytes;
    }
    return m_memory.back().get() + --m_left * pieceBytes;
}

} // namespace fairlead
