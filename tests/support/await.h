// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"

#include <QEventLoop>
#include <QTimer>

#include <memory>

namespace fairlead {

/// Waits for one answer of a Client, on whatever thread it comes, while this thread's event loop runs. An answer that
/// never comes ends the test program.
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

/// Asks, and waits for the answer as `await` does.
template <typename C>
Result<typename C::Reply> askAndWait(Client &client, C call)
{
    return await<typename C::Reply>(
        [&](Answer<typename C::Reply> answer) { client.ask(std::move(call), std::move(answer)); });
}
/// The same for one of several kinds of reply.
template <typename T, typename C>
Result<T> askAndWaitFor(Client &client, C call)
{
    return await<T>([&](Answer<T> answer) { client.askFor<T>(std::move(call), std::move(answer)); });
}

} // namespace fairlead
