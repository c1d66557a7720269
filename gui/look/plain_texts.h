// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QMessageBox>

class QApplication;
class QPlainTextEdit;

namespace fairlead {

/// Most texts of the window come from outside: errors, names, tags, reasons. Qt takes a text that looks like HTML for
/// HTML, unless it is told otherwise, and then a text may name files that are read. So these classes stand in for those
/// of Qt. `.ci/check_words` holds the window to them. Threads: GUI.

/// A label that shows its text as it stands.
class PlainLabel : public QLabel
{
public:
    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);
    explicit PlainLabel(QWidget *parent);
};

/// A label of HTML. REQUIRES: every text from outside in it has passed `toHtmlEscaped`.
class MarkupLabel final : public QLabel
{
public:
    explicit MarkupLabel(const QString &html = {});
};

/// A message box that shows its text as it stands.
class PlainBox final : public QMessageBox
{
public:
    explicit PlainBox(QWidget *parent);
};

/// Makes the labels plain that Qt itself makes: tooltips, and the labels inside its dialogs and forms. It acts from
/// when it is made until it ends.
class PlainTexts final : public QObject
{
public:
    explicit PlainTexts(QApplication &app);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// A text of fixed width to be read and copied alone. `name` is for screen readers.
QPlainTextEdit *makeReader(const QString &name);

/// A text for the notices of the desktop, which take HTML: without its angle brackets.
QString withoutMarkup(QString text);

} // namespace fairlead
