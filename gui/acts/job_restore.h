// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"

#include <deque>

namespace fairlead {

/// Restores deleted jobs, a few at a time. The object deletes itself at the end. Threads: GUI.
class JobRestore final : public QObject
{
    Q_OBJECT
public:
    JobRestore(GuiClient &client, const std::vector<JobId> &jobs, QObject *parent);
    void start();

Q_SIGNALS:
    /// `firstError` is empty when all jobs are restored.
    void finished(std::int64_t restored, const QString &firstError);

private:
    void pump();

    GuiClient &m_client;
    std::deque<JobId> m_waiting;
    int m_underWay = 0;
    std::int64_t m_restored = 0;
    QString m_firstError;
};

} // namespace fairlead
