// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/job_export.h"

#include "gui/look/save_file.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
QByteArray lineOf(const JobRecord &record)
{
    const JobSpec &spec = record.job.spec;
    QStringList tags;
    for (const std::string &tag : spec.tags)
        tags.append(shown(tag));
    const AttemptError *error = record.errors.empty() ? nullptr : &record.errors.back();
    const std::string_view state = jobStateName(record.state);
    return csvLine({shown(record.job.id.text()), QString::fromUtf8(state.data(), static_cast<qsizetype>(state.size())),
        shown(spec.queue.text()), shown(spec.tenant.text()), shownIso(record.job.created),
        record.finishedAt ? shownIso(*record.finishedAt) : QString(), QString::number(record.attempt),
        error ? shown(error->errorClass) : QString(), error ? shown(error->text) : QString(),
        tags.join(QLatin1Char(' '))});
}
} // namespace

JobExport::JobExport(GuiClient &client, JobsModel::Source source, const QString &file, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_source(std::move(source))
    , m_file(file)
{
}

void JobExport::start()
{
    if (!m_file.open(QIODevice::WriteOnly)) {
        end(m_file.errorString());
        return;
    }
    m_file.write("id,state,queue,tenant,created,finished,attempt,error_class,error,tags\n");
    ask();
}

void JobExport::ask()
{
    m_source({m_cursor, pageLength}, m_client.here<JobPage>(this, [this](const Result<JobPage> &page) { take(page); }));
}

void JobExport::take(const Result<JobPage> &page)
{
    if (!page) {
        end(shown(page.error().text));
        return;
    }
    for (const JobRecord &record : page->jobs)
        m_file.write(lineOf(record));
    m_written += static_cast<std::int64_t>(page->jobs.size());
    m_cursor = page->cursor;
    if (!m_cursor.empty() && m_written < jobsMax)
        ask();
    else
        end(m_file.commit() ? QString() : m_file.errorString());
}

void JobExport::end(const QString &trouble)
{
    if (!trouble.isEmpty())
        Q_EMIT failed(tr("%1 was not written: %2").arg(m_file.fileName(), trouble));
    else if (!m_cursor.empty())
        Q_EMIT finished(tr("Saved the first %Ln job(s) in %1", nullptr, plural(m_written)).arg(m_file.fileName()));
    else
        Q_EMIT finished(tr("Saved %Ln job(s) in %1", nullptr, plural(m_written)).arg(m_file.fileName()));
    deleteLater();
}

} // namespace fairlead
