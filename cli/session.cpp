// SPDX-License-Identifier: Apache-2.0
#include "cli/session.h"

namespace fairlead {

Result<std::unique_ptr<Session>> Session::open(const Globals &globals)
{
    const QUrl url(QString::fromStdString(globals.url));
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || url.host().isEmpty() || !isHttp)
        return failure(ErrorCode::Invalid,
            "--url: expected such as http://127.0.0.1:8420, not '" + shownSafely(globals.url) + "'");
    std::unique_ptr<Session> session(new Session(url, globals));
    if (!globals.caFile.empty()) {
        if (const Result<> taken = session->client.setAuthorities(globals.caFile); !taken)
            return failure(ErrorCode::Invalid, "--ca-file: " + shownSafely(taken.error().text));
    }
    if (session->hasToken) {
        if (const Result<> taken = session->client.setTokenFile(globals.tokenFile); !taken)
            return failure(ErrorCode::Invalid, "--token-file: " + shownSafely(taken.error().text));
    }
    return session;
}

void Session::rest(Milliseconds time)
{
    QEventLoop pause;
    QTimer::singleShot(time, &pause, &QEventLoop::quit);
    pause.exec();
}

void Session::printLastAnswer() const
{
    sayJson(client.lastAnswer());
}

} // namespace fairlead
