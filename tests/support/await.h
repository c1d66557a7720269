// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"

#include <QEventLoop>
#include <QTimer>

#include <memory>

namespace fairlead {

/// Waits for one answer of a Client, on any thread, while this thread's event loop runs. Ends the test program when the
/// answer does not come.
template <typename T>
Result<T> await(const std::function<void(Answer<T>)> &call)
{
    constexpr int limitMs = 60'000;
    std::optional<Result<T>> result;
    QEventLoop loop;
    call([&](Result<T> answer) {
        QMetaObject::invokeMethod(
            &loop,
            [&result, &loop, answer = std::move(answer)]() mutable {
                result.emplace(std::move(answer));
                loop.quit();
            },
            Qt::QueuedConnection);
    });
    QTimer::singleShot(limitMs, &loop, [] { qFatal("no answer within a minute"); });
    loop.exec();
    return std::move(*result);
}

/// Makes a call, and waits for the answer as `await` does.
template <typename C>
Result<typename C::Reply> askAndWait(Client &client, C call)
{
    return await<typename C::Reply>(
        [&](Answer<typename C::Reply> answer) { client.ask(std::move(call), std::move(answer)); });
}
/// The same for a call with several kinds of reply.
template <typename T, typename C>
Result<T> askAndWaitFor(Client &client, C call)
{
    return await<T>([&](Answer<T> answer) { client.askFor<T>(std::move(call), std::move(answer)); });
}

} // namespace fairlead
