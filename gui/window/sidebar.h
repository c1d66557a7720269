// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/window/main_actions.h"

#include <QListWidget>

namespace fairlead {

/// The pages, with a number where something wants to be looked at. Threads: GUI.
class Sidebar final : public QListWidget
{
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);
    void setPage(PageId page);
    /// 0: none. The state gives the colour.
    void setBadge(PageId page, std::int64_t number);

Q_SIGNALS:
    void pageChosen(fairlead::PageId page);

private:
    class Painter;
};

} // namespace fairlead
