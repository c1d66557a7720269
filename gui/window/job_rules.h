// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/job_choice.h"
#include "gui/window/main_actions.h"

namespace fairlead {

/// Whether an action may act on the chosen jobs, and its words for them.
struct JobRule
{
    ActionId id = ActionId::Retry;
    QString text;
    QString whyNot; ///< empty when it may
    QString tip;
};

/// The rules of all actions of the Jobs menu that act on chosen jobs.
std::vector<JobRule> jobRules(const MonitorFeed &feed, const JobChoice &choice);
/// Enables the action, or disables it with the reason as its tooltip.
void allow(QAction &action, const QString &whyNot, const QString &tip);

} // namespace fairlead
