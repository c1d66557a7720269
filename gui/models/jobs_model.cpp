// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/jobs_model.h"

#include <algorithm>

namespace fairlead {

JobsModel::JobsModel(GuiClient &client, const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_client(client)
    , m_clock(clock)
    , m_openedAt(clock.now())
    , m_columns(columns())
{
    // While it paints, a view asks for many cells of a chunk. One request serves them all.
    m_pumpSoon.setSingleShot(true);
    m_pumpSoon.setInterval(0);
    connect(&m_pumpSoon, &QTimer::timeout, this, &JobsModel::pump);
}

void JobsModel::open(Source source, std::int64_t expected)
{
    beginResetModel();
    m_source = std::move(source);
    ++m_generation;
    m_chunks.clear();
    m_cursors = {{0, {}}};
    m_reached = 0;
    m_expected = expected;
    m_rowCount = static_cast<int>(std::clamp<std::int64_t>(expected, 0, rowsMax));
    m_end.reset();
    m_search = {};
    m_isAsking = false;
    m_isSyncing = false;
    m_isCounting = false;
    m_newest.reset();
    m_above = 0;
    m_news = 0;
    m_hasMoreNews = false;
    m_openedAt = m_clock.now();
    m_trouble.clear();
    endResetModel();
    m_wanted = 0;
    pump();
}

const JobRecord *JobsModel::record(int row) const
{
    const auto chunk = m_chunks.find(row / chunkLength);
    const auto at = static_cast<std::size_t>(row % chunkLength);
    if (chunk == m_chunks.end() || at >= chunk->second.rows.size()) {
        want(row);
        return nullptr;
    }
    chunk->second.lastUse = ++m_useCount;
    return &chunk->second.rows[at];
}

void JobsModel::forEachHeld(int top, int bottom, const std::function<void(int, const JobRecord &)> &use) const
{
    const auto below = m_chunks.upper_bound(bottom / chunkLength);
    for (auto chunk = m_chunks.lower_bound(top / chunkLength); chunk != below; ++chunk) {
        int row = chunk->first * chunkLength;
        for (const JobRecord &record : chunk->second.rows) {
            if (row >= top && row <= bottom)
                use(row, record);
            ++row;
        }
    }
}

int JobsModel::firstMissing(int top, int bottom) const
{
    for (int row = top; row <= bottom;) {
        const auto chunk = m_chunks.find(row / chunkLength);
        const int held = chunk == m_chunks.end() ? 0 : static_cast<int>(chunk->second.rows.size());
        if (row % chunkLength >= held)
            return row;
        row += held - row % chunkLength;
    }
    return -1;
}

int JobsModel::rowOf(const JobId &id) const
{
    int found = -1;
    forEachHeld(0, rowsMax, [&](int row, const JobRecord &record) {
        if (record.job.id == id)
            found = row;
    });
    return found;
}

void JobsModel::want(int row) const
{
    m_wanted = row;
    if (!m_isAsking && m_trouble.isEmpty() && !m_pumpSoon.isActive())
        m_pumpSoon.start();
}

JobsModel::Ask JobsModel::askFor(int row, int limit) const
{
    const auto &[at, cursor] = *std::prev(m_cursors.upper_bound(row));
    return {cursor, limit, row - at};
}

void JobsModel::pump()
{
    if (m_isAsking || m_isSyncing || m_wanted < 0 || !m_source || (m_end && m_wanted >= *m_end))
        return;
    const int number = m_wanted / chunkLength;
    const auto chunk = m_chunks.find(number);
    const int held = chunk == m_chunks.end() ? 0 : static_cast<int>(chunk->second.rows.size());
    const int row = number * chunkLength + held;
    if (row > m_wanted)
        return;
    m_isAsking = true;
    const Ask ask = askFor(row, chunkLength - held);
    m_source(ask, m_client.here<JobPage>(this, [this, generation = m_generation, row, ask](Result<JobPage> page) {
        if (generation != m_generation)
            return;
        m_isAsking = false;
        if (page)
            take(row, ask, std::move(*page));
        else
            m_trouble = QString::fromStdString(page.error().text);
        Q_EMIT progressed();
    }));
}

void JobsModel::take(int row, const Ask &ask, JobPage page)
{
    const int first = row - static_cast<int>(ask.skip - std::min(page.skipped, ask.skip));
    const int count = static_cast<int>(page.jobs.size());
    const int next = first + count;
    m_reached = std::max(m_reached, next);
    m_search.examined += page.examined;
    if (first == 0 && count > 0 && !m_newest)
        m_newest = page.jobs.front().job.id;
    if (page.cursor.empty())
        m_end = next;
    else
        m_cursors[next] = std::move(page.cursor);
    if (first == row && count > 0) { // otherwise the engine has not come that far, or the list has ended before
        Chunk &chunk = m_chunks[row / chunkLength];
        chunk.rows.insert(
            chunk.rows.end(), std::make_move_iterator(page.jobs.begin()), std::make_move_iterator(page.jobs.end()));
        chunk.lastUse = ++m_useCount;
        giveBack();
    }
    setRowCount(rowsNow());
    if (first == row && count > 0)
        Q_EMIT dataChanged(index(row, 0), index(next - 1, ColumnCount - 1));
    if (!m_end && m_reached == m_expected)
        m_wanted = m_reached; // it may go on behind the count
    m_pumpSoon.start();
}

void JobsModel::stop()
{
    if (m_end)
        return;
    ++m_generation; // the answer that comes is not waited for
    m_isAsking = false;
    m_isSyncing = false;
    m_search.isStopped = true;
    m_end = m_reached;
    setRowCount(rowsNow());
    Q_EMIT progressed();
}

void JobsModel::setRowCount(std::int64_t wanted)
{
    const int count = static_cast<int>(std::min<std::int64_t>(wanted, rowsMax));
    if (count > m_rowCount) {
        beginInsertRows({}, m_rowCount, count - 1);
        m_rowCount = count;
        endInsertRows();
    } else if (count < m_rowCount) {
        beginRemoveRows({}, count, m_rowCount - 1);
        m_rowCount = count;
        endRemoveRows();
    }
}

void JobsModel::giveBack()
{
    if (m_chunks.size() <= chunksKept)
        return;
    // The first chunk is kept: a new request for it would return newer jobs.
    const auto oldest = std::min_element(std::next(m_chunks.begin()), m_chunks.end(),
        [](const auto &a, const auto &b) { return a.second.lastUse < b.second.lastUse; });
    m_chunks.erase(oldest);
}

std::int64_t JobsModel::rowsNow() const
{
    if (m_end)
        return *m_end;
    // Without a count, one more chunk is assumed until the end is known.
    return isCounted() ? m_expected : m_reached + chunkLength;
}

void JobsModel::expect(std::int64_t rows)
{
    m_expected = rows;
    if (!m_isAsking && !m_isSyncing && m_reached > 0)
        setRowCount(rowsNow());
}

void JobsModel::update(const JobRecord &record)
{
    const int row = rowOf(record.job.id);
    if (row < 0)
        return;
    m_chunks.at(row / chunkLength).rows[static_cast<std::size_t>(row % chunkLength)] = record;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace fairlead
