// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>

namespace fairlead {

/// The result of one run of a program.
struct ProgramRun
{
    bool hasEnded = false; ///< by itself, in time
    int code = -1;
    QByteArray output; ///< stdout and stderr together; the reason when it has not ended
    bool isGood() const { return hasEnded && code == 0; }
};

/// Runs a program in a folder (empty: the present one). It is killed when it does not end in time.
inline ProgramRun runProgram(const QStringList &command, const QString &folder = {}, int limitMs = 300'000)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command[0], command.mid(1));
    if (!process.waitForFinished(limitMs))
        return {false, -1, process.readAll() + process.errorString().toUtf8()};
    return {process.exitStatus() == QProcess::NormalExit, process.exitCode(), process.readAll()};
}

} // namespace fairlead
