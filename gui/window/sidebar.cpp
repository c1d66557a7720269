// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/sidebar.h"

#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace fairlead {

namespace {
constexpr int badgeRole = Qt::UserRole + 1;
}

/// Paints icon, title and a badge at the right.
class Sidebar::Painter final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const qlonglong badge = index.data(badgeRole).toLongLong();
        if (badge <= 0)
            return;
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setPen(isSelected ? option.palette.color(QPalette::HighlightedText)
                                   : lookOf(ShownState::Dead, option.palette).colour);
        QFont bold = option.font;
        bold.setBold(true);
        painter->setFont(bold);
        const QString text = badge > 9999 ? Sidebar::tr("9,999+") : shown(std::int64_t {badge});
        painter->drawText(option.rect.adjusted(10, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, text);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(option.fontMetrics.height() + 18);
        return size;
    }
};

Sidebar::Sidebar(QWidget *parent)
    : QListWidget(parent)
{
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new Painter(this));
    setIconSize({34, 20}); // leaves room at both sides
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (std::size_t i = 0; i < pageCount; ++i) {
        const auto page = static_cast<PageId>(i);
        const QString iconName = pageName(page);
        auto *item = new QListWidgetItem(icon(iconName), pageTitle(page), this);
        item->setToolTip(tr("%1 (Ctrl+%2)").arg(pageTitle(page)).arg(i + 1));
    }
    setFixedWidth(fontMetrics().horizontalAdvance(pageTitle(PageId::Dead)) + 92);
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            Q_EMIT pageChosen(static_cast<PageId>(row));
    });
}

void Sidebar::setPage(PageId page)
{
    setCurrentRow(static_cast<int>(page));
}

void Sidebar::setBadge(PageId page, std::int64_t number)
{
    QListWidgetItem *one = item(static_cast<int>(page));
    if (one->data(badgeRole).toLongLong() == number)
        return;
    one->setData(badgeRole, static_cast<qlonglong>(number));
    one->setData(
        Qt::AccessibleTextRole, number > 0 ? tr("%1, %2").arg(pageTitle(page), shown(number)) : pageTitle(page));
}

} // namespace fairlead
