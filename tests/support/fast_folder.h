// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace fairlead {

/// A temporary folder, in memory where possible, for tests to which the cost of a sync does not matter.
class FastFolder : public QTemporaryDir
{
public:
    FastFolder()
        : QTemporaryDir(
            (QFileInfo(QStringLiteral("/dev/shm")).isWritable() ? QStringLiteral("/dev/shm") : QDir::tempPath())
            + QStringLiteral("/fairlead-XXXXXX"))
    {
    }
};

} // namespace fairlead
