// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QtPlugin>

namespace fairlead {

/// A run as the plugin sees it. Threads: that of the run.
class PluginRun
{
public:
    virtual QByteArray payload() const = 0;
    /// A variable such as "FAIRLEAD_JOB_ID", "FAIRLEAD_TENANT", "FAIRLEAD_ATTEMPT"; the same that a process handler's
    /// program gets.
    virtual QByteArray variable(const char *name) const = 0;
    /// `percent`: 0 to 100.
    virtual void progress(int percent, const QString &text) = 0;
    /// Spawns a job, given as JSON. It is accepted in the commit of this run's success.
    virtual void spawn(const QByteArray &job) = 0;

protected:
    ~PluginRun() = default;
};

struct PluginOutcome
{
    enum class Kind {
        Succeeded, ///< `bytes` are the result
        Failed, ///< tried again, with back-off; `bytes` are the reason
        Rejected, ///< never tried again; `bytes` are the reason
    };
    Kind kind = Kind::Succeeded;
    QByteArray bytes {};
};

/// Runs jobs in a Qt plugin, in a process of its own for each run, so that a fault ends only that run. An exception is
/// a failure. A plugin that was built for another version of this interface is refused.
class JobPlugin
{
public:
    virtual ~JobPlugin() = default;
    virtual PluginOutcome run(PluginRun &run) = 0;
};

} // namespace fairlead

#define FairleadJobPlugin_iid "org.fairlead.JobPlugin/1"
Q_DECLARE_INTERFACE(fairlead::JobPlugin, FairleadJobPlugin_iid)
