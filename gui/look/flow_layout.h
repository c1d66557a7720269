// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <QList>

namespace fairlead {

/// Puts widgets side by side, in as many rows as they need. The last one takes the rest of its row. Threads: GUI.
class FlowLayout final : public QLayout
{
public:
    FlowLayout();
    ~FlowLayout() override;
    void addItem(QLayoutItem *item) override { m_items.append(item); }
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem *itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return places({0, 0, width, 0}).height; }
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect &rect) override;

private:
    struct Places
    {
        QList<QRect> items;
        int height = 0;
    };
    Places places(const QRect &rect) const;
    QList<QLayoutItem *> m_items;
};

} // namespace fairlead
