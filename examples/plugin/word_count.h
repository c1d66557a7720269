// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/plugins/job_plugin.h"

#include <QObject>

/// Counts the words of a payload. A word "crash" crashes it, which ends that run alone.
class WordCount final : public QObject, public fairlead::JobPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID FairleadJobPlugin_iid)
    Q_INTERFACES(fairlead::JobPlugin)
public:
    fairlead::PluginOutcome run(fairlead::PluginRun &run) override;
};
