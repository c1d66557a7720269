// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/what_if_dialog.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/pages/table_dress.h"
#include "gui/what_if/draft_model.h"
#include "gui/what_if/tried_model.h"

#include <QApplication>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::array loadSpans {Microseconds {std::chrono::minutes {15}}, Microseconds {std::chrono::hours {1}},
    Microseconds {std::chrono::hours {2}}, Microseconds {std::chrono::hours {6}},
    Microseconds {std::chrono::hours {24}}};
constexpr int firstLoadSpan = 1;
/// Keys that a question or a line names one by one.
constexpr std::size_t namedKeysMost = 20;

/// A field for the value of a setting, which is named after it.
class DraftDelegate final : public StateDelegate
{
public:
    using StateDelegate::StateDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QWidget *editor = StateDelegate::createEditor(parent, option, index);
        if (editor)
            editor->setAccessibleName(index.siblingAtColumn(DraftModel::Setting).data().toString());
        return editor;
    }
};

/// A button that Enter in a field does not press.
QPushButton *quietButton(const QString &text, const char *name)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    return button;
}

QLabel *wrappedLabel(const char *name)
{
    auto *label = new PlainLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setWordWrap(true);
    return label;
}

QStringList keyWords(const std::vector<DraftRow> &changes)
{
    QStringList words;
    const std::size_t named = std::min(changes.size(), namedKeysMost);
    for (std::size_t i = 0; i < named; ++i)
        words.append(changeWords(changes[i]));
    if (named < changes.size())
        words.append(WhatIfDialog::tr("and %Ln more", nullptr, static_cast<int>(changes.size() - named)));
    return words;
}
} // namespace

WhatIfDialog::WhatIfDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent)
    : QDialog(parent)
    , m_feed(feed)
    , m_acts(acts)
    , m_whatIf(new WhatIf(feed, this))
{
    setObjectName(QStringLiteral("whatIfDialog"));
    setWindowTitle(tr("What if"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(makeTop());
    layout->addWidget(makeDraft(), 2);
    layout->addWidget(makeTried(), 3);
    layout->addWidget(makeButtons());
    resize(1000, 700);
    connect(&feed, &MonitorFeed::updated, this, [this] {
        if (isVisible())
            showDraft();
    });
    connect(&feed, &MonitorFeed::linkChanged, this, &WhatIfDialog::followRights);
    connect(&feed, &MonitorFeed::bearerChanged, this, &QDialog::reject);
    connect(&acts, &EngineActs::failed, this, &WhatIfDialog::tell);
    connect(m_whatIf, &WhatIf::changed, this, [this] {
        if (isVisible())
            showData();
    });
}

QWidget *WhatIfDialog::makeTop()
{
    m_span = new QComboBox;
    m_span->setObjectName(QStringLiteral("whatIfSpan"));
    for (const Microseconds span : loadSpans)
        m_span->addItem(tr("the last %1").arg(shownDuration(span)));
    m_span->setCurrentIndex(firstLoadSpan);
    auto *label = new PlainLabel(tr("&Load"));
    label->setBuddy(m_span);
    m_span->setAccessibleName(tr("Load"));
    m_phase = wrappedLabel("whatIfPhase");
    m_read = quietButton(tr("&Read again"), "whatIfRead");
    auto *top = new QWidget;
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_span);
    layout->addWidget(m_phase, 1);
    layout->addWidget(m_read);
    connect(m_span, &QComboBox::activated, this,
        [this](int index) { m_whatIf->read(loadSpans.at(static_cast<std::size_t>(index))); });
    connect(m_read, &QPushButton::clicked, this, &WhatIfDialog::readOrStop);
    return top;
}

QWidget *WhatIfDialog::makeDraft()
{
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("whatIfFind"));
    m_find->setPlaceholderText(tr("Find a setting, such as a tenant's weight; Enter changes it"));
    m_find->setAccessibleName(tr("Find a setting"));
    m_find->setClearButtonEnabled(true);
    m_draft = new DraftModel(this);
    m_draft->show(m_feed.snapshot(), {}); // before the view, which takes each row by itself
    m_found = new QSortFilterProxyModel(this);
    m_found->setSourceModel(m_draft);
    m_draftTable = new QTableView;
    m_draftTable->setObjectName(QStringLiteral("whatIfDraft"));
    m_draftTable->setModel(m_found);
    dressTable(*m_draftTable, tr("Draft"));
    m_draftTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_draftTable->setEditTriggers(m_draftTable->editTriggers() | QAbstractItemView::AnyKeyPressed);
    m_draftTable->setItemDelegateForColumn(DraftModel::Then, new DraftDelegate(m_draftTable));
    setColumnWidths(*m_draftTable, {48, 18, 18}, DraftModel::Setting);
    m_changes = wrappedLabel("whatIfChanges");
    auto *part = new QWidget;
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_find);
    layout->addWidget(m_draftTable, 1);
    layout->addWidget(m_changes);
    connect(m_find, &QLineEdit::textChanged, this, &WhatIfDialog::narrow);
    connect(m_find, &QLineEdit::returnPressed, this, [this] { edit(m_found->index(0, 0)); });
    connect(m_draftTable, &QTableView::activated, this, &WhatIfDialog::edit);
    // Whatever is typed goes into the draft.
    connect(m_draftTable->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &now) {
        if (now.isValid() && now.column() != DraftModel::Then)
            m_draftTable->setCurrentIndex(now.siblingAtColumn(DraftModel::Then));
    });
    connect(m_draft, &DraftModel::edited, this, [this] {
        tell({});
        m_whatIf->setDraft(m_draft->draft());
    });
    connect(m_draft, &DraftModel::refused, this, &WhatIfDialog::tell);
    return part;
}

QWidget *WhatIfDialog::makeTried()
{
    m_tried = new TriedModel(this);
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_tried);
    sorted->setSortRole(SortRole);
    auto *table = new QTableView;
    table->setObjectName(QStringLiteral("whatIfTried"));
    table->setModel(sorted);
    dressTable(*table, tr("Tenants now and with the draft"));
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_hint = new TableHint(table);
    table->setSortingEnabled(true);
    table->sortByColumn(TriedModel::Change, Qt::DescendingOrder);
    table->setItemDelegateForColumn(TriedModel::Change, new StateDelegate(table));
    setColumnWidths(*table, {18, 11, 28, 18, 28, 28, 22, 20}, TriedModel::Tenant);
    hideColumns(*table, {TriedModel::WaitP50, TriedModel::Refused});
    m_total = wrappedLabel("whatIfTotal");
    m_notes = wrappedLabel("whatIfNotes");
    m_notes->setEnabled(false);
    auto *part = new QWidget;
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(table, 1);
    layout->addWidget(m_total);
    layout->addWidget(m_notes);
    return part;
}

QWidget *WhatIfDialog::makeButtons()
{
    m_message = wrappedLabel("whatIfMessage");
    setSpokenRole(*m_message, QAccessible::Notification);
    m_apply = quietButton(tr("&Apply…"), "whatIfApply");
    auto *keep = quietButton(tr("&Keep draft"), "whatIfKeep");
    keep->setToolTip(tr("Closes this window; the draft is here when it is opened again"));
    m_discard = quietButton(tr("&Discard"), "whatIfDiscard");
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message, 1);
    layout->addWidget(m_apply);
    layout->addWidget(keep);
    layout->addWidget(m_discard);
    connect(m_apply, &QPushButton::clicked, this, &WhatIfDialog::apply);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        tell({});
        m_whatIf->setDraft({});
    });
    return row;
}

void WhatIfDialog::start()
{
    tell({});
    open();
    showData();
    m_find->setFocus();
    m_find->selectAll();
    if (m_whatIf->phase() == WhatIf::Phase::Idle)
        readOrStop();
}

void WhatIfDialog::readOrStop()
{
    if (m_whatIf->isBusy())
        m_whatIf->stop();
    else
        m_whatIf->read(loadSpans.at(static_cast<std::size_t>(m_span->currentIndex())));
}

void WhatIfDialog::narrow(const QString &words)
{
    QString pattern;
    for (const QString &word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        pattern += QStringLiteral("(?=.*%1)").arg(QRegularExpression::escape(word));
    m_found->setFilterRegularExpression(QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption));
}

void WhatIfDialog::edit(const QModelIndex &row)
{
    if (!row.isValid())
        return;
    const QModelIndex cell = row.siblingAtColumn(DraftModel::Then);
    m_draftTable->setFocus();
    m_draftTable->setCurrentIndex(cell);
    m_draftTable->edit(cell);
}

void WhatIfDialog::apply()
{
    m_acts.apply(stepsOf(m_whatIf->draft()), keyWords(m_draft->changes()), this, [dialog = QPointer(this)] {
        if (!dialog)
            return;
        dialog->m_whatIf->draftApplied();
        dialog->accept(); // the report of the act, with its Undo, is in the window behind
    });
}

void WhatIfDialog::tell(const QString &text)
{
    m_message->setText(text);
    m_message->setAccessibleName(text);
    if (!text.isEmpty() && isVisible())
        announce(*m_message);
}

void WhatIfDialog::showData()
{
    showDraft();
    showPhase();
}

void WhatIfDialog::showDraft()
{
    // An open editor would lose its text. The focus is inside the viewport then.
    const QWidget *focus = QApplication::focusWidget();
    if (!focus || focus == m_draftTable || !m_draftTable->isAncestorOf(focus))
        m_draft->show(m_feed.snapshot(), m_whatIf->draft());
    followRights();
}

void WhatIfDialog::followRights()
{
    const bool isEmpty = m_whatIf->draft().isEmpty();
    QString whyNot = m_feed.whyNot<SetTenant>();
    if (whyNot.isEmpty())
        whyNot = m_feed.whyNot<ScaleQueue>();
    if (whyNot.isEmpty() && isEmpty)
        whyNot = tr("Change a setting of the draft first");
    m_apply->setEnabled(whyNot.isEmpty());
    m_apply->setToolTip(whyNot);
    m_discard->setEnabled(!isEmpty);
    m_changes->setText(isEmpty ? tr("The draft is as it is now")
                               : tr("Draft: %1").arg(keyWords(m_draft->changes()).join(QStringLiteral(", "))));
}

void WhatIfDialog::showPhase()
{
    m_phase->setText(phaseWords());
    m_read->setText(m_whatIf->isBusy() ? tr("&Stop") : tr("&Read again"));
    const Comparison *comparison = m_whatIf->comparison();
    m_tried->show(comparison);
    m_hint->setHint(m_whatIf->isBusy() ? tr("The figures follow") : tr("There are no figures"));
    const bool isTried = comparison
        && std::any_of(comparison->tenants.begin(), comparison->tenants.end(),
            [](const TenantTried &tenant) { return tenant.then.has_value(); });
    m_total->setText(!comparison ? QString()
            : isTried            ? tr("Total: %1 of now's throughput; workers busy %2 → %3")
                            .arg(QLocale().toString(comparison->throughput, 'f', 2), shownPercent(comparison->busyNow),
                                shownPercent(comparison->busyThen))
                      : tr("Total: workers busy %1").arg(shownPercent(comparison->busyNow)));
    m_notes->setText(notes());
}

QString WhatIfDialog::phaseWords() const
{
    switch (m_whatIf->phase()) {
    case WhatIf::Phase::Idle:
        return {};
    case WhatIf::Phase::Reading:
        return tr("Reading: %Ln job(s) so far", nullptr, plural(m_whatIf->jobsRead()));
    case WhatIf::Phase::SimulatingNow:
        return tr("%1; simulating how it is now").arg(loadWords());
    case WhatIf::Phase::SimulatingDraft:
        return tr("%1; simulating the draft").arg(loadWords());
    case WhatIf::Phase::Ready:
        return loadWords();
    case WhatIf::Phase::Stopped:
        return tr("Stopped");
    case WhatIf::Phase::Failed:
        return tr("Failed: %1").arg(m_whatIf->trouble());
    }
    return {};
}

QString WhatIfDialog::loadWords() const
{
    const std::optional<TimePoint> &from = m_whatIf->from();
    if (!from)
        return tr("No job was handed in");
    QString words = tr("%Ln job(s) since %1", nullptr, plural(m_whatIf->jobsRead()))
                        .arg(shownTime(*from, m_feed.snapshot().takenAt));
    if (m_whatIf->isCut())
        words += tr("; earlier ones were not read");
    return words;
}

QString WhatIfDialog::notes() const
{
    if (!m_whatIf->comparison())
        return {};
    QString words = tr("Both columns are simulations. Recorded runs keep their times and do not fail; pauses are left "
                       "out.");
    if (m_whatIf->jobsLeftOut() > 0)
        words += QLatin1Char(' ')
            + tr("%Ln job(s) of queues that workers elsewhere serve are left out.", nullptr,
                plural(m_whatIf->jobsLeftOut()));
    if (!m_whatIf->hasConfiguration())
        words += QLatin1Char(' ')
            + tr("Costs and orders of priorities are the usual ones: this token may not read the configuration.");
    return words;
}

} // namespace fairlead
