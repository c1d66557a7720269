// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

#include <functional>
#include <utility>

namespace fairlead {

/// Sorts the rows of a table, and leaves those that pass a test. Threads: GUI.
class RowFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    /// The rows of the source are tested now, and as they come; those that have changed, when this is called again.
    void setTest(std::function<bool(int row)> test)
    {
        m_test = std::move(test);
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override { return !m_test || m_test(row); }

private:
    std::function<bool(int row)> m_test;
};

} // namespace fairlead
