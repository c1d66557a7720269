// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/assembly/running_engine.h"

#include <QObject>
#include <QTimer>

namespace fairlead {

/// An engine in memory that shows what there is to see: five tenants, of which one floods, three queues, and a handler
/// that fails now and then in several ways. Threads: main.
class Demo final : public QObject
{
    Q_OBJECT
public:
    /// Fails as RunningEngine::start does.
    static Result<std::unique_ptr<Demo>> start(const std::string &listen = {});
    /// Empty without an HTTP server.
    std::string url() const { return m_running->url(); }
    Client &client() { return m_running->client(); }

private:
    explicit Demo(std::unique_ptr<RunningEngine> running);
    void handIn();

    std::unique_ptr<RunningEngine> m_running;
    QTimer m_timer;
    SystemRandom m_random;
    std::int64_t m_beat = 0;
};

} // namespace fairlead
