// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"
#include "gui/feed/gui_client.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace fairlead {

/// The lines that a run of a job wrote. Follows a run that is under way. Asks the engine only while it is visible.
/// Threads: GUI.
class LogView final : public QWidget
{
    Q_OBJECT
public:
    /// A run that goes on is shown with so many lines at most; the earliest go.
    static constexpr int linesMax = 10'000;

    explicit LogView(GuiClient &client, QWidget *parent = nullptr);

    /// Shows the newest run of another job.
    void show(const JobId &id);
    /// Fetches what was written since.
    void refresh();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void clear();
    void take(const Result<RunLogView> &log, std::int64_t after);
    void addLines(const RunLogView &log);
    void offerRuns(const std::vector<int> &attempts);
    void say(const QString &words);

    GuiClient &m_client;
    JobId m_id;
    bool m_isAsking = false;
    bool m_isStale = false; ///< there was a wish to refresh while an answer was awaited
    int m_round = 0; ///< rises when another log is to be shown; earlier answers are dropped
    std::optional<TimePoint> m_started; ///< of the run that is shown
    std::int64_t m_next = 0;
    QComboBox *m_runs = nullptr; ///< its data: number of a run; 0: the newest
    QLabel *m_note = nullptr;
    QPlainTextEdit *m_lines = nullptr;
};

} // namespace fairlead
