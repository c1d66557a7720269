// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/clock.h"
#include "gui/feed/gui_client.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <functional>

namespace fairlead {

/// A list of jobs, newest first, as it was at one moment, however long. Rows exist from the start and are filled in
/// when they are looked at: chunks are fetched through the Client's cursors, the ones looked at last are kept. Cursors
/// lead only forward, so that a far row is reached by walking there. Threads: GUI.
class JobsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int chunkLength = 256;
    static constexpr int strideLength = 1000; ///< while walking to a far row
    static constexpr std::size_t chunksKept = 64;
    static constexpr int rowsMax = 50'000'000; ///< beyond, table views overflow
    enum Column { Id, State, Tenant, Queue, Created, Attempt, Waited, Ran, Problem, Tags, ColumnCount };

    /// Asks for one page: cursor, limit.
    using Source = std::function<void(const std::string &cursor, int limit, Answer<JobPage> answer)>;

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
    /// The row of a job among those that are there; -1.
    int rowOf(const JobId &id) const;
    bool isComplete() const { return m_isComplete; }
    bool isLoading() const { return m_isAsking; }
    std::int64_t loadedRows() const { return m_reached; }
    TimePoint openedAt() const { return m_openedAt; }
    const QString &trouble() const { return m_trouble; }

Q_SIGNALS:
    /// Rows came, the list ended, or it failed.
    void progressed();

private:
    struct Chunk
    {
        int first = 0;
        int count = 0;
        std::string cursor; ///< to fetch it again
        std::vector<JobRecord> rows; ///< empty: given back, to save memory
        std::uint64_t lastUse = 0;
    };
    Chunk *chunkOf(int row) const;
    void want(int row) const;
    void pump();
    void takeNext(const std::string &cursor, JobPage page);
    void takeAgain(std::size_t chunk, JobPage page);
    void setRowCount(std::int64_t count);
    void giveBack();
    QVariant display(const JobRecord &record, int column) const;
    QVariant tip(const JobRecord &record, int column) const;

    GuiClient &m_client;
    const Clock &m_clock;
    Source m_source;
    int m_generation = 0; ///< answers to older lists are dropped
    mutable std::vector<Chunk> m_chunks;
    mutable std::uint64_t m_useCount = 0;
    mutable int m_wanted = -1; ///< the row that was looked at last and is not there
    mutable QTimer m_pumpSoon;
    int m_reached = 0; ///< rows walked over
    int m_rowCount = 0;
    std::int64_t m_expected = -1;
    std::string m_nextCursor;
    bool m_isAsking = false;
    bool m_isComplete = false;
    TimePoint m_openedAt;
    QString m_trouble;
};

} // namespace fairlead
