// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/job_panel.h"

#include "engine/calls/job_calls.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"
#include "gui/payload/payload_view.h"
#include "gui/window/job_rules.h"
#include "gui/window/log_view.h"
#include "gui/window/main_actions.h"
#include "gui/window/run_strip.h"
#include "gui/window/why_words.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QTabWidget>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>

namespace fairlead {

namespace {
/// Rows of a table of facts. Empty values are left out.
class Facts
{
public:
    void add(const QString &name, const QString &value)
    {
        if (value.isEmpty())
            return;
        m_html += QStringLiteral(
            "<tr><td style='padding:2px 12px 2px 0'>%1</td><td style='padding:2px 0'><b>%2</b></td></tr>")
                      .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    }
    /// Adds a row of its own, for a value that is too long for the second column and must not break.
    void addWide(const QString &value)
    {
        m_html += QStringLiteral("<tr><td colspan='2' style='padding:2px 0'>%1</td></tr>").arg(value.toHtmlEscaped());
    }
    QString html() const { return QStringLiteral("<table>%1</table>").arg(m_html); }

private:
    QString m_html;
};
} // namespace

JobPanel::JobPanel(MonitorFeed &feed, const MainActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_feed(feed)
    , m_why(new PlainLabel)
    , m_strip(new RunStrip)
    , m_tabs(new QTabWidget)
    , m_facts(new MarkupLabel)
    , m_attempts(new QTextBrowser)
    , m_payload(new PayloadView(tr("Payload")))
    , m_result(new PayloadView(tr("Result")))
    , m_log(new LogView(feed.client()))
{
    m_facts->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_facts->setMargin(6);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_why->setWordWrap(true);
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_why->setFocusPolicy(Qt::StrongFocus);
    m_why->hide();
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_facts);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    // The text takes the focus, so that a screen reader reads it.
    scroll->setFocusPolicy(Qt::NoFocus);
    m_facts->setFocusPolicy(Qt::StrongFocus);
    m_facts->setObjectName(QStringLiteral("jobFacts"));
    m_attempts->setFrameShape(QFrame::NoFrame);
    m_attempts->setAccessibleName(tr("Failed runs"));
    m_attempts->setOpenLinks(false);
    m_tabs->addTab(scroll, tr("Facts"));
    m_tabs->addTab(m_attempts, tr("Errors"));
    m_tabs->addTab(m_payload, tr("Payload"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_log, tr("Log"));
    m_tabs->setObjectName(QStringLiteral("jobTabs"));
    m_tabs->setAccessibleName(tr("Job"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 10, 10);
    m_head = makeHead(actions);
    layout->addWidget(m_head);
    layout->addWidget(m_strip);
    layout->addWidget(m_why);
    layout->addWidget(m_tabs, 1);
    // A job that has not ended can change while it is shown.
    connect(&feed, &MonitorFeed::linkChanged, this, &JobPanel::followJob);
    connect(&feed, &MonitorFeed::updated, this, [this] {
        if (isVisible() && m_record && !isEnded(m_record->state))
            show(m_id);
    });
}

QWidget *JobPanel::makeHead(const MainActions &actions)
{
    auto *head = new QWidget;
    m_title = new MarkupLabel;
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_place = new PlainLabel;
    m_place->setWordWrap(true);
    auto *words = new QHBoxLayout;
    auto *icons = new QHBoxLayout; // a row of their own: the inspector stays narrow
    for (const ActionId id : {ActionId::Retry, ActionId::EditRetry, ActionId::Duplicate, ActionId::Tags,
             ActionId::Cancel, ActionId::Remove, ActionId::CopyId}) {
        const QAction *twin = actions.of(id);
        auto *act = new QAction(twin->icon(), twin->text(), this);
        act->setObjectName(twin->objectName() + QStringLiteral("Shown"));
        connect(act, &QAction::triggered, this, [this, id] {
            if (m_record)
                Q_EMIT actWanted(id, *m_record);
        });
        m_acts[id] = act;
        auto *button = new QToolButton;
        button->setObjectName(act->objectName());
        button->setDefaultAction(act);
        const bool hasWords = id == ActionId::Retry || id == ActionId::EditRetry;
        button->setToolButtonStyle(hasWords ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
        button->setAccessibleName(act->text().remove(QLatin1Char('&')));
        button->setFocusPolicy(Qt::TabFocus);
        (hasWords ? words : icons)->addWidget(button);
    }
    words->addStretch();
    icons->addStretch();
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_place);
    layout->addLayout(words);
    layout->addLayout(icons);
    return head;
}

void JobPanel::followJob()
{
    const JobChoice shownJob = m_record ? JobChoice::of({*m_record}) : JobChoice {};
    for (const JobRule &rule : jobRules(m_feed, shownJob)) {
        QAction &act = *m_acts.at(rule.id);
        act.setText(rule.text);
        if (auto *button = findChild<QToolButton *>(act.objectName()))
            button->setAccessibleName(QString(rule.text).remove(QLatin1Char('&')));
        allow(act, rule.whyNot, rule.tip);
    }
}

void JobPanel::show(const JobId &id)
{
    if (m_id != id) {
        m_id = id;
        m_record.reset();
        m_title->setText(QStringLiteral("<b>%1</b>").arg(shownShort(id)));
        m_place->setText(tr("Fetching…"));
        sayWhy({});
        m_payload->show({}, {});
        m_result->show({}, {});
        m_attempts->clear();
        m_facts->clear();
        m_log->show(id);
        m_strip->hide();
        m_tabs->setTabText(m_tabs->indexOf(m_attempts), tr("Errors"));
        followJob();
    }
    m_feed.client().ask(FindJob {id}, this, [this, id](Result<JobRecord> record) {
        if (id != m_id)
            return;
        if (record) {
            take(std::move(*record));
            return;
        }
        m_place->setText(shown(record.error().text));
        if (record.error().code == ErrorCode::NotFound) {
            m_record.reset(); // it was deleted: its buttons are for no job
            followJob();
        }
    });
}

/// Also a job that was not found: it may have been restored.
void JobPanel::refresh()
{
    if (m_id != JobId {})
        show(JobId(m_id));
}

void JobPanel::take(JobRecord record)
{
    const bool isNew = !m_record;
    m_strip->setVisible(true);
    const bool hasEndedNow = record.hasResult && (isNew || !m_record->hasResult);
    m_record = std::move(record);
    if (isNew)
        m_payload->show(m_record->job.spec.payload, m_record->job.spec.contentType);
    showFacts();
    followJob();
    if (isNew || m_errorsShown != m_record->errors.size())
        showAttempts();
    m_log->refresh();
    Q_EMIT seen(*m_record);
    m_tabs->setTabEnabled(m_tabs->indexOf(m_result), m_record->hasResult);
    if (hasEndedNow)
        fetchResult();
    if (isEnded(m_record->state) || m_record->state == JobState::Running)
        sayWhy({});
    else
        fetchWhy();
}

void JobPanel::fetchWhy()
{
    m_feed.client().ask(WhyWaiting {m_id}, this, [this, id = m_id](const Result<WhyView> &why) {
        // The job may have started since the last fetch.
        if (why && id == m_id && !isEnded(why->state) && why->state != JobState::Running)
            sayWhy(explainWait(*why, m_feed.clock().now()));
    });
}

void JobPanel::sayWhy(const QString &words)
{
    m_why->setText(words);
    m_why->setVisible(!words.isEmpty());
}

int JobPanel::leastWidth() const
{
    const QMargins margins = layout()->contentsMargins();
    return m_head->minimumSizeHint().width() + margins.left() + margins.right();
}

QString JobPanel::why() const
{
    return m_why->text();
}

void JobPanel::fetchResult()
{
    m_feed.client().ask(FindResult {m_id}, this, [this, id = m_id](const Result<Raw> &result) {
        if (result && id == m_id)
            m_result->show(result->bytes, result->contentType);
    });
}

void JobPanel::showFacts()
{
    const JobRecord &record = *m_record;
    const JobSpec &spec = record.job.spec;
    const TimePoint now = m_feed.clock().now();
    const StateLook look = lookOf(shownStateOf(record), palette());
    m_title->setText(
        QStringLiteral("<span style='font-size:large'><b>%1</b></span> &nbsp; <span style='color:%2'><b>%3 "
                       "%4</b></span>")
            .arg(shownShort(record.job.id), look.colour.name(), look.glyph, look.word));
    m_place->setText(tr("tenant %1 · queue %2 · attempt %3 of %4")
                         .arg(shown(spec.tenant.text()), shown(spec.queue.text()))
                         .arg(record.attempt)
                         .arg(spec.maxAttempts));
    m_strip->show(record, now);
    const auto time = [now](const std::optional<TimePoint> &when) {
        return when ? QStringLiteral("%1 (%2)").arg(shownTime(*when, now), shownAge(*when, now)) : QString();
    };
    Facts facts;
    facts.addWide(shown(record.job.id.text()));
    facts.add(tr("Created"), time(record.job.created));
    facts.add(tr("Runs at"), record.due ? shownTime(*record.due, now) : QString());
    facts.add(tr("Started"), time(record.startedAt));
    facts.add(tr("Ended"), time(record.finishedAt));
    facts.add(tr("Deadline"), spec.deadline ? shownTime(*spec.deadline, now) : QString());
    facts.add(tr("Worker"), shown(record.worker));
    if (record.progress)
        facts.add(tr("Progress"), tr("%1 % %2").arg(record.progress->percent).arg(shown(record.progress->text)));
    facts.add(tr("Priority"), shownPriority(spec.priority));
    facts.add(tr("Cost"), shown(spec.cost));
    facts.add(tr("Timeout"), shownDuration(spec.timeout));
    facts.add(tr("Retries"), shown(spec.retry.text()));
    facts.add(tr("Crashes"), record.crashes > 0 ? QString::number(record.crashes) : QString());
    facts.add(tr("Unique key"), shown(spec.uniqueKey));
    facts.add(tr("Idempotency key"), shown(spec.idempotencyKey));
    facts.add(tr("Correlation id"), shown(spec.correlationId));
    facts.add(tr("Trace id"), shown(spec.traceId));
    facts.add(tr("Parent"), spec.parent ? shown(spec.parent->text()) : QString());
    QStringList tags;
    for (const std::string &tag : spec.tags)
        tags.append(shown(tag));
    facts.add(tr("Tags"), tags.join(QStringLiteral(", ")));
    if (record.withheld)
        facts.add(tr("Withheld"),
            *record.withheld == Withheld::All ? tr("payload or texts: the token may not read them")
                                              : tr("parts of payload and texts, shown as ***"));
    m_facts->setText(facts.html());
}

void JobPanel::showAttempts()
{
    constexpr int textMax = 16 * 1024;
    const TimePoint now = m_feed.clock().now();
    QString html;
    for (auto error = m_record->errors.rbegin(); error != m_record->errors.rend(); ++error) {
        const QString took = shownDuration(std::max(error->ended - error->started, Microseconds {0}));
        html += QStringLiteral(
            "<p><b>#%1 &nbsp; <span style='color:%2'>%3</span></b><br>%4</p><pre style='white-space:pre-wrap'>%5</pre>")
                    .arg(error->attempt)
                    .arg(lookOf(ShownState::Dead, palette()).colour.name(), shown(error->errorClass).toHtmlEscaped(),
                        tr("%1, after %2, on %3")
                            .arg(shownTime(error->ended, now), took, shown(error->worker))
                            .toHtmlEscaped(),
                        shown(error->text).left(textMax).toHtmlEscaped());
    }
    m_attempts->setHtml(html.isEmpty() ? tr("No run has failed.") : html);
    m_errorsShown = m_record->errors.size();
    m_tabs->setTabText(1, tr("Errors (%1)").arg(m_record->errors.size()));
}

void JobPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_record) {
        showFacts();
        showAttempts();
    }
}

} // namespace fairlead
