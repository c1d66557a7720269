// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/sip_hash.h"

#include <bit>
#include <cstring>

namespace fairlead {

namespace {
static_assert(std::endian::native == std::endian::little, "words are read as they lie in memory");

struct SipState
{
    std::uint64_t a, b, c, d;

    void mix(int rounds)
    {
        for (int i = 0; i < rounds; ++i) {
            a += b;
            b = std::rotl(b, 13) ^ a;
            a = std::rotl(a, 32);
            c += d;
            d = std::rotl(d, 16) ^ c;
            a += d;
            d = std::rotl(d, 21) ^ a;
            c += b;
            b = std::rotl(b, 17) ^ c;
            c = std::rotl(c, 32);
        }
    }
    void take(std::uint64_t word)
    {
        d ^= word;
        mix(2);
        a ^= word;
    }
};
} // namespace

std::uint64_t sipHash(const HashKey &key, std::string_view bytes)
{
    SipState state {key[0] ^ 0x736f6d6570736575ULL, key[1] ^ 0x646f72616e646f6dULL, key[0] ^ 0x6c7967656e657261ULL,
        key[1] ^ 0x7465646279746573ULL};
    const std::size_t whole = bytes.size() & ~std::size_t {7};
    for (std::size_t at = 0; at < whole; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        state.take(word);
    }
    std::uint64_t last = static_cast<std::uint64_t>(bytes.size()) << 56;
    for (std::size_t at = whole; at < bytes.size(); ++at)
        last |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at])) << (8 * (at - whole));
    state.take(last);
    state.c ^= 0xff;
    state.mix(4);
    return state.a ^ state.b ^ state.c ^ state.d;
}

} // namespace fairlead
