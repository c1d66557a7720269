// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/filter_terms.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace fairlead {

class FilterBar;
class JobTable;
class SelectionBar;
class TableHint;

/// The jobs of the scope. Those that do not match any more leave; those that came since the opening are counted. A list
/// of one state shows them at once, unless the mouse is over it. Threads: GUI.
class JobsPage final : public Page
{
    Q_OBJECT
public:
    explicit JobsPage(const PageContext &context);
    void showData() override;
    void reload() override;
    QWidget *filterField() override;
    std::vector<JobRecord> selectedJobs() const override;
    JobChoice choice() const override;
    const JobsModel *listedJobs() const override { return m_model; }
    JobsModel *model() const { return m_model; }
    SelectionBar *selectionBar() const { return m_bar; }
    /// Shows the jobs of one state; empty: of all.
    void setState(std::optional<JobState> state);
    /// Shows the jobs that were enqueued at or after `from` and before `to`.
    void setRange(TimePoint from, TimePoint to);
    void clearRange();
    /// Shows the jobs whose last retry was part of this operation; empty: all.
    void setOperation(const std::optional<JobId> &operation);

private:
    /// The filter that the bar, the scope and the range of time ask for.
    JobFilter filterNow() const;
    /// The id that was entered. The list then has this job alone, of any scope.
    std::optional<JobId> enteredId() const;
    /// The order that the person has chosen.
    ListOrder order() const;
    /// Why nothing can match: a term that is not understood, another scope, or another order. Empty: nothing is wrong.
    QString troubleOfFilter() const;
    JobsModel::Source sourceNow() const;
    /// The number of jobs that match, where the snapshot has it; else -1.
    std::int64_t expected() const;
    void bringUpToDate();
    QString rangeText() const;
    QString operationText() const;
    QString filterText() const;
    void showFacts();
    void dropButtons();
    void followBar();
    FilterValues valuesSeen() const;

    JobsModel *m_model = nullptr;
    JobTable *m_table = nullptr;
    TableHint *m_hint = nullptr;
    SelectionBar *m_bar = nullptr;
    FilterBar *m_filterBar = nullptr;
    QLabel *m_facts = nullptr;
    QComboBox *m_order = nullptr;
    QPushButton *m_stop = nullptr; ///< ends a search in payloads
    QPushButton *m_new = nullptr;
    QPushButton *m_rangeButton = nullptr; ///< shows the range of time; a click removes it
    std::optional<std::pair<TimePoint, TimePoint>> m_range;
    QPushButton *m_operationButton = nullptr; ///< names the operation; a click removes it
    std::optional<JobId> m_operation;
    JobFilter m_listed; ///< the filter of the list shown; ages are times in it
    Scope m_openedScope;
    bool m_isOpen = false;
    bool m_isBottomNext = false; ///< the rows at the bottom of the view are brought up to date next
};

} // namespace fairlead
