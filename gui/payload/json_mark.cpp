// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/json_mark.h"

#include "gui/look/state_colors.h"
#include "gui/payload/json_outline.h"

#include <QCoreApplication>
#include <QPlainTextEdit>
#include <QTextBlock>

#include <algorithm>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct JsonMark
{
    Q_DECLARE_TR_FUNCTIONS(JsonMark)
};
} // namespace

QString rawText(const QPlainTextEdit &editor)
{
    // toPlainText() would turn non-breaking spaces into plain ones.
    QString text = editor.document()->toRawText();
    text.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
    return text;
}

QString markJsonFault(QPlainTextEdit &editor)
{
    const QString text = rawText(editor);
    const std::string bytes = text.toStdString();
    const std::optional<std::size_t> fault = jsonFaultAt(bytes);
    if (!fault) {
        editor.setExtraSelections({});
        return {};
    }
    const auto place = static_cast<int>(QString::fromStdString(bytes.substr(0, *fault)).size());
    const QString before = text.left(place);
    decltype(editor.extraSelections())::value_type mark;
    mark.cursor = QTextCursor(editor.document());
    // At the end there is nothing to mark but the last character.
    mark.cursor.setPosition(place < text.size() ? place : std::max(place - 1, 0));
    mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(lookOf(ShownState::Dead, editor.palette()).colour);
    mark.format.setFontWeight(QFont::Bold);
    editor.setExtraSelections({mark});
    return JsonMark::tr("This is no JSON: line %1, column %2")
        .arg(before.count(QLatin1Char('\n')) + 1)
        .arg(place - before.lastIndexOf(QLatin1Char('\n')));
}

} // namespace fairlead
