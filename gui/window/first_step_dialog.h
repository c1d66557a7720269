// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace fairlead {

/// The first step with an engine that has no queue: the lines of a sample queue, to be copied, or written into the
/// configuration file of an engine inside this program. Threads: GUI.
class FirstStepDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `file` is the configuration file of the engine inside this program; empty for an engine elsewhere.
    FirstStepDialog(const QString &file, QWidget *parent);
    /// The lines of a queue whose handler answers with the payload.
    static QByteArray sample();

Q_SIGNALS:
    /// The file has a queue now, or is said to.
    void configurationReady();
    void failed(const QString &why);

private:
    void write();

    const QString m_file;
};

} // namespace fairlead
