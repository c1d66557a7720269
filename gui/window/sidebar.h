// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/window/main_actions.h"

#include <QListWidget>

namespace fairlead {

/// The list of pages. A badge shows a number where something needs attention. Threads: GUI.
class Sidebar final : public QListWidget
{
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);
    void setPage(PageId page);
    /// Sets the number of a badge; 0 hides it. The state gives the colour.
    void setBadge(PageId page, std::int64_t number);

Q_SIGNALS:
    void pageChosen(fairlead::PageId page);

private:
    class Painter;
};

} // namespace fairlead
