// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signals.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace fairlead {

namespace {
// A signal handler may do no more than write; the event loop reads the other end.
int signalPipe[2] = {-1, -1};

void noteSignal(int number)
{
    const char byte = static_cast<char>(number);
    [[maybe_unused]] const ssize_t written = write(signalPipe[1], &byte, 1);
}
} // namespace

StopSignals::StopSignals()
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { onSignal(); });
    struct sigaction action
    {
    };
    action.sa_handler = noteSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGHUP, &action, nullptr);
}

void StopSignals::onSignal()
{
    char byte = 0;
    while (read(signalPipe[0], &byte, 1) == 1) {
        if (byte == SIGHUP)
            Q_EMIT reloadWanted();
        else
            Q_EMIT stopWanted();
    }
}

} // namespace fairlead
