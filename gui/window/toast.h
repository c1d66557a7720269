// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include <functional>

class QLabel;
class QPushButton;

namespace fairlead {

/// Reports an act for ten seconds and offers to undo it. Threads: GUI.
class Toast final : public QFrame
{
    Q_OBJECT
public:
    explicit Toast(QWidget *over);
    void say(const QString &text, std::function<void()> undo);
    /// A failure stays until it is closed.
    void complain(const QString &text);
    bool mayUndo() const { return isVisible() && m_undo; }
    void undo();
    QString text() const;

Q_SIGNALS:
    void undoChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void pop(const QString &text);
    void vanish();
    void place();

    QLabel *m_text = nullptr;
    QPushButton *m_button = nullptr;
    QTimer m_timer;
    bool m_isFailure = false;
    std::function<void()> m_undo;
};

} // namespace fairlead
