// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/jobs_model.h"

#include <QSaveFile>

namespace fairlead {

/// Writes a list of jobs to a CSV file, page by page: facts and last errors, no payloads. The file appears when it is
/// complete. The object deletes itself at the end. Threads: GUI.
class JobExport final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::int64_t jobsMax = 1'000'000;
    static constexpr int pageLength = 1000;

    JobExport(GuiClient &client, JobsModel::Source source, const QString &file, QObject *parent);
    void start();

Q_SIGNALS:
    void finished(const QString &text);
    void failed(const QString &text);

private:
    void ask();
    void take(const Result<JobPage> &page);
    void end(const QString &trouble);

    GuiClient &m_client;
    const JobsModel::Source m_source;
    QSaveFile m_file;
    std::string m_cursor;
    std::int64_t m_written = 0;
};

} // namespace fairlead
