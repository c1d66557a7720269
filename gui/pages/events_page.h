// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/events_model.h"
#include "gui/pages/page.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;

namespace fairlead {

class ElidedLabel;
class FilterBar;
class TableHint;

/// Events of the engine and acts of operators, newest first. The page follows the newest rows until the person scrolls
/// away; then it counts the new ones. Threads: GUI.
class EventsPage final : public Page
{
    Q_OBJECT
public:
    static constexpr std::size_t heldMax = 10'000; ///< with more, it stops asking until it follows again
    static constexpr int gapPagesMax = 10; ///< that one click reads
    static constexpr int olderPagesMax = 20; ///< that are read for a minute in the past

    explicit EventsPage(const PageContext &context);
    void showData() override;
    void reload() override;
    QWidget *filterField() override;
    std::vector<JobRecord> selectedJobs() const override { return jobLookedAt(); }
    EventsModel *model() const { return m_model; }
    /// Shows what happened in the minute of this time, also when it is older than the rows read so far.
    void showMinute(TimePoint time);

private:
    QWidget *makeFilters();
    QWidget *makeChainLine();
    void begin();
    void take(const std::vector<LogRow> &rows);
    void takeGap(const LogGap &gap, const std::vector<LogRow> &rows, GapPart part);
    /// Loads the events of a gap. Other rows have nothing to load.
    void load(const QModelIndex &row);
    void setFollowing(bool isFollowing);
    void filter();
    /// Asks for older rows until those of the minute wanted are there.
    void readBack();
    void showFacts();
    void checkChain();
    void exportRows(const QString &file);

    EventsModel *m_model = nullptr;
    EventLog *m_log = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QCheckBox *m_acts = nullptr;
    QCheckBox *m_engine = nullptr;
    QCheckBox *m_jobs = nullptr;
    FilterBar *m_filterBar = nullptr;
    QCheckBox *m_follow = nullptr;
    QPushButton *m_new = nullptr;
    QPushButton *m_older = nullptr;
    QPushButton *m_export = nullptr;
    ElidedLabel *m_chain = nullptr;
    QPushButton *m_check = nullptr;
    std::vector<LogRow> m_held; ///< rows that came while the page did not follow
    bool m_isBegun = false;
    std::optional<TimePoint> m_readTo; ///< older rows are read until this time
    int m_olderPages = 0; ///< still to be read for it
    int m_gapPages = 0; ///< still to be read of the gap that a person wants
    bool m_isOlder = false; ///< the next rows are older than those shown
    bool m_isChainAsked = false;
};

} // namespace fairlead
