// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/event_log.h"
#include "gui/models/filter_terms.h"
#include "gui/models/table_columns.h"

#include <QAbstractTableModel>

#include <memory>

namespace fairlead {

/// The rows of the log that are shown.
struct LogFilter
{
    bool hasActs = true; ///< acts of operators
    bool hasEngine = true; ///< pauses, starts and stops, jobs that died
    bool hasJobs = false; ///< all steps of all jobs
    std::optional<std::vector<FilterTerm>> terms = std::vector<FilterTerm> {}; ///< all of them; empty: no row has them
};

/// Events and acts of operators in one list, newest first. The newest `rowsMax` are kept. One act on many jobs, which
/// the audit log has job by job, is one row. Threads: GUI.
class EventsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr std::size_t rowsMax = 20'000;
    using ColumnOf = TableColumn<LogRow>;
    enum Column { Time, By, What, About, Detail, Number, ColumnCount };

    EventsModel(const Clock &clock, QObject *parent);

    /// Inserts rows in the order of time.
    void add(std::vector<LogRow> rows);
    /// Puts rows in the place of a gap. Does nothing when the gap is not in the list.
    void replaceGap(const LogGap &gap, std::vector<LogRow> rows);
    /// The newest gap whose events of the engine are not in the list yet.
    std::optional<LogRow> unsearchedGap() const;
    /// Whether the list has an event from before this time.
    bool reachesBefore(TimePoint time) const;
    void clear();
    void setFilter(const LogFilter &filter);

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_columns.count(); }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        return m_columns.header(section, orientation, role);
    }

    const LogRow &row(int number) const { return *m_shown.at(static_cast<std::size_t>(number)); }
    /// The job of a row.
    std::optional<JobId> jobAt(int row) const;
    /// The rows shown, oldest first.
    QByteArray asCsv() const;

private:
    using Kept = std::shared_ptr<LogRow>;
    bool passes(const LogRow &row) const;
    /// Takes an act on one job into the row of the acts before it, when it is part of the same bulk act.
    bool fold(const LogRow &row);
    void show(const std::vector<Kept> &fresh);
    void drop();

    TableColumns<LogRow> m_columns;
    LogFilter m_filter;
    Kept m_lastAct; ///< the row of the act that was added last
    std::vector<Kept> m_all; ///< newest first
    std::vector<Kept> m_shown;
};

} // namespace fairlead
