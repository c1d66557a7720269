// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/first_step_dialog.h"

#include "gui/look/plain_texts.h"
#include "gui/look/save_file.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fairlead {

FirstStepDialog::FirstStepDialog(const QString &file, QWidget *parent)
    : QDialog(parent)
    , m_file(file)
{
    setObjectName(QStringLiteral("firstStepDialog"));
    setWindowTitle(tr("A first queue"));
    const bool mayWrite = !file.isEmpty() && !QFileInfo::exists(file);
    auto *text = new PlainLabel(file.isEmpty()
            ? tr("Put these lines into the configuration file of the engine. Then let it read the file again.")
            : mayWrite ? tr("These lines make a queue. They go into %1, which is not there yet.").arg(file)
                       : tr("Put these lines into %1. Then let the engine read the file again.").arg(file));
    text->setWordWrap(true);
    auto *lines = new QPlainTextEdit(QString::fromUtf8(sample()));
    lines->setObjectName(QStringLiteral("firstStepLines"));
    lines->setReadOnly(true);
    lines->setAccessibleName(tr("Lines of a queue"));
    lines->setMinimumWidth(lines->fontMetrics().averageCharWidth() * 64);
    auto *next = new PlainLabel(tr("Then hand in a job: fairleadctl job add echo --payload '\"hello\"'"));
    next->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    next->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton *copy = buttons->addButton(tr("Copy the lines"), QDialogButtonBox::ActionRole);
    QPushButton *go = buttons->addButton(
        mayWrite ? tr("Write the file and read it") : tr("Read the file again"), QDialogButtonBox::ActionRole);
    go->setObjectName(QStringLiteral("firstStepGo"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(lines);
    layout->addWidget(next);
    layout->addWidget(buttons);
    go->setDefault(true); // of this dialog: not before it is in it
    connect(copy, &QPushButton::clicked, this, [] { QApplication::clipboard()->setText(QString::fromUtf8(sample())); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (mayWrite) {
        connect(go, &QPushButton::clicked, this, &FirstStepDialog::write);
    } else {
        connect(go, &QPushButton::clicked, this, [this] {
            Q_EMIT configurationReady();
            accept();
        });
    }
}

QByteArray FirstStepDialog::sample()
{
    return "# A queue whose handler answers with the payload of the job.\n"
           "[queue.echo]\n"
           "handler = { kind = \"process\", command = [\"cat\"] }\n";
}

void FirstStepDialog::write()
{
    const QString folder = QFileInfo(m_file).absolutePath();
    const QString trouble =
        QDir().mkpath(folder) ? saveFile(m_file, sample()) : tr("the folder %1 cannot be made").arg(folder);
    if (trouble.isEmpty())
        Q_EMIT configurationReady();
    else
        Q_EMIT failed(trouble);
    accept();
}

} // namespace fairlead
