// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/shown.h"
#include "gui/look/theme.h"
#include "gui/pages/config_panel.h"
#include "gui/pages/page.h"

class QComboBox;
class QFormLayout;
class QLabel;

namespace fairlead {

/// Facts about the engine, its configuration, and settings of the monitor. Threads: GUI.
class SettingsPage final : public Page
{
    Q_OBJECT
public:
    explicit SettingsPage(const PageContext &context);
    void showData() override;
    void reload() override;
    QWidget *filterField() override;
    /// The engine that the monitor is connected to, in words.
    void setConnection(const QString &words);
    void setLook(Look look);
    void setZone(Zone zone);
    void setPollInterval(Milliseconds interval);

Q_SIGNALS:
    void lookChosen(fairlead::Look look);
    void zoneChosen(fairlead::Zone zone);
    void pollIntervalChosen(fairlead::Milliseconds interval);

private:
    QWidget *makeEngineFacts();
    QWidget *makePreferences();
    QLabel *addFact(QFormLayout *form, const QString &name);

    ConfigPanel *m_config = nullptr;
    QLabel *m_connection = nullptr;
    QLabel *m_version = nullptr;
    QLabel *m_store = nullptr;
    QLabel *m_durability = nullptr;
    QLabel *m_data = nullptr;
    QLabel *m_started = nullptr;
    QLabel *m_workers = nullptr;
    QComboBox *m_look = nullptr;
    QComboBox *m_zone = nullptr;
    QComboBox *m_interval = nullptr;
};

} // namespace fairlead
