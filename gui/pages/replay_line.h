// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/operation.h"
#include "gui/feed/monitor_feed.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace fairlead {

class ElidedLabel;
class OutcomeBar;

/// The present states of the jobs that an operation retried: "120 succeeded, 7 running, 5 dead again", each a button
/// that leads to those jobs, and a bar. Hidden while no retry is followed. Threads: GUI.
class ReplayLine final : public QWidget
{
    Q_OBJECT
public:
    explicit ReplayLine(MonitorFeed &feed, QWidget *parent = nullptr);
    /// Shows what becomes of the jobs of this operation. An operation that retries nothing hides the line.
    void follow(const Operation &operation);
    /// Shows the newest retry of a list, unless it is older than a day; then the one that is shown stays.
    void followNewest(const std::vector<Operation> &operations);
    /// Asks the engine again when it is time. The count of many jobs is asked less often.
    void refresh();
    const std::optional<OperationOutcome> &outcome() const { return m_outcome; }

Q_SIGNALS:
    /// The person wants the jobs of the operation that are in this state.
    void partChosen(const fairlead::JobId &operation, fairlead::JobState state);

private:
    void ask();
    void take(const Result<OperationOutcome> &outcome, TimePoint asked);
    void showOutcome();

    MonitorFeed &m_feed;
    std::optional<Operation> m_operation;
    std::optional<OperationOutcome> m_outcome;
    TimePoint m_askAgain {};
    bool m_isAsking = false;
    ElidedLabel *m_title = nullptr;
    OutcomeBar *m_bar = nullptr;
    std::vector<QPushButton *> m_parts; ///< in the order of the table in the .cpp
    QLabel *m_gone = nullptr;
};

} // namespace fairlead
