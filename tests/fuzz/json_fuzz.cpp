// SPDX-License-Identifier: Apache-2.0
// Whatever a request's body says, it is read or refused; what was read is written so that it is read the same again.
#include "engine/calls/all_calls.h"
#include "engine/wire/call_codec.h"

#include <cstdlib>

using namespace fairlead;

namespace {
void holds(bool isTrue)
{
    if (!isTrue)
        std::abort();
}

template <typename T>
void readsBack(const Result<T> &read, std::string (*write)(const T &), Result<T> (*again)(std::string_view))
{
    if (!read)
        return;
    const std::string text = write(*read);
    const Result<T> second = again(text);
    holds(second.has_value() && write(*second) == text);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string json(reinterpret_cast<const char *>(data), size);
    readsBack<NewJob>(readNewJob(json), writeJson<NewJob>, [](std::string_view text) { return readNewJob(text); });
    (void)readAnswer<JobRecord>(json);
    // The body of every call: what is read is written so that it is read the same again.
    eachCall([&]<typename C>() {
        const std::vector<std::string> parts(pathMembers<C>().size(), "42.01890a5d-ac96-774b-bcce-b302099a8057");
        const QueryMap query;
        if (const Result<C> call = readCall<C>({parts, query, json})) {
            const std::string body = writeCall(*call).body;
            const Result<C> again = readCall<C>({parts, query, body});
            holds(again && writeCall(*again).body == body);
        }
        if constexpr (!std::is_same_v<typename C::Reply, Raw>)
            (void)ReplyForm<typename C::Reply>::read(json);
    });
    return 0;
}
