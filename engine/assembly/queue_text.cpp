// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/queue_text.h"

#include "engine/assembly/config_keys.h"

namespace fairlead {

namespace {
/// Finds keys that a table of a file may have, and a queue made by a call may not.
void checkOwn(ConfigSection &section, QueueSettings &queue)
{
    for (const LayerSettings &layer : queue.layers) {
        if (!sharedNameOf(layer).empty())
            section.fault("layers", "name: a queue that a call makes shares no layer");
    }
    eachKeyOf(configKeys<QueueSettings>, {}, queue, builtInItem<QueueSettings>(),
        [&section](const KeyPlace &, const FieldSpec &spec, auto &&value, const auto &) {
            if constexpr (std::is_same_v<decltype(value), std::string &>) {
                if (spec.rules.isFile && !value.empty() && value.front() != '/')
                    section.fault("handler", std::string(spec.name) + ": expected an absolute path");
            }
        });
}
} // namespace

Result<QueueSettings> parseQueue(const QueueName &name, const std::string &text)
{
    const auto document = parseToml(text, "settings");
    if (!document)
        return failure(ErrorCode::Invalid, document.error().text);
    QueueSettings queue {.name = name};
    queue.isMade = true;
    readKeys(*(*document)->root, queue);
    checkOwn(*(*document)->root, queue);
    if (const Result<> good = (*document)->finish(); !good)
        return failure(ErrorCode::Invalid, good.error().text);
    return queue;
}

bool isHarmless(const HandlerSettings &handler)
{
    return std::holds_alternative<PullHandlerSettings>(handler)
        || std::holds_alternative<FunctionHandlerSettings>(handler);
}

} // namespace fairlead
