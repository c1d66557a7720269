// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace fairlead {

/// SIGTERM and SIGINT as a Qt signal. One of its kind in a program. Threads: main.
class StopSignals final : public QObject
{
    Q_OBJECT
public:
    StopSignals();

Q_SIGNALS:
    /// Once for each signal that came.
    void stopWanted();

private:
    void onSignal();
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fairlead
