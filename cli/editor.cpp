// SPDX-License-Identifier: Apache-2.0
#include "cli/editor.h"

#include "cli/field_options.h"
#include "cli/input.h"
#include "engine/wire/json.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryFile>

namespace fairlead {

namespace {
/// A command of the shell.
QString editorCommand()
{
    for (const char *name : {"VISUAL", "EDITOR"}) {
        if (QString command = qEnvironmentVariable(name); !command.isEmpty())
            return command;
    }
    return QStringLiteral("vi");
}

Result<> runEditor(const QString &file)
{
    QProcess editor;
    editor.setProcessChannelMode(QProcess::ForwardedChannels);
    editor.setInputChannelMode(QProcess::ForwardedInputChannel);
    const QString command = editorCommand();
    editor.start(QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"), command + QStringLiteral(" \"$1\""), QStringLiteral("sh"), file});
    editor.waitForFinished(-1);
    if (editor.error() == QProcess::UnknownError && editor.exitStatus() == QProcess::NormalExit
        && editor.exitCode() == 0)
        return {};
    return failure(ErrorCode::Cancelled, "the editor '" + command.toStdString() + "' failed; nothing was changed");
}

/// The text without a line end that the editor added.
std::string withoutAddedEnd(std::string text, const std::string &before)
{
    if (text.ends_with('\n') && !before.ends_with('\n'))
        text.pop_back();
    return text;
}

Result<> checkJson(const NewPayload &payload, const std::string &text)
{
    return payload.contentType == jsonType ? JsonDocument::check(text) : Result<> {};
}
} // namespace

Result<std::optional<std::string>> editedText(const NewPayload &payload)
{
    if (!isUtf8(payload.bytes) || payload.bytes.find('\0') != std::string::npos)
        return failure(ErrorCode::Invalid, "the payload is no text; --payload-file gives another one");
    QTemporaryFile file(QDir::tempPath() + QStringLiteral("/fairlead-payload-XXXXXX")
        + (payload.contentType == jsonType ? QStringLiteral(".json") : QStringLiteral(".txt")));
    const auto size = static_cast<qint64>(payload.bytes.size());
    if (!file.open() || file.write(payload.bytes.data(), size) != size || !file.flush())
        return failure(ErrorCode::Io, "cannot write " + file.fileName().toStdString());
    const std::string name = file.fileName().toStdString();
    FAIRLEAD_CHECK(runEditor(file.fileName()));
    FAIRLEAD_TRY(std::string text, readInput(name)); // by name: an editor may have put another file there
    text = withoutAddedEnd(std::move(text), payload.bytes);
    if (text == payload.bytes)
        return std::optional<std::string> {};
    if (const Result<> good = checkJson(payload, text); !good) {
        file.setAutoRemove(false);
        return failure(good.error().code, good.error().text + "; the text is kept in " + name);
    }
    return std::optional(std::move(text));
}

} // namespace fairlead
