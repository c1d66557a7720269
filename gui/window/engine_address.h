// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/remote_client.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace fairlead {

/// An engine elsewhere, and what opens its door.
struct EngineAddress
{
    QUrl url;
    QString token {};
    QString tokenFile {}; ///< in the place of a token
    QString caFile {}; ///< authorities for https, in PEM; empty: the system's
};
/// Makes a client of it. Fails with Invalid when a file cannot be used.
Result<std::unique_ptr<RemoteClient>> clientOf(const EngineAddress &address);
/// Reads the address of an engine, with or without "http://"; not valid for a text that is none.
QUrl engineUrl(const QString &text);

} // namespace fairlead
