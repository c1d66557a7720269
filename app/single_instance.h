// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

#include <functional>

namespace fairlead {

/// One monitor for each person: a second start hands what it wants over to the first, which opens or raises a window.
/// Threads: main.
class SingleInstance final : public QObject
{
    Q_OBJECT
public:
    /// Opens what is asked for; false when it cannot. `engine` is as `engineKey` says.
    using Open = std::function<bool(const QString &engine, const QString &page)>;

    /// True when a monitor that runs already has taken over.
    static bool handOver(const QString &engine, const QString &page);
    /// Listens from now on. Without a place to listen at, every start has a program of its own.
    explicit SingleInstance(Open open);

private:
    void answer();
    const Open m_open;
    QLocalServer m_server;
};

} // namespace fairlead
