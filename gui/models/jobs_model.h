// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/clock.h"
#include "gui/feed/gui_client.h"
#include "gui/models/table_columns.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <functional>
#include <map>

namespace fairlead {

/// A list of jobs of any length. News are known where the newest come first. All rows exist from the start; a chunk is
/// fetched when a view looks at it, through the Client's cursors, from the nearest known cursor above. The chunks used
/// last are kept. The jobs that came after the opening are held back, until `sync` shows them. Threads: GUI.
class JobsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int chunkLength = 256;
    static constexpr std::size_t chunksKept = 64;
    static constexpr int rowsMax = 50'000'000; ///< table views overflow beyond this
    using ColumnOf = TableColumn<JobRecord>;
    enum Column { Id, State, Tenant, Queue, Created, Attempt, Waited, Ran, Problem, Tags, ColumnCount };

    /// The page of a list to fetch.
    struct Ask
    {
        std::string cursor;
        int limit = chunkLength;
        std::int64_t skip = 0;
    };
    using Source = std::function<void(const Ask &ask, Answer<JobPage> answer)>;

    JobsModel(GuiClient &client, const Clock &clock, QObject *parent);

    /// Starts a new list. `expected` is the expected number of rows, -1 when unknown.
    void open(Source source, std::int64_t expected);
    /// The source of the list; empty before the first opening.
    const Source &source() const { return m_source; }
    /// The jobs that came after the opening.
    enum class News { Hold, Show };
    /// Fetches the chunk of this row again: jobs that do not match any more leave, others that match by now come in at
    /// their place, and the rest are updated. Indexes stay with their jobs.
    void sync(int row, News news);
    std::int64_t news() const { return m_news; }
    /// Whether there are more news than that.
    bool hasMoreNews() const { return m_hasMoreNews; }
    /// The list has this many rows by now.
    void expect(std::int64_t rows);
    /// Whether rows change their places because their jobs came or left.
    bool isMerging() const { return m_isMerging; }
    /// Updates a job that may be in the list.
    void update(const JobRecord &record);

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rowCount; }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_columns.count(); }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        return m_columns.header(section, orientation, role);
    }

    /// Null while the row is not loaded.
    const JobRecord *record(int row) const;
    /// The loaded jobs among these rows. Does not fetch the others.
    void forEachHeld(int top, int bottom, const std::function<void(int row, const JobRecord &record)> &use) const;
    /// The row of a job that is loaded, else -1.
    int rowOf(const JobId &id) const;
    /// Whether the number of rows is known.
    bool isComplete() const { return m_end.has_value(); }
    /// Whether the number of rows is the number of jobs; else there are more.
    bool isCounted() const { return m_end || m_expected >= m_reached; }
    bool isLoading() const { return m_isAsking; }
    /// The jobs that a search in payloads has looked at; 0 in another list.
    std::int64_t examined() const { return m_search.examined; }
    /// Ends a search: the list has the jobs that were found.
    void stop();
    bool isStopped() const { return m_search.isStopped; }
    /// The first row among these that is not loaded, else -1.
    int firstMissing(int top, int bottom) const;
    /// The number of rows that are known to exist.
    std::int64_t reachedRows() const { return m_reached; }
    TimePoint openedAt() const { return m_openedAt; }
    const QString &trouble() const { return m_trouble; }

Q_SIGNALS:
    /// Rows were loaded, the list ended, or a request failed.
    void progressed();

private:
    /// The rows from number * chunkLength on. The first ones are loaded.
    struct Chunk
    {
        std::vector<JobRecord> rows;
        mutable std::uint64_t lastUse = 0;
    };
    void want(int row) const;
    void pump();
    /// The request for rows from `row` on, from the nearest cursor above.
    Ask askFor(int row, int limit) const;
    void take(int row, const Ask &ask, JobPage page);
    void countNews();
    void merge(int first, News news, JobPage page);
    /// Puts jobs in the place of a chunk. Persistent indexes follow their jobs.
    void replaceChunk(int number, std::vector<JobRecord> rows);
    /// Moves the first cursor below the news above the list.
    void passNews();
    bool isNews(const JobRecord &job) const { return m_newest && job.job.id > *m_newest; }
    void setRowCount(std::int64_t count);
    /// The rows that are known or expected.
    std::int64_t rowsNow() const;
    void giveBack();
    std::vector<ColumnOf> columns() const;

    GuiClient &m_client;
    const Clock &m_clock;
    Source m_source;
    int m_generation = 0; ///< answers to earlier lists are dropped
    std::map<int, Chunk> m_chunks; ///< loaded chunks, by number
    std::map<int, std::string> m_cursors; ///< cursor of a page, by the row at which the page begins
    mutable std::uint64_t m_useCount = 0;
    mutable int m_wanted = -1; ///< the last row that a view asked for and that is not loaded
    mutable QTimer m_pumpSoon;
    int m_reached = 0;
    int m_rowCount = 0;
    std::int64_t m_expected = -1;
    std::optional<int> m_end; ///< number of rows, once known
    struct Search
    {
        std::int64_t examined = 0;
        bool isStopped = false;
    };
    Search m_search;
    bool m_isAsking = false;
    bool m_isSyncing = false;
    bool m_isMerging = false;
    bool m_isCounting = false;
    std::optional<JobId> m_newest; ///< newer jobs are news; empty while the list has no row
    std::int64_t m_above = 0; ///< news between the first cursor and the first row
    std::int64_t m_news = 0;
    bool m_hasMoreNews = false;
    TimePoint m_openedAt;
    QString m_trouble;
    TableColumns<JobRecord> m_columns;
};

} // namespace fairlead
