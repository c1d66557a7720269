// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/jobs_model.h"
#include "gui/pages/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace fairlead {

class JobTable;
class TableHint;

/// All jobs of the scope at the moment when the list was opened. Rows do not move under the mouse. Threads: GUI.
class JobsPage final : public Page
{
    Q_OBJECT
public:
    explicit JobsPage(const PageContext &context);
    void showData() override;
    void reload() override;
    QWidget *filterField() override;
    std::vector<JobRecord> selectedJobs() const override;
    const JobsModel *listedJobs() const override { return m_model; }
    JobsModel *model() const { return m_model; }
    /// Shows the jobs of one state; empty: of all.
    void setState(std::optional<JobState> state);
    /// Shows the jobs that were enqueued at or after `from` and before `to`.
    void setRange(TimePoint from, TimePoint to);
    void clearRange();

Q_SIGNALS:
    /// A complete id was typed into the filter.
    void idEntered(const fairlead::JobId &id);

private:
    JobFilter filter() const;
    std::int64_t expected() const;
    std::int64_t arrivals() const;
    QString rangeText() const;
    QString filterText() const;
    void showFacts();
    void enterFilter();

    JobsModel *m_model = nullptr;
    JobTable *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QComboBox *m_state = nullptr;
    QLineEdit *m_tag = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_new = nullptr;
    QPushButton *m_rangeButton = nullptr; ///< shows the range of time; a click removes it
    std::optional<std::pair<TimePoint, TimePoint>> m_range;
    QTimer m_typed; ///< runs out after a pause in typing
    Scope m_openedScope;
    bool m_isOpen = false;
    std::int64_t m_arrivalsAtOpen = 0;
};

} // namespace fairlead
