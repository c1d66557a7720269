// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace fairlead {

/// SIGTERM, SIGINT and SIGHUP as Qt signals. One of its kind in a program. Threads: main.
class StopSignals final : public QObject
{
    Q_OBJECT
public:
    StopSignals();

Q_SIGNALS:
    /// Once for each signal that came.
    void stopWanted();
    /// SIGHUP.
    void reloadWanted();

private:
    void onSignal();
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fairlead
