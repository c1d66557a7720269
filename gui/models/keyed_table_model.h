// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/table_columns.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <vector>

namespace fairlead {

/// A table of rows with ordered keys (`row.key()`) and described columns. New data are merged: a row that stays keeps
/// its place, its selection and the scroll position of the view. Threads: GUI.
template <typename Row>
class KeyedTableModel : public QAbstractTableModel
{
public:
    using ColumnOf = TableColumn<Row>;
    KeyedTableModel(std::vector<ColumnOf> columns, QObject *parent)
        : QAbstractTableModel(parent)
        , m_columns(std::move(columns))
    {
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_columns.count(); }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
            return {};
        return m_columns[index.column()].data(row(index.row()), role);
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        QVariant value = m_columns.header(section, orientation, role);
        if (role != Qt::ToolTipRole || !value.isValid())
            return value;
        const QVariant figure = m_columns.header(section, orientation, FigureRole);
        return figure.isValid() ? QVariant(figureTip(static_cast<Figure>(figure.toInt()), m_asOf)) : value;
    }
    const Row &row(int number) const { return m_rows.at(static_cast<std::size_t>(number)); }
    const std::vector<Row> &rows() const { return m_rows; }

protected:
    /// The time at which the rows were true, for the tooltips of the headers.
    void setAsOf(TimePoint time) { m_asOf = time; }
    void replaceRows(std::vector<Row> fresh)
    {
        std::sort(fresh.begin(), fresh.end(), [](const Row &a, const Row &b) { return a.key() < b.key(); });
        std::size_t at = 0;
        for (Row &row : fresh) {
            while (at < m_rows.size() && m_rows[at].key() < row.key())
                removeAt(at);
            if (at < m_rows.size() && m_rows[at].key() == row.key()) {
                m_rows[at] = std::move(row);
            } else {
                beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
                m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
                endInsertRows();
            }
            ++at;
        }
        while (at < m_rows.size())
            removeAt(at);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

private:
    void removeAt(std::size_t at)
    {
        beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
        m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
        endRemoveRows();
    }
    TableColumns<Row> m_columns;
    std::vector<Row> m_rows;
    std::optional<TimePoint> m_asOf;
};

} // namespace fairlead
