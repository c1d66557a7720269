// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/replay_line.h"

#include "engine/calls/operation_calls.h"
#include "gui/look/elided_label.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"
#include "gui/models/operations_model.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace fairlead {

namespace {
constexpr Microseconds whileUnsettled = std::chrono::seconds {1};
constexpr Microseconds whenSettled = std::chrono::seconds {10};
constexpr Microseconds followedFor = std::chrono::hours {24}; ///< an older retry is shown when it is chosen
constexpr int costFactor = 20; ///< the pause is so many times as long as the answer took

/// One state of the retried jobs.
struct OutcomePart
{
    std::int64_t OperationOutcome::*count;
    JobState state;
    const char *text;
};
constexpr std::array outcomeParts {
    OutcomePart {
        &OperationOutcome::succeeded, JobState::Succeeded, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 succeeded")},
    OutcomePart {&OperationOutcome::ready, JobState::Ready, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 ready")},
    OutcomePart {
        &OperationOutcome::scheduled, JobState::Scheduled, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 scheduled")},
    OutcomePart {
        &OperationOutcome::blocked, JobState::Blocked, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 blocked")},
    OutcomePart {
        &OperationOutcome::running, JobState::Running, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 running")},
    OutcomePart {&OperationOutcome::dead, JobState::Dead, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 dead again")},
    OutcomePart {
        &OperationOutcome::expired, JobState::Expired, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 expired again")},
    OutcomePart {
        &OperationOutcome::cancelled, JobState::Cancelled, QT_TRANSLATE_NOOP("fairlead::ReplayLine", "%1 cancelled")},
};
} // namespace

/// The parts of an outcome as coloured stretches of one bar. Threads: GUI.
class OutcomeBar final : public QWidget
{
public:
    OutcomeBar()
    {
        setSpokenRole(*this, QAccessible::Graphic);
        setFixedHeight(10);
        setMinimumWidth(120);
    }
    void setOutcome(const OperationOutcome &outcome)
    {
        m_outcome = outcome;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        QColor back = palette().color(QPalette::Text);
        back.setAlphaF(0.12F);
        painter.fillRect(rect(), back);
        if (m_outcome.retried <= 0)
            return;
        const double unit = static_cast<double>(width()) / static_cast<double>(m_outcome.retried);
        double from = 0;
        for (const OutcomePart &part : outcomeParts) {
            const double wide = unit * static_cast<double>(m_outcome.*part.count);
            const QRect stretch(
                static_cast<int>(from), 0, static_cast<int>(from + wide) - static_cast<int>(from), height());
            painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), stretch),
                lookOf(shownStateOf(part.state), palette()).colour);
            from += wide;
        }
    }

private:
    OperationOutcome m_outcome;
};

ReplayLine::ReplayLine(MonitorFeed &feed, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_title(new ElidedLabel)
    , m_bar(new OutcomeBar)
    , m_gone(new PlainLabel)
{
    auto *above = new QHBoxLayout;
    above->addWidget(m_title, 2);
    above->addWidget(m_bar, 1);
    auto *below = new QHBoxLayout;
    m_parts.reserve(outcomeParts.size());
    for (const OutcomePart &part : outcomeParts) {
        auto *button = new QPushButton;
        button->setObjectName(QStringLiteral("replayPart"));
        button->setFlat(true);
        button->setAccessibleName(tr("Jobs of the retry")); // until there are some
        button->hide();
        connect(button, &QPushButton::clicked, this, [this, state = part.state] {
            if (m_operation)
                Q_EMIT partChosen(m_operation->id, state);
        });
        below->addWidget(button);
        m_parts.push_back(button);
    }
    below->addWidget(m_gone);
    below->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(2);
    layout->addLayout(above);
    layout->addLayout(below);
    setObjectName(QStringLiteral("replayLine"));
    hide();
}

void ReplayLine::follow(const Operation &operation)
{
    const bool isOther = !m_operation || m_operation->id != operation.id;
    m_operation = operation.request.action == BulkAction::Retry ? std::optional(operation) : std::nullopt;
    if (!isOther && m_operation)
        return;
    m_outcome.reset();
    hide();
    m_askAgain = {};
    refresh();
}

void ReplayLine::followNewest(const std::vector<Operation> &operations)
{
    const Operation *newest = nullptr;
    for (const Operation &operation : operations) {
        const bool isRetry = operation.request.action == BulkAction::Retry;
        if (isRetry && (!newest || newest->created < operation.created))
            newest = &operation;
    }
    if (newest && newest->created > m_feed.clock().now() - followedFor)
        follow(*newest);
}

void ReplayLine::refresh()
{
    if (m_operation && !m_isAsking && !m_feed.isFrozen() && m_feed.whyNot<FindOutcome>().isEmpty()
        && m_feed.clock().now() >= m_askAgain)
        ask();
}

void ReplayLine::ask()
{
    m_isAsking = true;
    const TimePoint asked = m_feed.clock().now();
    m_feed.client().ask(FindOutcome {m_operation->id}, this,
        [this, asked, id = m_operation->id](const Result<OperationOutcome> &outcome) {
            m_isAsking = false;
            if (m_operation && m_operation->id == id)
                take(outcome, asked);
            else
                refresh(); // another one is followed by now
        });
}

void ReplayLine::take(const Result<OperationOutcome> &outcome, TimePoint asked)
{
    const TimePoint now = m_feed.clock().now();
    const bool isSettled = !outcome || outcome->isSettled();
    m_askAgain = now + std::max(isSettled ? whenSettled : whileUnsettled, (now - asked) * costFactor);
    if (!outcome)
        return;
    m_outcome = *outcome;
    showOutcome();
}

void ReplayLine::showOutcome()
{
    const OperationOutcome &outcome = *m_outcome;
    QString title =
        tr("%1 retried at %2").arg(shown(outcome.retried), shownTime(m_operation->created, m_feed.clock().now()));
    if (!m_operation->request.who.empty())
        title = tr("%1 by %2").arg(title, shown(m_operation->request.who));
    m_title->setText(QStringLiteral("↻ ") + title + QStringLiteral(" – ") + operationWords(m_operation->request));
    for (std::size_t i = 0; i < outcomeParts.size(); ++i) {
        const std::int64_t count = outcome.*outcomeParts[i].count;
        const QString text = tr(outcomeParts[i].text).arg(shown(count));
        const StateLook look = lookOf(shownStateOf(outcomeParts[i].state), palette());
        m_parts[i]->setText(look.glyph + QLatin1Char(' ') + text);
        m_parts[i]->setAccessibleName(text);
        m_parts[i]->setToolTip(tr("Shows these jobs, as of %1").arg(shownTime(outcome.asOf, m_feed.clock().now())));
        m_parts[i]->setVisible(count > 0);
    }
    m_gone->setText(tr("%1 retried again or deleted").arg(shown(outcome.gone)));
    m_gone->setVisible(outcome.gone > 0);
    m_bar->setOutcome(outcome);
    show();
}

} // namespace fairlead
