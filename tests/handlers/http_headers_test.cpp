// SPDX-License-Identifier: Apache-2.0
// The headers of a queue may hold secrets. The URL of a request may come from a payload.
#include "tests/support/answering_server.h"
#include "tests/support/one_request.h"

#include <QtTest>

using namespace fairlead;

namespace {
/// Whether a job of this payload succeeds.
bool isSent(const HttpHandlerSettings &settings, const std::string &payload)
{
    return std::holds_alternative<Succeeded>(outcomeOf(settings, runOf(payload)));
}
} // namespace

class HttpHeadersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headersGoToTheOriginOfTheConfigurationAlone()
    {
        const AnsweringServer own([](const ServerRequest &) { return ServerAnswer {}; });
        const AnsweringServer foreign([](const ServerRequest &) { return ServerAnswer {}; });
        HttpHandlerSettings settings;
        settings.url = own.url("/hook");
        settings.allow = {"127.0.0.0/8:" + std::to_string(own.port())};
        settings.allow.push_back("127.0.0.0/8:" + std::to_string(foreign.port()));
        settings.headers = {{"Authorization", "Bearer secret"}, {"Content-Type", "application/x-own"}};
        settings.isUrlFromPayload = true;
        const auto keyAt = [](const AnsweringServer &server) {
            const auto headers = server.requests().back().headers;
            const auto found = headers.find("authorization");
            return found == headers.end() ? std::string("none") : found->second;
        };
        const auto sendTo = [&](const std::string &url) { return isSent(settings, "{\"url\": \"" + url + "\"}"); };
        QVERIFY(isSent(settings, "{}"));
        QCOMPARE(keyAt(own), std::string("Bearer secret"));
        QVERIFY(sendTo(own.url("/another/path")));
        QCOMPARE(keyAt(own), std::string("Bearer secret"));
        QVERIFY(sendTo(foreign.url("/")));
        QCOMPARE(keyAt(foreign), std::string("none"));
        QCOMPARE(foreign.requests().back().headers.at("content-type"), std::string("application/json"));
        // Another name of the same server is another origin.
        QVERIFY(sendTo("http://localhost:" + std::to_string(own.port()) + "/"));
        QCOMPARE(keyAt(own), std::string("none"));
        settings.sendsHeadersToAny = true;
        QVERIFY(sendTo(foreign.url("/")));
        QCOMPARE(keyAt(foreign), std::string("Bearer secret"));
    }
    void headersThatGoNowhereAreAFaultOfTheConfiguration()
    {
        HttpHandlerSettings settings;
        settings.isUrlFromPayload = true;
        settings.headers = {{"X-Key", "k"}};
        const ManualClock clock;
        const auto make = [&] { return HttpHandler::make(settings, std::make_shared<HttpTransfers>(), clock); };
        const auto refused = make();
        QVERIFY(!refused);
        QVERIFY2(refused.error().text.find("headers_to_any") != std::string::npos, refused.error().text.c_str());
        settings.sendsHeadersToAny = true;
        QVERIFY(make());
    }
};

QTEST_GUILESS_MAIN(HttpHeadersTest)
#include "http_headers_test.moc"
