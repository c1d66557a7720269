// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a list of jobs up to date while it is shown.
#include "gui/models/jobs_model.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::int64_t pageMax = 1000; ///< rows of one request
} // namespace

void JobsModel::sync(int row, News news)
{
    const int number = std::max(row, 0) / chunkLength;
    const bool isKnown = m_chunks.contains(number) || (number == 0 && m_end == 0);
    if (m_isAsking || m_isSyncing || !m_source || !isKnown)
        return;
    if (news == News::Hold && (number != 0 || !m_cursors[0].empty()))
        countNews(); // else the answer has them
    if (number == 0 && news == News::Show) {
        m_cursors[0].clear();
        m_above = 0;
    }
    m_isSyncing = true;
    Ask ask = askFor(number * chunkLength, chunkLength);
    if (number == 0)
        ask.limit = static_cast<int>(std::min(pageMax, chunkLength + m_above));
    m_source(ask,
        m_client.here<JobPage>(
            this, [this, generation = m_generation, number, news, skip = ask.skip](Result<JobPage> page) {
                if (generation != m_generation)
                    return;
                m_isSyncing = false;
                if (page && page->skipped >= skip)
                    merge(number * chunkLength, news, std::move(*page));
                m_pumpSoon.start();
                Q_EMIT progressed();
            }));
}

void JobsModel::merge(int first, News news, JobPage page)
{
    std::vector<JobRecord> rows = std::move(page.jobs);
    if (first == 0 && news == News::Show) {
        m_above = 0;
        m_news = 0;
        m_hasMoreNews = false;
        if (!rows.empty() && (!m_newest || isNews(rows.front())))
            m_newest = rows.front().job.id;
    } else if (first == 0) {
        const auto old = std::find_if(rows.begin(), rows.end(), [this](const JobRecord &job) { return !isNews(job); });
        m_above = old - rows.begin();
        rows.erase(rows.begin(), old);
        if (m_cursors[0].empty()) {
            m_news = m_above;
            m_hasMoreNews = rows.empty() && !page.cursor.empty();
        }
        if (m_above >= chunkLength)
            passNews();
        // News have left meanwhile, or take the whole page: the next round asks for as many rows as it takes.
        if (rows.size() > chunkLength || (rows.empty() && !page.cursor.empty()))
            return;
    }
    if (!m_newest && !rows.empty())
        m_newest = rows.front().job.id;
    const int next = first + static_cast<int>(rows.size());
    const int number = first / chunkLength;
    const bool hasEnded = page.cursor.empty();
    const auto chunk = m_chunks.find(number);
    const bool isSame = hasEnded == (m_end && *m_end <= next) && chunk != m_chunks.end()
        && chunk->second.rows.size() == rows.size()
        && std::equal(rows.begin(), rows.end(), chunk->second.rows.begin(),
            [](const JobRecord &a, const JobRecord &b) { return a.job.id == b.job.id; });
    if (isSame) {
        chunk->second.rows = std::move(rows);
        if (next > first)
            Q_EMIT dataChanged(index(first, 0), index(next - 1, ColumnCount - 1));
        return;
    }
    m_isMerging = true;
    m_reached = next;
    m_end = hasEnded ? std::optional(next) : std::nullopt;
    setRowCount(std::max<std::int64_t>(m_rowCount, rowsNow()));
    replaceChunk(number, std::move(rows));
    // The rows below have moved: they are fetched again when they are looked at.
    m_cursors.erase(m_cursors.upper_bound(first), m_cursors.end());
    if (!hasEnded)
        m_cursors[next] = std::move(page.cursor);
    setRowCount(rowsNow());
    m_isMerging = false;
}

void JobsModel::replaceChunk(int number, std::vector<JobRecord> rows)
{
    const int first = number * chunkLength;
    std::map<JobId, int> places;
    for (const JobRecord &job : rows)
        places.emplace(job.job.id, first + static_cast<int>(places.size()));
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &old : before) {
        QModelIndex fresh = old.row() < first ? old : QModelIndex();
        forEachHeld(std::max(old.row(), first), old.row(), [&](int, const JobRecord &job) {
            if (const auto place = places.find(job.job.id); place != places.end())
                fresh = index(place->second, old.column());
        });
        after.append(fresh);
    }
    m_chunks.erase(m_chunks.lower_bound(number), m_chunks.end());
    Chunk &chunk = m_chunks[number];
    chunk.rows = std::move(rows);
    chunk.lastUse = ++m_useCount;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void JobsModel::passNews()
{
    m_isSyncing = true;
    const Ask ask {m_cursors[0], static_cast<int>(std::min(pageMax, m_above)), 0};
    m_source(ask, m_client.here<JobPage>(this, [this, generation = m_generation](Result<JobPage> page) {
        if (generation != m_generation)
            return;
        m_isSyncing = false;
        m_pumpSoon.start();
        // The oldest of them must be news, too: some may have left meanwhile.
        if (!page || page->cursor.empty() || page->jobs.empty() || !isNews(page->jobs.back()))
            return;
        m_cursors[0] = std::move(page->cursor);
        m_above = std::max<std::int64_t>(m_above - static_cast<std::int64_t>(page->jobs.size()), 0);
    }));
}

void JobsModel::countNews()
{
    if (m_isCounting || !m_source || !m_newest)
        return;
    m_isCounting = true;
    m_source({}, m_client.here<JobPage>(this, [this, generation = m_generation](const Result<JobPage> &page) {
        if (generation != m_generation)
            return;
        m_isCounting = false;
        if (!page)
            return;
        const auto old =
            std::find_if(page->jobs.begin(), page->jobs.end(), [this](const JobRecord &job) { return !isNews(job); });
        m_news = old - page->jobs.begin();
        m_hasMoreNews = old == page->jobs.end() && !page->cursor.empty();
        Q_EMIT progressed();
    }));
}

} // namespace fairlead
