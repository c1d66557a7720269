// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/state_colors.h"
#include "gui/window/engine_address.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;

namespace fairlead {

/// Chooses the engine of another window: a remote one, which is tried while its address is typed, or the demo.
/// Addresses and files are remembered, tokens are not. Threads: GUI.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
public:
    ConnectDialog(QSettings &settings, QWidget *parent);
    static constexpr int recentMax = 10;
    /// Whether the engine is asked after a pause in typing.
    bool isTryDue() const { return m_typed.isActive(); }

Q_SIGNALS:
    void engineChosen(const fairlead::EngineAddress &address);
    void demoChosen();

private:
    EngineAddress address() const;
    /// The CA file that was used for this address before.
    void recall();
    void browse();
    void tryLater();
    void tryNow();
    void tryStatus(const BearerView &bearer);
    void judge(ShownState state, const QString &verdict);
    void say(const QString &verdict);
    void choose();

    QSettings &m_settings;
    QComboBox *m_url = nullptr;
    QLineEdit *m_token = nullptr;
    QLineEdit *m_authorities = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_go = nullptr;
    QTimer m_typed; ///< runs out after a pause in typing
    std::unique_ptr<RemoteClient> m_tried;
    int m_try = 0; ///< answers to earlier tries are dropped
};

} // namespace fairlead
