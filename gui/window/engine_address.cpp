// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/engine_address.h"

namespace fairlead {

Result<std::unique_ptr<RemoteClient>> clientOf(const EngineAddress &address)
{
    auto client = std::make_unique<RemoteClient>(address.url, "--connect");
    client->setToken(address.token.toStdString());
    Result<> done;
    if (!address.tokenFile.isEmpty())
        done = client->setTokenFile(address.tokenFile.toStdString());
    if (done && !address.caFile.isEmpty())
        done = client->setAuthorities(address.caFile.toStdString());
    if (!done)
        return failure(done.error());
    return client;
}

QUrl engineUrl(const QString &text)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return {};
    const QUrl url(typed.contains(QStringLiteral("://")) ? typed : QStringLiteral("http://") + typed, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    return isHttp && !url.host().isEmpty() ? url : QUrl();
}

} // namespace fairlead
