// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/event_log.h"

#include <QAbstractTableModel>

#include <memory>

namespace fairlead {

/// Which rows of a log are shown.
struct LogFilter
{
    bool hasActs = true; ///< of operators
    bool hasEngine = true; ///< pauses, starts and stops, jobs that died
    bool hasJobs = false; ///< every step of every job
    QString text; ///< in any cell; case does not matter
};

/// What happened, newest first: events and acts of operators in one list. The newest `rowsMax` are kept. Threads: GUI.
class EventsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr std::size_t rowsMax = 20'000;
    enum Column { Time, By, What, About, Detail, Number, ColumnCount };

    EventsModel(const Clock &clock, QObject *parent);

    /// Puts rows in by time, wherever they belong.
    void add(std::vector<LogRow> rows);
    void clear();
    void setFilter(const LogFilter &filter);

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const LogRow &row(int number) const { return *m_shown.at(static_cast<std::size_t>(number)); }
    /// The job that the row tells of.
    std::optional<JobId> jobAt(int row) const;
    /// The rows shown, oldest first.
    QByteArray asCsv() const;

private:
    using Kept = std::shared_ptr<const LogRow>;
    bool passes(const LogRow &row) const;
    void show(const std::vector<Kept> &fresh);
    void drop();
    QString display(const LogRow &row, int column) const;

    const Clock &m_clock;
    LogFilter m_filter;
    std::vector<Kept> m_all; ///< newest first, as the rows shown
    std::vector<Kept> m_shown;
};

} // namespace fairlead
