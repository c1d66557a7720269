// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/cell_painters.h"
#include "gui/look/figures.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"

#include <QVariant>

#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace fairlead {

/// One column of a table, described once: its header, the text of its cells, and its other roles where they say more.
template <typename Row>
class TableColumn
{
public:
    template <typename T>
    using Of = std::function<T(const Row &)>;

    TableColumn(QString title, Of<QString> text)
        : m_title(std::move(title))
        , m_text(std::move(text))
    {
    }
    /// The tooltip of the header.
    TableColumn &&tip(QString text) && { return set(m_tip, std::move(text)); }
    /// The figure in the cells. Its text explains the header and every cell that has no tooltip of its own.
    TableColumn &&figure(Figure figure) &&
    {
        m_figure = figure;
        return set(m_tip, figureText(figure));
    }
    /// Aligns it to the right.
    TableColumn &&number() && { return set(m_isNumber, true); }
    TableColumn &&cellTip(Of<QString> text) && { return set(m_cellTip, std::move(text)); }
    /// The state that colours the text; the text must say the same.
    TableColumn &&state(Of<std::optional<ShownState>> state) && { return set(m_state, std::move(state)); }
    /// The text for screen readers; without it, the text without its glyph.
    TableColumn &&spoken(Of<QString> text) && { return set(m_spoken, std::move(text)); }
    /// A further role, such as SortRole; without that one the text is sorted.
    TableColumn &&role(int role, Of<QVariant> value) && { return set(m_roles[role], std::move(value)); }

    QString text(const Row &row) const { return m_text(row); }
    QVariant data(const Row &row, int role) const
    {
        if (const auto other = m_roles.find(role); other != m_roles.end())
            return other->second(row);
        switch (role) {
        case Qt::DisplayRole:
        case SortRole:
            return m_text(row);
        case Qt::AccessibleTextRole:
            return m_spoken ? m_spoken(row) : withoutGlyph(m_text(row));
        case Qt::ToolTipRole: {
            const QString own = m_cellTip ? m_cellTip(row) : QString();
            return own.isEmpty() && m_figure ? QVariant(m_tip) : m_cellTip ? QVariant(own) : QVariant();
        }
        case Qt::AccessibleDescriptionRole:
        case FigureRole:
            return m_figure ? header(role) : QVariant();
        case Qt::TextAlignmentRole:
            return alignment();
        case StateRole: {
            const std::optional<ShownState> state = m_state ? m_state(row) : std::nullopt;
            return state ? QVariant(static_cast<int>(*state)) : QVariant();
        }
        default:
            return {};
        }
    }
    QVariant header(int role) const
    {
        switch (role) {
        case Qt::DisplayRole:
            return m_title;
        case Qt::ToolTipRole:
        case Qt::AccessibleDescriptionRole:
            return m_tip.isEmpty() ? QVariant() : m_tip;
        case FigureRole:
            return m_figure ? QVariant(static_cast<int>(*m_figure)) : QVariant();
        case Qt::TextAlignmentRole:
            return alignment();
        default:
            return {};
        }
    }

private:
    template <typename T>
    TableColumn &&set(T &member, T value)
    {
        member = std::move(value);
        return std::move(*this);
    }
    QVariant alignment() const { return QVariant((m_isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter); }

    QString m_title;
    Of<QString> m_text;
    QString m_tip;
    std::optional<Figure> m_figure;
    bool m_isNumber = false;
    Of<QString> m_cellTip;
    Of<QString> m_spoken;
    Of<std::optional<ShownState>> m_state;
    std::map<int, Of<QVariant>> m_roles;
};

/// The number of jobs in a state, from `row.view.counts`. Dead letters are coloured when there are some.
template <typename Row>
TableColumn<Row> countColumn(JobState state, const QString &title)
{
    const auto count = [state](const Row &row) { return countOf(row.view.counts, state); };
    return TableColumn<Row>(title, [count](const Row &row) { return shown(count(row)); })
        .number()
        .state([count, state](const Row &row) {
            const bool isAlarming = state == JobState::Dead && count(row) > 0;
            return isAlarming ? std::optional(ShownState::Dead) : std::nullopt;
        })
        .role(SortRole, [count](const Row &row) { return static_cast<qlonglong>(count(row)); });
}

/// The columns of a table, in the order of the model's enum Column. Threads: GUI.
template <typename Row>
class TableColumns
{
public:
    explicit TableColumns(std::vector<TableColumn<Row>> columns)
        : m_columns(std::move(columns))
    {
    }
    int count() const { return static_cast<int>(m_columns.size()); }
    const TableColumn<Row> &operator[](int column) const { return m_columns.at(static_cast<std::size_t>(column)); }
    QVariant header(int section, Qt::Orientation orientation, int role) const
    {
        const bool isColumn = orientation == Qt::Horizontal && section >= 0 && section < count();
        return isColumn ? (*this)[section].header(role) : QVariant();
    }

private:
    std::vector<TableColumn<Row>> m_columns;
};

} // namespace fairlead
