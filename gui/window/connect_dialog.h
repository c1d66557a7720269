// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/remote_client.h"

#include <QDialog>
#include <QTimer>
#include <QUrl>

#include <memory>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;

namespace fairlead {

/// What to watch in another window: an engine elsewhere, which is tried while its address is typed, or the demo.
/// Addresses are kept, tokens are not. Threads: GUI.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
public:
    ConnectDialog(QSettings &settings, QWidget *parent);
    static constexpr int recentMax = 10;

Q_SIGNALS:
    void engineChosen(const QUrl &url, const QString &token);
    void demoChosen();

private:
    void tryLater();
    void tryNow();
    void choose();

    QSettings &m_settings;
    QComboBox *m_url = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_go = nullptr;
    QTimer m_typed; ///< a pause in typing
    std::unique_ptr<RemoteClient> m_tried;
    int m_try = 0; ///< answers of earlier tries are dropped
};

/// Reads the address of an engine, with or without "http://"; not valid for a text that is none.
QUrl engineUrl(const QString &text);

} // namespace fairlead
