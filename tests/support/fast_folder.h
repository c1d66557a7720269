// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace fairlead {

/// In memory where that can be, for tests to which it does not matter what a sync costs.
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
