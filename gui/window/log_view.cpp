// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/log_view.h"

#include "engine/calls/job_calls.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace fairlead {

LogView::LogView(GuiClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_runs(new QComboBox)
    , m_note(new PlainLabel)
    , m_lines(makeReader(tr("Lines of the run")))
{
    m_runs->setObjectName(QStringLiteral("logRuns"));
    m_runs->setAccessibleName(tr("Run"));
    m_note->setObjectName(QStringLiteral("logNote"));
    m_note->setWordWrap(true);
    m_lines->setObjectName(QStringLiteral("logLines"));
    m_lines->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_lines->setMaximumBlockCount(linesMax);
    m_lines->setUndoRedoEnabled(false);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(6, 0, 0, 0);
    top->addWidget(m_runs);
    top->addWidget(m_note, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_lines, 1);
    offerRuns({});
    connect(m_runs, &QComboBox::activated, this, [this] {
        clear();
        refresh();
    });
}

void LogView::show(const JobId &id)
{
    m_id = id;
    offerRuns({});
    m_runs->setCurrentIndex(0);
    clear();
    refresh();
}

void LogView::clear()
{
    ++m_round;
    m_isAsking = m_isStale = false;
    m_started.reset();
    m_next = 0;
    m_lines->clear();
    say({});
}

void LogView::refresh()
{
    m_isStale = m_isAsking;
    if (m_isAsking || !isVisible())
        return;
    m_isAsking = true;
    ReadLog call {.id = m_id, .after = m_next};
    if (const int attempt = m_runs->currentData().toInt(); attempt > 0)
        call.attempt = attempt;
    m_client.ask(call, this, [this, round = m_round, after = m_next](const Result<RunLogView> &log) {
        if (round != m_round)
            return;
        m_isAsking = false;
        take(log, after);
        if (m_isStale)
            refresh();
    });
}

void LogView::take(const Result<RunLogView> &log, std::int64_t after)
{
    if (!log) {
        // The lines of a run that ended well may be gone; those that were read stay.
        const bool isKnown = m_started.has_value();
        if (log.error().code != ErrorCode::NotFound)
            say(shown(log.error().text));
        else if (!isKnown)
            say(tr("No lines of its runs are kept."));
        return;
    }
    const bool isAnother = m_started && *m_started != log->started;
    if (isAnother)
        clear();
    if (isAnother && after > 0) {
        refresh(); // from its first line on
        return;
    }
    m_started = log->started;
    m_next = log->next;
    offerRuns(log->attempts);
    if (log->withheld)
        say(tr("The token may not read the lines."));
    else if (log->isRunning)
        say(tr("The run is under way."));
    else
        say({});
    if (!log->withheld)
        addLines(*log);
}

void LogView::addLines(const RunLogView &log)
{
    std::string text = log.head;
    if (log.leftOut > 0)
        text += "[… " + tr("%1 left out").arg(shownBytes(log.leftOut)).toStdString() + " …]\n";
    text += log.tail;
    if (text.empty())
        return;
    text.pop_back(); // a block ends the line
    QScrollBar *bar = m_lines->verticalScrollBar();
    const bool isAtEnd = bar->value() == bar->maximum();
    m_lines->appendPlainText(shown(text));
    if (isAtEnd)
        bar->setValue(bar->maximum());
}

void LogView::offerRuns(const std::vector<int> &attempts)
{
    std::vector<int> runs {0};
    for (const int attempt : attempts) {
        if (std::find(runs.begin(), runs.end(), attempt) == runs.end())
            runs.push_back(attempt);
    }
    const int chosen = m_runs->currentData().toInt();
    const QSignalBlocker quiet(m_runs);
    m_runs->clear();
    for (const int run : runs)
        m_runs->addItem(run == 0 ? tr("Newest run") : tr("Run %1").arg(run), run);
    m_runs->setCurrentIndex(std::max(m_runs->findData(chosen), 0));
}

void LogView::say(const QString &words)
{
    m_note->setText(words);
}

void LogView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

} // namespace fairlead
