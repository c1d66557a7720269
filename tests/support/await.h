// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/requests.h"

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

} // namespace fairlead
