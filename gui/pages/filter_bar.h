// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/filter_terms.h"
#include "gui/pages/filter_views.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;
class QMenu;
class QToolButton;

namespace fairlead {

class FlowLayout;
struct Snapshot;

/// The queues and tenants of a snapshot.
FilterValues namesIn(const Snapshot &snapshot);

/// The filter of a list: chips and a field, with completion and saved views. A term becomes a chip with Space, Enter or
/// a click on its completion; Escape removes all. What is typed narrows the list after a pause. While a word is not
/// understood, the fault is shown below, and there are no terms: the page is to show no rows then. A whole id takes the
/// place of all terms. Threads: GUI. Borrows the settings.
class FilterBar final : public QWidget
{
    Q_OBJECT
public:
    /// `list` names the field, and the views in the settings. Completions are shown over `page`, around the bar.
    FilterBar(const FilterGrammar &grammar, QSettings &settings, const QString &list, QWidget *page);

    /// The source of the values that are offered.
    void offerValues(std::function<FilterValues()> values) { m_values = std::move(values); }
    QLineEdit *field() const { return m_field; }
    const std::vector<FilterTerm> &chips() const { return m_chips; }
    /// The chips and what is typed; empty while there is a fault.
    std::vector<FilterTerm> terms() const;
    /// A part that is not understood, with its place; else empty.
    const QString &fault() const { return m_fault; }
    /// Puts these in the place of chips and text.
    void setTerms(std::vector<FilterTerm> terms);
    /// Shows why the terms match nothing, if nothing else is wrong.
    void tell(const QString &trouble);

Q_SIGNALS:
    /// The terms or the fault are others.
    void changed();
    /// Escape removes all terms, and what else narrows the list.
    void escaped();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Take { AsTyped, AsChips };
    void take(Take how);
    void takeOffer(const QString &offer);
    void remove(const FilterTerm &term);
    void clearField();
    void showChips();
    void showOffers();
    void showFault();
    void tellChange();
    bool pressInField(int key);
    bool pressOnChip(const QObject *chip, int key);
    void fillViews();
    void saveView();

    const FilterGrammar m_grammar;
    FilterViews m_kept;
    QWidget *const m_page;
    std::function<FilterValues()> m_values;
    FlowLayout *m_flow = nullptr;
    QLineEdit *m_field = nullptr;
    QListWidget *m_offers = nullptr;
    QLabel *m_faultLine = nullptr;
    QMenu *m_views = nullptr;
    QMenu *m_remove = nullptr;
    std::vector<FilterTerm> m_chips;
    std::vector<QToolButton *> m_buttons; ///< one a chip
    std::vector<FilterTerm> m_typed;
    QString m_fault;
    QString m_trouble;
    QTimer m_typing; ///< runs out after a pause in typing
    std::pair<std::vector<FilterTerm>, QString> m_told; ///< terms and fault of the last signal
};

} // namespace fairlead
