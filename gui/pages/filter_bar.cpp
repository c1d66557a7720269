// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/filter_bar.h"

#include "gui/feed/snapshot.h"
#include "gui/look/flow_layout.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace fairlead {

namespace {
constexpr std::chrono::milliseconds typingPause {150};

/// A text for a button or a menu, without a key of its own.
QString withoutKey(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

bool isRemoval(int key)
{
    return key == Qt::Key_Delete || key == Qt::Key_Backspace;
}
} // namespace

FilterValues namesIn(const Snapshot &snapshot)
{
    FilterValues values;
    for (const QueueView &queue : snapshot.queues)
        values.queues.append(shown(queue.queue.text()));
    for (const TenantView &tenant : snapshot.tenants)
        values.tenants.append(shown(tenant.tenant.text()));
    return values;
}

FilterBar::FilterBar(const FilterGrammar &grammar, QSettings &settings, const QString &list, QWidget *page)
    : QWidget(page)
    , m_grammar(grammar)
    , m_kept(settings, list)
    , m_page(page)
    , m_flow(new FlowLayout)
    , m_field(new QLineEdit)
    , m_offers(new QListWidget(this))
    , m_faultLine(new PlainLabel)
{
    m_field->setObjectName(list + QStringLiteral("Filter"));
    m_field->setAccessibleName(tr("Filter"));
    m_field->setPlaceholderText(tr("Filter"));
    m_field->setClearButtonEnabled(true);
    m_field->setMinimumWidth(160);
    m_field->installEventFilter(this);
    m_flow->addWidget(m_field);
    m_offers->setObjectName(list + QStringLiteral("Offers"));
    m_offers->setAccessibleName(tr("Completions"));
    m_offers->setFocusPolicy(Qt::NoFocus);
    m_offers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_offers->hide();
    m_faultLine->setObjectName(list + QStringLiteral("FilterFault"));
    m_faultLine->setWordWrap(true);
    m_faultLine->hide();
    setSpokenRole(*m_faultLine, QAccessible::AlertMessage);
    auto *views = new QToolButton;
    views->setObjectName(list + QStringLiteral("Views"));
    views->setText(tr("Views"));
    views->setToolTip(tr("Saved filters of this list"));
    views->setPopupMode(QToolButton::InstantPopup);
    views->setFocusPolicy(Qt::StrongFocus);
    m_views = new QMenu(views);
    m_remove = new QMenu(tr("Remove"), m_views);
    views->setMenu(m_views);
    auto *top = new QHBoxLayout;
    top->addLayout(m_flow, 1);
    top->addWidget(views, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_faultLine);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingPause);
    connect(&m_typing, &QTimer::timeout, this, [this] { take(Take::AsTyped); });
    connect(m_field, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_field, &QLineEdit::textEdited, this, &FilterBar::showOffers);
    connect(m_field, &QLineEdit::returnPressed, this, [this] { take(Take::AsChips); });
    connect(
        m_offers, &QListWidget::itemClicked, this, [this](const QListWidgetItem *item) { takeOffer(item->text()); });
    connect(m_views, &QMenu::aboutToShow, this, &FilterBar::fillViews);
}

std::vector<FilterTerm> FilterBar::terms() const
{
    if (!m_fault.isEmpty())
        return {};
    std::vector<FilterTerm> all = m_chips;
    all.insert(all.end(), m_typed.begin(), m_typed.end());
    return all;
}

void FilterBar::setTerms(std::vector<FilterTerm> terms)
{
    m_chips = std::move(terms);
    clearField();
    showChips();
    showFault();
    tellChange();
}

void FilterBar::tell(const QString &trouble)
{
    if (m_trouble == trouble)
        return;
    m_trouble = trouble;
    showFault();
}

void FilterBar::clearField()
{
    const QSignalBlocker quiet(m_field);
    m_field->clear();
    m_typing.stop();
    m_typed.clear();
    m_fault.clear();
    m_offers->hide();
}

void FilterBar::take(Take how)
{
    m_typing.stop();
    const QString text = m_field->text();
    FilterText alone = m_grammar.read(text);
    if (!alone.fault && FilterGrammar::wholeId(alone.terms)) {
        setTerms(std::move(alone.terms));
        return;
    }
    FilterText read = m_grammar.read(text, m_chips);
    m_fault = read.fault
        ? tr("At character %1, \"%2\": %3").arg(QString::number(read.fault->at + 1), read.fault->word, read.fault->text)
        : QString();
    if (!read.fault && how == Take::AsChips && !read.terms.empty()) {
        m_chips.insert(m_chips.end(), read.terms.begin(), read.terms.end());
        clearField();
        showChips();
    } else {
        m_typed = std::move(read.terms);
    }
    showFault();
    tellChange();
}

void FilterBar::tellChange()
{
    std::pair<std::vector<FilterTerm>, QString> now {terms(), m_fault};
    if (now == m_told)
        return;
    m_told = std::move(now);
    Q_EMIT changed();
}

void FilterBar::takeOffer(const QString &offer)
{
    m_field->setText(offer);
    if (m_grammar.read(offer).fault)
        showOffers(); // of a field: its values
    else
        take(Take::AsChips);
}

void FilterBar::remove(const FilterTerm &term)
{
    const auto found = std::find(m_chips.begin(), m_chips.end(), term);
    if (found == m_chips.end())
        return;
    m_chips.erase(found);
    showChips();
    m_field->setFocus();
    take(Take::AsTyped); // the text may be understood now
}

void FilterBar::showChips()
{
    for (QToolButton *button : m_buttons) {
        m_flow->removeWidget(button);
        button->hide();
        button->setObjectName({});
        button->deleteLater(); // it may be the one that was clicked
    }
    m_buttons.clear();
    m_buttons.reserve(m_chips.size());
    m_flow->removeWidget(m_field);
    QWidget *before = m_field;
    for (const FilterTerm &term : m_chips) {
        auto *button = new QToolButton(this);
        const QString text = FilterGrammar::textOf(term);
        button->setObjectName(QStringLiteral("filterChip"));
        button->setText(withoutKey(text) + QStringLiteral("  ✕"));
        button->setAccessibleName(tr("Remove %1").arg(text));
        button->setToolTip(tr("Removes this part of the filter (Delete)"));
        button->setFocusPolicy(Qt::StrongFocus);
        button->installEventFilter(this);
        connect(button, &QToolButton::clicked, this, [this, term] { remove(term); });
        m_flow->addWidget(button);
        button->show();
        setTabOrder(before, button);
        before = button;
        m_buttons.push_back(button);
    }
    m_flow->addWidget(m_field);
    m_flow->invalidate();
    updateGeometry();
}

void FilterBar::showOffers()
{
    const QStringList offers = m_grammar.offers(m_field->text(), m_values ? m_values() : FilterValues {});
    if (m_offers->parentWidget() != m_page)
        m_offers->setParent(m_page); // not before: the first view of a page is its table
    m_offers->clear();
    m_offers->addItems(offers);
    m_offers->setCurrentRow(-1);
    m_offers->setVisible(!offers.isEmpty() && m_field->hasFocus());
    if (offers.isEmpty())
        return;
    const int height = static_cast<int>(offers.size()) * m_offers->sizeHintForRow(0) + 2 * m_offers->frameWidth();
    const QPoint corner = m_field->mapTo(m_offers->parentWidget(), QPoint(0, m_field->height()));
    m_offers->setGeometry(QRect(corner, QSize(m_field->width(), height)));
    m_offers->raise();
}

void FilterBar::showFault()
{
    const QString &text = m_fault.isEmpty() ? m_trouble : m_fault;
    const bool isNew = m_faultLine->accessibleName() != text;
    m_faultLine->setText(text.isEmpty() ? QString() : QStringLiteral("✕ ") + text);
    m_faultLine->setAccessibleName(text);
    m_faultLine->setVisible(!text.isEmpty());
    if (isNew && !text.isEmpty())
        announce(*m_faultLine);
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::FocusOut)
        m_offers->hide();
    const bool isUndo =
        event->type() == QEvent::ShortcutOverride && static_cast<const QKeyEvent *>(event)->matches(QKeySequence::Undo);
    if (watched == m_field && isUndo && !m_field->isUndoAvailable()) {
        event->ignore(); // it takes back the last act
        return true;
    }
    const bool isAsked = event->type() == QEvent::ShortcutOverride && watched != m_field;
    if (isAsked && isRemoval(static_cast<const QKeyEvent *>(event)->key())) {
        event->accept(); // it is for the chip, not for an action of the window
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<const QKeyEvent *>(event)->key();
        if (watched == m_field ? pressInField(key) : pressOnChip(watched, key))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool FilterBar::pressInField(int key)
{
    const bool isOffering = m_offers->isVisible();
    const int row = m_offers->currentRow();
    switch (key) {
    case Qt::Key_Down:
        if (!isOffering)
            showOffers();
        else
            m_offers->setCurrentRow(std::min(row + 1, m_offers->count() - 1));
        return true;
    case Qt::Key_Up:
        if (isOffering)
            m_offers->setCurrentRow(std::max(row - 1, 0));
        return isOffering;
    case Qt::Key_Escape:
        if (isOffering) {
            m_offers->hide();
            return true;
        }
        Q_EMIT escaped();
        setTerms({});
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!isOffering || row < 0)
            break;
        takeOffer(m_offers->item(row)->text());
        return true;
    case Qt::Key_Backspace:
        if (!m_field->text().isEmpty() || m_chips.empty())
            break;
        remove(FilterTerm(m_chips.back()));
        return true;
    case Qt::Key_Space: {
        const bool isAtEnd = m_field->cursorPosition() == m_field->text().size();
        const FilterText read = m_grammar.read(m_field->text(), m_chips);
        if (!isAtEnd || read.fault || read.terms.empty())
            break;
        take(Take::AsChips);
        return true;
    }
    default:
        break;
    }
    return false;
}

bool FilterBar::pressOnChip(const QObject *chip, int key)
{
    const auto at = std::find(m_buttons.begin(), m_buttons.end(), chip);
    if (at == m_buttons.end() || !isRemoval(key))
        return false;
    remove(FilterTerm(m_chips.at(static_cast<std::size_t>(at - m_buttons.begin()))));
    return true;
}

void FilterBar::fillViews()
{
    m_views->clear();
    m_remove->clear();
    const QStringList names = m_kept.names();
    QAction *save = m_views->addAction(tr("Save view…"), this, &FilterBar::saveView);
    save->setEnabled(!terms().empty() && names.size() < FilterViews::viewsMax);
    m_views->addSeparator();
    for (const QString &name : names) {
        m_views->addAction(withoutKey(name), this, [this, name] {
            FilterText read = m_grammar.read(m_kept.filterOf(name));
            if (!read.fault)
                setTerms(std::move(read.terms));
        });
        m_remove->addAction(withoutKey(name), this, [this, name] { m_kept.remove(name); });
    }
    if (!names.isEmpty()) {
        m_views->addSeparator();
        m_views->addMenu(m_remove);
    }
}

void FilterBar::saveView()
{
    const QString filter = FilterGrammar::textOf(terms());
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("viewDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save view"));
    dialog->setLabelText(tr("Name of the view:"));
    dialog->setTextValue(filter.left(FilterViews::nameMax));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, filter](const QString &name) {
        if (!m_kept.keep(name, filter))
            tell(tr("The view was not saved: it needs a name"));
    });
    dialog->open();
}

} // namespace fairlead
