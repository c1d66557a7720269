// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractItemView>
#include <QApplication>
#include <QtTest>

namespace fairlead {

/// Presses a key in the widget that has the focus, or else in the active window.
inline void press(int key, Qt::KeyboardModifiers modifiers = {})
{
    QWidget *target = QApplication::focusWidget();
    QTest::keyClick(target ? target : QApplication::activeWindow(), static_cast<Qt::Key>(key), modifiers);
}

/// The data of a test that a person drives once by keyboard and once by mouse.
inline void addHands()
{
    QTest::addColumn<bool>("isByKeys");
    QTest::newRow("by keyboard") << true;
    QTest::newRow("by mouse") << false;
}

inline void clickCell(QAbstractItemView &view, const QModelIndex &cell, Qt::KeyboardModifiers modifiers = {})
{
    view.scrollTo(cell);
    const QPoint at = view.visualRect(cell).intersected(view.viewport()->rect()).center();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, at);
}

/// The first click chooses the cell, as that of a person does.
inline void doubleClickCell(QAbstractItemView &view, const QModelIndex &cell)
{
    clickCell(view, cell);
    const QPoint at = view.visualRect(cell).intersected(view.viewport()->rect()).center();
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at);
}

/// Presses a button that has the focus with Space, or clicks it.
inline void push(QWidget &button, bool isByKeys)
{
    if (isByKeys) {
        button.setFocus();
        QTest::keyClick(&button, Qt::Key_Space);
    } else {
        QTest::mouseClick(&button, Qt::LeftButton);
    }
}

/// The first cell of the row whose first column has this text; invalid without one.
inline QModelIndex rowWith(const QAbstractItemView &view, const char *text)
{
    const QAbstractItemModel &model = *view.model();
    const QModelIndexList found =
        model.match(model.index(0, 0), Qt::DisplayRole, QString::fromLatin1(text), 1, Qt::MatchExactly);
    return found.isEmpty() ? QModelIndex() : found.front();
}

} // namespace fairlead
