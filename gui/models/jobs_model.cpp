// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/jobs_model.h"

#include <algorithm>

namespace fairlead {

JobsModel::JobsModel(GuiClient &client, const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_client(client)
    , m_clock(clock)
    , m_openedAt(clock.now())
{
    // Many cells ask for the same chunk while a view paints: they are answered together.
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
    m_wanted = -1;
    m_reached = 0;
    m_expected = expected;
    m_rowCount = static_cast<int>(std::clamp<std::int64_t>(expected, 0, rowsMax));
    m_nextCursor.clear();
    m_isAsking = false;
    m_isComplete = false;
    m_openedAt = m_clock.now();
    m_trouble.clear();
    endResetModel();
    m_wanted = 0;
    pump();
}

JobsModel::Chunk *JobsModel::chunkOf(int row) const
{
    const auto after = std::upper_bound(
        m_chunks.begin(), m_chunks.end(), row, [](int number, const Chunk &chunk) { return number < chunk.first; });
    if (after == m_chunks.begin())
        return nullptr;
    Chunk &chunk = *std::prev(after);
    return row < chunk.first + chunk.count ? &chunk : nullptr;
}

const JobRecord *JobsModel::record(int row) const
{
    Chunk *chunk = chunkOf(row);
    if (!chunk || chunk->rows.empty()) {
        want(row);
        return nullptr;
    }
    chunk->lastUse = ++m_useCount;
    const auto at = static_cast<std::size_t>(row - chunk->first);
    return at < chunk->rows.size() ? &chunk->rows[at] : nullptr;
}

int JobsModel::rowOf(const JobId &id) const
{
    for (const Chunk &chunk : m_chunks) {
        for (std::size_t i = 0; i < chunk.rows.size(); ++i) {
            if (chunk.rows[i].job.id == id)
                return chunk.first + static_cast<int>(i);
        }
    }
    return -1;
}

void JobsModel::want(int row) const
{
    m_wanted = row;
    if (!m_isAsking && m_trouble.isEmpty() && !m_pumpSoon.isActive())
        m_pumpSoon.start();
}

void JobsModel::pump()
{
    if (m_isAsking || m_wanted < 0 || !m_source)
        return;
    const Chunk *chunk = chunkOf(m_wanted);
    if (chunk ? !chunk->rows.empty() : m_isComplete)
        return;
    m_isAsking = true;
    const int generation = m_generation;
    if (chunk) {
        const auto at = static_cast<std::size_t>(chunk - m_chunks.data());
        m_source(
            chunk->cursor, chunk->count, m_client.here<JobPage>(this, [this, generation, at](Result<JobPage> page) {
                if (generation != m_generation)
                    return;
                m_isAsking = false;
                if (page)
                    takeAgain(at, std::move(*page));
                else
                    m_trouble = QString::fromStdString(page.error().text);
                Q_EMIT progressed();
            }));
        return;
    }
    const int limit = m_wanted - m_reached > strideLength ? strideLength : chunkLength;
    const std::string cursor = m_nextCursor;
    m_source(cursor, limit, m_client.here<JobPage>(this, [this, generation, cursor](Result<JobPage> page) {
        if (generation != m_generation)
            return;
        m_isAsking = false;
        if (page)
            takeNext(cursor, std::move(*page));
        else
            m_trouble = QString::fromStdString(page.error().text);
        Q_EMIT progressed();
    }));
}

void JobsModel::takeNext(const std::string &cursor, JobPage page)
{
    const int first = m_reached;
    const int count = static_cast<int>(page.jobs.size());
    m_nextCursor = page.cursor;
    m_isComplete = page.cursor.empty();
    if (count > 0)
        m_chunks.push_back({first, count, cursor, std::move(page.jobs), ++m_useCount});
    m_reached += count;
    giveBack();
    const bool isFilled = m_isComplete || m_reached > m_wanted;
    // Without a count there is always one more chunk to look at, until the end is known.
    const std::int64_t atLeast = m_reached + (m_isComplete ? 0 : chunkLength);
    setRowCount(m_isComplete ? m_reached : std::max(m_expected, atLeast));
    if (count > 0)
        Q_EMIT dataChanged(index(first, 0), index(first + count - 1, ColumnCount - 1));
    if (!isFilled)
        m_pumpSoon.start();
}

void JobsModel::takeAgain(std::size_t at, JobPage page)
{
    Chunk &chunk = m_chunks.at(at);
    // Jobs that have left the list meanwhile leave their rows empty; the others keep their places.
    page.jobs.resize(std::min(page.jobs.size(), static_cast<std::size_t>(chunk.count)));
    chunk.rows = std::move(page.jobs);
    chunk.lastUse = ++m_useCount;
    giveBack();
    Q_EMIT dataChanged(index(chunk.first, 0), index(chunk.first + chunk.count - 1, ColumnCount - 1));
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
    std::vector<Chunk *> held;
    for (Chunk &chunk : m_chunks) {
        if (!chunk.rows.empty())
            held.push_back(&chunk);
    }
    if (held.size() <= chunksKept)
        return;
    const auto oldest = std::min_element(
        held.begin(), held.end(), [](const Chunk *a, const Chunk *b) { return a->lastUse < b->lastUse; });
    std::vector<JobRecord>().swap((*oldest)->rows);
}

void JobsModel::refreshAt(int row)
{
    const Chunk *chunk = chunkOf(row);
    if (m_isAsking || !chunk || chunk->rows.empty())
        return;
    m_source(chunk->cursor, chunk->count,
        m_client.here<JobPage>(this, [this, generation = m_generation](const Result<JobPage> &page) {
            if (generation != m_generation || !page)
                return;
            for (const JobRecord &record : page->jobs)
                update(record);
        }));
}

void JobsModel::update(const JobRecord &record)
{
    const int row = rowOf(record.job.id);
    if (row < 0)
        return;
    Chunk *chunk = chunkOf(row);
    chunk->rows[static_cast<std::size_t>(row - chunk->first)] = record;
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

} // namespace fairlead
