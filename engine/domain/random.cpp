// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/random.h"

#include <random>

namespace fairlead {

namespace {
std::uint64_t rotateLeft(std::uint64_t value, int by)
{
    return (value << by) | (value >> (64 - by));
}

std::uint64_t xoshiro(std::uint64_t (&state)[4])
{
    const std::uint64_t result = rotateLeft(state[1] * 5, 7) * 9;
    const std::uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotateLeft(state[3], 45);
    return result;
}

std::uint64_t splitmix(std::uint64_t &seed)
{
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
}
} // namespace

double Random::nextUnit()
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::nextBelow(std::uint64_t bound)
{
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide {next()} * bound;
    auto low = static_cast<std::uint64_t>(product);
    if (low < bound) {
        const std::uint64_t threshold = (0 - bound) % bound;
        while (low < threshold) {
            product = Wide {next()} * bound;
            low = static_cast<std::uint64_t>(product);
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

SystemRandom::SystemRandom()
{
    std::random_device device;
    for (std::uint64_t &word : m_state)
        word = (std::uint64_t {device()} << 32) | device();
}

std::uint64_t SystemRandom::next()
{
    return xoshiro(m_state);
}

SeededRandom::SeededRandom(std::uint64_t seed)
{
    for (std::uint64_t &word : m_state)
        word = splitmix(seed);
}

std::uint64_t SeededRandom::next()
{
    return xoshiro(m_state);
}

} // namespace fairlead
