// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/feed/alerts.h"
#include "gui/window/status_line.h"
#include "tests/support/gui_stage.h"

#include <QtTest>

#include <malloc.h>

using namespace fairlead;

class LinkTest : public QObject
{
    Q_OBJECT
public:
    LinkTest()
        : m_engine(startMendEngine())
    {
    }

private Q_SLOTS:
    void refusedLineLocksTheActsAndComesBackByItself()
    {
        GuiStage stage(m_engine->client());
        stage.window.show();
        QTRY_VERIFY(stage.feed.link() == LinkState::Live);
        QVERIFY(stage.window.actions().of(ActionId::Pause)->isEnabled());
        stage.line.set(CutOffClient::Line::Refused);
        QTRY_VERIFY(stage.feed.link() == LinkState::Lost);
        QVERIFY(!stage.window.actions().of(ActionId::Pause)->isEnabled());
        QVERIFY(stage.window.actions().of(ActionId::Pause)->toolTip().contains(QStringLiteral("refused")));
        QVERIFY(!stage.window.actions().of(ActionId::StopNow)->isEnabled());
        QVERIFY(StatusLine::linkWords(stage.feed).startsWith(QStringLiteral("reconnecting")));
        stage.line.set(CutOffClient::Line::Whole);
        QTRY_VERIFY(stage.feed.link() == LinkState::Live);
        QVERIFY(stage.window.actions().of(ActionId::Pause)->isEnabled());
    }

    void lostEngineRaisesOneAlert()
    {
        GuiStage stage(m_engine->client());
        Alerts alerts(stage.feed, nullptr);
        QSignalSpy raised(&alerts, &Alerts::raised);
        stage.window.show();
        QTRY_VERIFY(stage.feed.link() == LinkState::Live);
        for (int times = 1; times <= 2; ++times) {
            stage.line.set(CutOffClient::Line::Refused);
            QTRY_COMPARE(raised.count(), times);
            stage.feed.refresh(); // another try that fails is no news
            stage.line.set(CutOffClient::Line::Whole);
            QTRY_VERIFY(stage.feed.link() == LinkState::Live);
            QCOMPARE(raised.count(), times);
        }
    }

    void deadLettersAreASpikeOnlyWhenTheyComeFasterThanBefore_data()
    {
        QTest::addColumn<int>("before"); // a minute, for nine minutes
        QTest::addColumn<int>("recent");
        QTest::addColumn<bool>("isSpike");
        QTest::newRow("none") << 0 << 0 << false;
        QTest::newRow("nine out of nothing") << 0 << 9 << false;
        QTest::newRow("ten out of nothing") << 0 << 10 << true;
        QTest::newRow("as many as ever") << 20 << 20 << false;
        QTest::newRow("three times as many") << 20 << 60 << true;
    }
    void deadLettersAreASpikeOnlyWhenTheyComeFasterThanBefore()
    {
        QFETCH(int, before);
        QFETCH(int, recent);
        QFETCH(bool, isSpike);
        History history {.step = std::chrono::seconds {10}};
        const TimePoint begin {std::chrono::seconds {1'700'000'000}};
        history.until = begin + std::chrono::minutes {10};
        for (int minute = 0; minute < 10; ++minute) {
            const TimePoint at = begin + std::chrono::minutes {minute} + std::chrono::seconds {30};
            history.points.push_back({.at = at, .counts = {.dead = minute == 9 ? recent : before}});
        }
        QCOMPARE(isDeadSpike(history), isSpike);
    }

    void silenceOfTwoSecondsIsStale()
    {
        ManualClock clock;
        GuiStage stage(m_engine->client(), &clock);
        stage.window.show();
        QTRY_VERIFY(stage.feed.link() == LinkState::Live);
        stage.line.set(CutOffClient::Line::Silent);
        // The clock is turned: whatever was under way is answered, then nothing more comes.
        QTRY_VERIFY((clock.advance(std::chrono::milliseconds {700}), stage.feed.link() == LinkState::Stale));
        QVERIFY(!stage.feed.whyReadOnly().isEmpty());
        QVERIFY(!stage.window.actions().of(ActionId::Drain)->isEnabled());
        QVERIFY(StatusLine::linkWords(stage.feed).startsWith(QStringLiteral("stale")));
    }

    void nothingIsAskedWhileNobodyLooks()
    {
        GuiStage stage(m_engine->client());
        stage.window.show();
        QTRY_VERIFY(stage.feed.link() == LinkState::Live);
        stage.window.hide();
        QSignalSpy ticked(&stage.feed, &MonitorFeed::ticked);
        QSignalSpy updated(&stage.feed, &MonitorFeed::updated);
        QVERIFY(!ticked.wait(700));
        QCOMPARE(updated.count(), 0);
        stage.window.show();
        QTRY_VERIFY(updated.count() > 0);
    }

    void frozenViewKeepsWhatItShowsAndCatchesUp()
    {
        GuiStage stage(m_engine->client());
        stage.window.show();
        QTRY_VERIFY(stage.feed.hasData());
        stage.window.actions().of(ActionId::Freeze)->trigger();
        const std::int64_t before = stage.feed.snapshot().status.enqueued;
        m_engine->client().ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        for (const CutOffClient::Line line : {CutOffClient::Line::Refused, CutOffClient::Line::Whole}) { // it goes on
            stage.line.set(line);
            QTRY_VERIFY((stage.feed.link() == LinkState::Live) == (line == CutOffClient::Line::Whole));
        }
        QCOMPARE(stage.feed.snapshot().status.enqueued, before);
        QVERIFY(StatusLine::linkWords(stage.feed).startsWith(QStringLiteral("frozen")));
        stage.window.actions().of(ActionId::Freeze)->trigger();
        QCOMPARE(stage.feed.snapshot().status.enqueued, before + 1);
    }

    void answersAfterTheWindowHasGoneAreDropped()
    {
        mallopt(M_PERTURB, 0xA5); // what was freed is overwritten: whoever uses it crashes
        for (int i = 0; i < 20; ++i) {
            auto stage = std::make_unique<GuiStage>(m_engine->client());
            stage->line.set(CutOffClient::Line::Held);
            stage->window.show();
            stage->feed.refresh();
            const std::vector<CutOffClient::Held> late = stage->line.takeHeld();
            QVERIFY(!late.empty());
            stage.reset();
            for (const CutOffClient::Held &answer : late)
                answer();
            QCoreApplication::sendPostedEvents();
        }
        mallopt(M_PERTURB, 0);
    }
    void answerIsHeardWhileClientAndAskerLive_data()
    {
        QTest::addColumn<bool>("clientLives");
        QTest::addColumn<bool>("askerLives");
        QTest::addColumn<bool>("isUnderWay"); // it has come, and waits for the event loop
        QTest::addColumn<int>("heard");
        QTest::newRow("both live") << true << true << false << 1;
        QTest::newRow("asker gone") << true << false << false << 0;
        QTest::newRow("asker gone meanwhile") << true << false << true << 0;
        QTest::newRow("client gone") << false << true << false << 0;
        QTest::newRow("client gone meanwhile") << false << true << true << 0;
    }
    void answerIsHeardWhileClientAndAskerLive()
    {
        QFETCH(bool, clientLives);
        QFETCH(bool, askerLives);
        QFETCH(bool, isUnderWay);
        QFETCH(int, heard);
        int count = 0;
        auto client = std::make_unique<GuiClient>(m_engine->client());
        auto asker = std::make_unique<QObject>();
        const Answer<int> answer = client->here<int>(asker.get(), [&](const Result<int> &) { ++count; });
        if (isUnderWay)
            answer(1);
        if (!clientLives)
            client.reset();
        if (!askerLives)
            asker.reset();
        if (!isUnderWay)
            answer(1);
        QCOMPARE(count, 0); // not from within the answer
        QCoreApplication::sendPostedEvents();
        QCOMPARE(count, heard);
    }

    void scopeIsRememberedBothWays()
    {
        ScopeFilter scope;
        const Scope acme {.queue = {}, .tenant = TenantName::trusted("acme")};
        scope.set(acme);
        scope.set({});
        scope.goBack();
        QVERIFY(scope.scope() == acme);
        scope.goForward();
        QVERIFY(scope.scope() == Scope {});
        QVERIFY(!scope.mayGoForward());
    }

private:
    const std::unique_ptr<RunningEngine> m_engine;
};

QTEST_MAIN(LinkTest)
#include "link_test.moc"
