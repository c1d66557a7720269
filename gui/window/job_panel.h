// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

#include <QWidget>

#include <map>

class QAction;
class QLabel;
class QTabWidget;
class QTextBrowser;

namespace fairlead {

enum class ActionId;
class LogView;
class MainActions;
class PayloadView;
class RunStrip;

/// One job in full: facts, attempts with their errors, payload and result as bytes. Threads: GUI.
class JobPanel final : public QWidget
{
    Q_OBJECT
public:
    JobPanel(MonitorFeed &feed, const MainActions &actions, QWidget *parent = nullptr);

    /// Fetches the job and shows it. The same job again is only refreshed.
    void show(const JobId &id);
    /// Fetches what it shows again.
    void refresh();
    /// The whole record with its payload, once it is fetched.
    const std::optional<JobRecord> &record() const { return m_record; }
    const PayloadView &payload() const { return *m_payload; }
    /// The reasons why it does not run, from the engine; empty when it runs or has ended.
    QString why() const;
    /// The smallest width that does not cut the buttons.
    int leastWidth() const;

Q_SIGNALS:
    /// The person wants this act on the job that is shown.
    void actWanted(fairlead::ActionId act, const fairlead::JobRecord &job);
    /// The newest record of the job.
    void seen(const fairlead::JobRecord &record);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHead(const MainActions &actions);
    /// Enables the buttons that the job allows.
    void followJob();
    void take(JobRecord record);
    void showFacts();
    void showAttempts();
    void fetchResult();
    void fetchWhy();
    void sayWhy(const QString &words);

    MonitorFeed &m_feed;
    JobId m_id;
    std::optional<JobRecord> m_record;
    QWidget *m_head = nullptr;
    std::map<ActionId, QAction *> m_acts; ///< the buttons; they act on the job that is shown
    QLabel *m_title = nullptr;
    QLabel *m_place = nullptr;
    QLabel *m_why = nullptr;
    RunStrip *m_strip = nullptr;
    QTabWidget *m_tabs = nullptr;
    QLabel *m_facts = nullptr;
    QTextBrowser *m_attempts = nullptr;
    std::size_t m_errorsShown = 0;
    PayloadView *m_payload = nullptr;
    PayloadView *m_result = nullptr;
    LogView *m_log = nullptr;
};

} // namespace fairlead
