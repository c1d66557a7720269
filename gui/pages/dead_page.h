// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/dead_groups_model.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/page.h"

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QTableView;

namespace fairlead {

class ElidedLabel;
class FilterBar;
class GroupFilter;
class JobTable;
class ReplayLine;
class SelectionBar;
class TableHint;

/// Groups of dead letters, and below them the jobs of the selected group. After a retry, a line tells what became of
/// it. The inspector shows the selected job. Threads: GUI.
class DeadPage final : public Page
{
    Q_OBJECT
public:
    explicit DeadPage(const PageContext &context);
    void showData() override;
    void reload() override;
    QWidget *filterField() override;
    std::vector<JobRecord> selectedJobs() const override;
    JobChoice choice() const override;
    const JobsModel *listedJobs() const override { return m_jobs; }
    QTableView *groupTable() const { return m_groupTable; }
    JobTable *jobTable() const { return m_jobTable; }
    QPushButton *retryGroupButton() const { return m_retryGroup; }
    SelectionBar *selectionBar() const { return m_bar; }
    ReplayLine *replayLine() const { return m_replay; }

private:
    QWidget *makeGroups();
    QWidget *makeJobs();
    const DeadGroup *currentGroup() const;
    /// The scope of the window, narrowed by the filter.
    Scope narrowed() const;
    /// Why no group can match; empty when nothing is wrong.
    QString troubleOfFilter() const;
    void followBar();
    void applyFilter();
    QString hintOfGroups() const;
    QMenu *makeSpreadMenu();
    JobsModel::Source jobsOf(const DeadGroup &group) const;
    void retryGroup(Microseconds over);
    /// The person has chosen a group.
    void chooseGroup(const QModelIndex &group);
    /// Chooses the same group again after others have come or gone, or none when it is gone.
    void keepGroup();
    void openGroup();
    void showFacts();
    /// Shows what became of the last retry, also of one that another window began.
    void findReplay();

    DeadGroupsModel *m_groups = nullptr;
    GroupFilter *m_sorted = nullptr;
    JobsModel *m_jobs = nullptr;
    FilterBar *m_filterBar = nullptr;
    QTableView *m_groupTable = nullptr;
    JobTable *m_jobTable = nullptr;
    TableHint *m_groupHint = nullptr;
    TableHint *m_jobHint = nullptr;
    QLabel *m_facts = nullptr;
    ElidedLabel *m_groupTitle = nullptr;
    QPushButton *m_retryGroup = nullptr;
    QPushButton *m_spread = nullptr;
    QPushButton *m_deleteGroup = nullptr;
    QComboBox *m_by = nullptr;
    SelectionBar *m_bar = nullptr;
    ReplayLine *m_replay = nullptr;
    bool m_hasSoughtReplay = false;
    std::optional<std::string> m_chosenKey; ///< the group that the person looks at, also while it is empty
    std::optional<std::string> m_openKey; ///< key of the group whose jobs are listed
    Scope m_openedScope;
    std::int64_t m_deadAtLoad = -1;
};

} // namespace fairlead
