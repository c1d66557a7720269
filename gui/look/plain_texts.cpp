// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/plain_texts.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPlainTextEdit>

namespace fairlead {

PlainLabel::PlainLabel(const QString &text, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
}

PlainLabel::PlainLabel(QWidget *parent)
    : PlainLabel(QString(), parent)
{
}

MarkupLabel::MarkupLabel(const QString &html)
{
    setTextFormat(Qt::RichText);
    setText(html);
}

PlainBox::PlainBox(QWidget *parent)
    : QMessageBox(parent)
{
    setTextFormat(Qt::PlainText);
}

PlainTexts::PlainTexts(QApplication &app)
{
    app.installEventFilter(this);
}

bool PlainTexts::eventFilter(QObject *watched, QEvent *event)
{
    // A label is polished before it is measured or drawn, so before anything that its text names is read. The tooltip
    // is polished before it gets its text.
    if (event->type() == QEvent::Polish) {
        auto *label = qobject_cast<QLabel *>(watched);
        if (label && label->textFormat() == Qt::AutoText)
            label->setTextFormat(Qt::PlainText);
    }
    return QObject::eventFilter(watched, event);
}

QPlainTextEdit *makeReader(const QString &name)
{
    auto *reader = new QPlainTextEdit;
    reader->setReadOnly(true);
    reader->setTabChangesFocus(true);
    reader->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    reader->setFrameShape(QFrame::NoFrame);
    reader->setAccessibleName(name);
    return reader;
}

QString withoutMarkup(QString text)
{
    return text.replace(QLatin1Char('<'), QChar(0x2039)).replace(QLatin1Char('>'), QChar(0x203A));
}

} // namespace fairlead
