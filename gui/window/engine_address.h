// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/client/remote_client.h"

#include <QString>
#include <QUrl>

#include <memory>

namespace fairlead {

/// The address of a remote engine, with its token and CA file.
struct EngineAddress
{
    QUrl url;
    QString token {};
    QString tokenFile {}; ///< file with the token, instead of `token`
    QString caFile {}; ///< authorities for https, in PEM; empty: those of the system
};
/// Makes a client for the address. Fails with Invalid when a file cannot be used.
Result<std::unique_ptr<RemoteClient>> clientOf(const EngineAddress &address);
/// Reads an address with or without "http://". The URL is invalid when the text is not an address.
QUrl engineUrl(const QString &text);

} // namespace fairlead
