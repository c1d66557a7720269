// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/program_run.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace fairlead {

/// What a check of .ci/ said.
struct Verdict
{
    bool isPassed = false;
    QString text; ///< stdout and stderr together
};

/// Runs `.ci/NAME` on the tree at `root`. A check that cannot be run has not passed.
inline Verdict runCheck(const QString &name, const QString &root)
{
    const ProgramRun run = runProgram({QStringLiteral(FAIRLEAD_SOURCE_DIR "/.ci/") + name, root}, {}, 60'000);
    return {run.isGood(), QString::fromUtf8(run.output)};
}

inline QString sourceTree()
{
    return QStringLiteral(FAIRLEAD_SOURCE_DIR);
}

/// A small source tree in a temporary folder: the real table of rooms, and a domain that a scheduler includes.
class MiniTree
{
public:
    MiniTree()
    {
        QDir(m_folder.path()).mkpath(QStringLiteral("docs"));
        QFile::copy(sourceTree() + QStringLiteral("/docs/ARCHITECTURE.md"), path("docs/ARCHITECTURE.md"));
        write("engine/domain/job.h", "#include <string>\n");
        write("engine/scheduling/picker.h", "#include \"engine/domain/job.h\"\n");
    }

    /// Writes a source file, its licence line first.
    void write(const char *name, const QByteArray &code) const
    {
        writePlain(name,
            "// SPDX-"
            "License-Identifier: Apache-2.0\n"
                + code);
    }
    void writePlain(const char *name, const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", name);
    }
    Verdict check(const char *name) const { return runCheck(QString::fromLatin1(name), m_folder.path()); }

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    QTemporaryDir m_folder;
};

} // namespace fairlead
