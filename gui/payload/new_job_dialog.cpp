// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/new_job_dialog.h"

#include "engine/domain/job.h"
#include "engine/domain/units.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/payload/json_mark.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fairlead {

namespace {
using Start = std::variant<std::monostate, Microseconds, TimePoint>;

QString startText(const Start &start)
{
    if (const auto *delay = std::get_if<Microseconds>(&start))
        return QString::fromStdString(durationText(*delay));
    if (const auto *at = std::get_if<TimePoint>(&start))
        return QString::fromStdString(timeText(*at));
    return {};
}

Result<Start> startOf(const QString &text)
{
    const std::string typed = text.trimmed().toStdString();
    if (typed.empty())
        return Start {};
    if (const Result<Microseconds> delay = parseDuration(typed))
        return Start {*delay};
    if (const Result<TimePoint> at = parseTime(typed))
        return Start {*at};
    return failure(ErrorCode::Invalid,
        NewJobDialog::tr("%1 is neither a duration, such as 10m, nor a time").arg(text).toStdString());
}
} // namespace

NewJobDialog::NewJobDialog(const NewJob &like, const QStringList &queues, QWidget *parent)
    : QDialog(parent)
    , m_like(like)
    , m_queue(new QComboBox)
    , m_tenant(new QLineEdit(shown(like.tenant.text())))
    , m_priority(new QComboBox)
    , m_tags(new QLineEdit)
    , m_delay(new QLineEdit(startText(like.start)))
    , m_deadline(new QLineEdit(startText(like.deadline)))
    , m_payload(new QPlainTextEdit)
    , m_verdict(new PlainLabel)
{
    setObjectName(QStringLiteral("newJobDialog"));
    setWindowTitle(tr("New job"));
    resize(640, 560);
    m_queue->setObjectName(QStringLiteral("newJobQueue"));
    m_queue->setEditable(true); // with completion from the list
    m_queue->addItems(queues);
    m_queue->setCurrentText(shown(like.queue.text()));
    m_tenant->setObjectName(QStringLiteral("newJobTenant"));
    for (const Priority priority : allPriorities)
        m_priority->addItem(shownPriority(priority), static_cast<int>(priority));
    m_priority->setCurrentIndex(m_priority->findData(static_cast<int>(like.priority)));
    QStringList tags;
    for (const std::string &tag : like.tags)
        tags.append(QString::fromStdString(tag));
    m_tags->setText(tags.join(QLatin1Char(' ')));
    m_delay->setObjectName(QStringLiteral("newJobDelay"));
    m_delay->setPlaceholderText(tr("at once; or 10m, or a time"));
    m_deadline->setPlaceholderText(tr("none; or 1h, or a time"));
    m_payload->setObjectName(QStringLiteral("newJobPayload"));
    m_payload->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_payload->setTabChangesFocus(true);
    m_payload->setPlainText(QString::fromStdString(like.payload));
    setSpokenRole(*m_verdict, QAccessible::Notification);
    m_verdict->setWordWrap(true);
    auto *form = new QFormLayout;
    form->addRow(tr("&Queue"), m_queue);
    form->addRow(tr("&Tenant"), m_tenant);
    form->addRow(tr("&Priority"), m_priority);
    form->addRow(tr("Ta&gs"), m_tags);
    form->addRow(tr("&Start after"), m_delay);
    form->addRow(tr("&Deadline"), m_deadline);
    form->addRow(tr("Pa&yload"), m_payload);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_send = buttons->addButton(tr("Hand in the new job"), QDialogButtonBox::AcceptRole);
    m_send->setObjectName(QStringLiteral("sendNewJob"));
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form, 1);
    layout->addWidget(m_verdict);
    layout->addWidget(buttons);
    m_send->setDefault(true); // of this dialog: not before it is in it
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_queue, &QComboBox::currentTextChanged, this, &NewJobDialog::check);
    for (const QLineEdit *one : {m_tenant, m_tags, m_delay, m_deadline})
        connect(one, &QLineEdit::textChanged, this, &NewJobDialog::check);
    connect(m_payload, &QPlainTextEdit::textChanged, this, &NewJobDialog::check);
    check();
    m_queue->setFocus();
}

Result<NewJob> NewJobDialog::job() const
{
    NewJob job = m_like;
    FAIRLEAD_TRY(job.queue, QueueName::parse(m_queue->currentText().trimmed().toStdString()));
    FAIRLEAD_TRY(job.tenant, TenantName::parse(m_tenant->text().trimmed().toStdString()));
    job.priority = static_cast<Priority>(m_priority->currentData().toInt());
    job.tags.clear();
    for (const QString &tag : m_tags->text().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        job.tags.push_back(tag.toStdString());
    FAIRLEAD_TRY(job.start, startOf(m_delay->text()));
    FAIRLEAD_TRY(job.deadline, startOf(m_deadline->text()));
    job.payload = rawText(*m_payload).toStdString();
    FAIRLEAD_CHECK(checkTexts(job, {}));
    return job;
}

void NewJobDialog::check()
{
    const bool isJson = m_like.contentType == NewJob {}.contentType;
    const bool isEmpty = m_payload->document()->isEmpty();
    const QString fault = isJson && !isEmpty ? markJsonFault(*m_payload) : QString();
    const Result<NewJob> made = job();
    m_verdict->setText(made ? fault : shown(made.error().text));
    m_verdict->setAccessibleName(m_verdict->text());
    m_send->setEnabled(made && fault.isEmpty());
}

} // namespace fairlead
