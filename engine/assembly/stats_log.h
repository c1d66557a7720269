// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/domain/log_sink.h"

#include <QTimer>

namespace fairlead {

/// The statistics of `/v1/stats` and `/metrics` for those who have a log and nothing else: now and then a line for each
/// queue, and for each worker that has run something since the last. Level info. Threads: that of its maker, with an
/// event loop.
class StatsLog
{
public:
    /// REQUIRES: every > 0; the client outlives it.
    StatsLog(Client &client, LogSink log, Milliseconds every);

private:
    void writeQueues();
    void writeWorkers();

    Client &m_client;
    const LogSink m_log;
    QTimer m_timer; ///< also what answers are dropped with
    std::map<std::string, std::int64_t> m_processed; ///< by worker, at the last line
};

} // namespace fairlead
