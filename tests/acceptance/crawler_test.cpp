// SPDX-License-Identifier: Apache-2.0
// The crawler of examples/, killed in the middle of a site. Needs the built programs beside the tests, and python3.
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "tests/support/engine_program.h"

#include <QtTest>

using namespace fairlead;

namespace {
constexpr int pageCount = 150;

QString pageName(int number)
{
    return number == 0 ? QStringLiteral("index.html") : QStringLiteral("page-%1.html").arg(number);
}

/// Each page links to some others, several of them to the same ones, one to a page that is not there. All show the same
/// picture.
void writeSite(const QString &folder)
{
    for (int page = 0; page < pageCount; ++page) {
        QFile file(folder + QLatin1Char('/') + pageName(page));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write the site");
        for (const int target : {2 * page + 1, 2 * page + 2, page / 2, (7 * page) % pageCount, page}) {
            if (target < pageCount)
                file.write("<a href='" + pageName(target).toUtf8() + "#top'>one word</a>\n");
        }
        file.write("<img src='logo.png'>");
        if (page == 3)
            file.write("<a href='gone.html'>gone</a>");
    }
    QFile logo(folder + QStringLiteral("/logo.png"));
    if (!logo.open(QIODevice::WriteOnly) || logo.write("a logo") < 0)
        qFatal("cannot write the site");
}

/// Serves a folder on a free port.
class Site
{
public:
    explicit Site(const QString &folder)
    {
        m_process.start(QStringLiteral("python3"),
            {QStringLiteral("-u"), QStringLiteral("-m"), QStringLiteral("http.server"), QStringLiteral("0"),
                QStringLiteral("--bind"), QStringLiteral("127.0.0.1"), QStringLiteral("--directory"), folder});
        while (!m_process.canReadLine() && m_process.waitForReadyRead(30'000)) { }
        const QString line = QString::fromUtf8(m_process.readLine());
        url = line.section(QLatin1Char('('), 1).section(QLatin1Char(')'), 0, 0);
    }
    ~Site()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Requests so far.
    QByteArray log() { return m_log += m_process.readAllStandardError(); }
    QString url;

private:
    QByteArray m_log;
    QProcess m_process;
};

class CrawlerProgram : public EngineProgram
{
public:
    explicit CrawlerProgram(const QString &dataDir, const QStringList &more = {})
        : EngineProgram(dataDir, more, {}, QStringLiteral("crawler/crawler.toml"))
    {
    }
};

std::int64_t finished(Client &client)
{
    return askAndWait(client, GetStatus {}).value_or(StatusView {}).finished;
}
} // namespace

class CrawlerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killedCrawlerVisitsEveryPageOnce()
    {
        qputenv("CRAWLER", FAIRLEAD_SOURCE_DIR "/examples/crawler/crawl.py");
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("site")));
        writeSite(folder.filePath(QStringLiteral("site")));
        Site site(folder.filePath(QStringLiteral("site")));
        QVERIFY(site.url.startsWith(QStringLiteral("http://")));
        const QString data = folder.filePath(QStringLiteral("data"));
        for (int life = 0; life < 3; ++life) {
            CrawlerProgram program(data);
            RemoteClient client(program.url());
            if (life == 0) {
                NewJob first;
                first.queue = QueueName::trusted("pages");
                first.payload = "{\"url\":\"" + site.url.toStdString() + "index.html\"}";
                first.idempotencyKey = QCryptographicHash::hash(
                    (site.url + QStringLiteral("index.html")).toUtf8(), QCryptographicHash::Sha256)
                                           .toHex()
                                           .toStdString();
                QVERIFY(askAndWait(client, EnqueueJobs::of({first})));
            }
            QTRY_VERIFY_WITH_TIMEOUT(finished(client) >= 25, 60'000);
            program.process.kill();
            QVERIFY(program.ended());
        }
        {
            CrawlerProgram last(data, {QStringLiteral("--until-idle")});
            QVERIFY(last.ended());
            QCOMPARE(last.process.exitCode(), 0);
        }
        CrawlerProgram after(data);
        RemoteClient client(after.url());
        const std::vector<JobRecord> records = recordsOf(client);
        QCOMPARE(records.size(), std::size_t {2 * pageCount + 1});
        std::set<std::string> visited;
        for (const JobRecord &record : records) {
            if (record.job.spec.queue.text() == "pictures") {
                QCOMPARE(record.state, JobState::Succeeded);
                continue;
            }
            const bool isGone = record.state == JobState::Dead && record.errors.back().errorClass == "dataerr";
            QVERIFY(isGone || record.state == JobState::Succeeded);
            const auto whole = askAndWait(client, FindJob {record.job.id});
            QVERIFY(whole && visited.insert(whole->job.spec.payload).second);
        }
        // At most by each worker, before the first had it; a killed one's answer may have come too late.
        const auto fetched = site.log().count("GET /logo.png");
        QVERIFY2(fetched >= 1 && fetched <= 4 * 8, QByteArray::number(fetched));
        QCOMPARE(after.stop(), 0);
    }
};
QTEST_GUILESS_MAIN(CrawlerTest)
#include "crawler_test.moc"
