// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/clock.h"
#include "gui/feed/gui_client.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <functional>
#include <map>

namespace fairlead {

/// A list of jobs, newest first, as it was at one moment, however long. Rows exist from the start and are filled in
/// when they are looked at: chunks are fetched through the Client's cursors, from the nearest one that is known above
/// them; the chunks looked at last are kept. Threads: GUI.
class JobsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int chunkLength = 256;
    static constexpr std::size_t chunksKept = 64;
    static constexpr int rowsMax = 50'000'000; ///< beyond, table views overflow
    enum Column { Id, State, Tenant, Queue, Created, Attempt, Waited, Ran, Problem, Tags, ColumnCount };

    /// Which page of a list.
    struct Ask
    {
        std::string cursor;
        int limit = chunkLength;
        std::int64_t skip = 0;
    };
    using Source = std::function<void(const Ask &ask, Answer<JobPage> answer)>;

    JobsModel(GuiClient &client, const Clock &clock, QObject *parent);

    /// Forgets everything and begins anew. `expected` is how many there should be, -1 when nobody knows.
    void open(Source source, std::int64_t expected);
    /// Where the list comes from; empty before it was opened.
    const Source &source() const { return m_source; }
    /// Fetches the chunk of this row once more and takes over what has become of its jobs; rows keep their places.
    void refreshAt(int row);
    /// Takes over what is known better about a job that may be in the list.
    void update(const JobRecord &record);

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rowCount; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Null while the row is not there yet.
    const JobRecord *record(int row) const;
    /// Those of some rows that are there, without a wish for the others.
    void forEachHeld(int top, int bottom, const std::function<void(int row, const JobRecord &record)> &use) const;
    /// The row of a job among those that are there; -1.
    int rowOf(const JobId &id) const;
    /// Whether it is known how many there are.
    bool isComplete() const { return m_end.has_value(); }
    bool isLoading() const { return m_isAsking; }
    /// Rows that are known to exist.
    std::int64_t reachedRows() const { return m_reached; }
    TimePoint openedAt() const { return m_openedAt; }
    const QString &trouble() const { return m_trouble; }

Q_SIGNALS:
    /// Rows came, the list ended, or it failed.
    void progressed();

private:
    /// Rows [number * chunkLength, ...), of which the first are there.
    struct Chunk
    {
        std::vector<JobRecord> rows;
        mutable std::uint64_t lastUse = 0;
    };
    void want(int row) const;
    void pump();
    /// How to get rows from `row` on, from the nearest cursor above it.
    Ask askFor(int row, int limit) const;
    void take(int row, const Ask &ask, JobPage page);
    void setRowCount(std::int64_t count);
    void giveBack();
    QVariant display(const JobRecord &record, int column) const;
    QVariant tip(const JobRecord &record, int column) const;

    GuiClient &m_client;
    const Clock &m_clock;
    Source m_source;
    int m_generation = 0; ///< answers to older lists are dropped
    std::map<int, Chunk> m_chunks; ///< by number; those that are kept in memory
    std::map<int, std::string> m_cursors; ///< by the row at which a page from them begins
    mutable std::uint64_t m_useCount = 0;
    mutable int m_wanted = -1; ///< the row that was looked at last and is not there
    mutable QTimer m_pumpSoon;
    int m_reached = 0;
    int m_rowCount = 0;
    std::int64_t m_expected = -1;
    std::optional<int> m_end; ///< how many rows there are, once that is known
    bool m_isAsking = false;
    TimePoint m_openedAt;
    QString m_trouble;
};

} // namespace fairlead
