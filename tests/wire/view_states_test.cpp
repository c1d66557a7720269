// SPDX-License-Identifier: Apache-2.0
// States in the answers of an engine: their words in JSON, and a word that this version does not know.
#include "engine/wire/json.h"

#include <QtTest>

using namespace fairlead;

namespace {
/// The words of all values of an enum that may grow, joined.
template <MayGrow Enum>
std::string wordsOf()
{
    std::string words;
    for (const std::string_view word : EnumNames<Enum>::all) {
        const std::optional<Enum> value = fromName<Enum>(word);
        words += std::string(words.empty() ? "" : " ") + (value ? TextForm<Enum>::write(*value) : "none");
    }
    return words;
}
bool has(const std::string &json, const std::string &part)
{
    return json.find(part) != std::string::npos;
}
} // namespace

class ViewStatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsAreThoseOfEveryVersion()
    {
        QCOMPARE(wordsOf<EngineState>(), std::string("running paused stopping"));
        QCOMPARE(wordsOf<WorkerState>(), std::string("idle busy"));
        QCOMPARE(wordsOf<ScaledBy>(), std::string("auto hand"));
        QCOMPARE(wordsOf<WaitCode>(),
            std::string(
                "stopping queue_not_configured queue_unserved paused queue_at_cap tenant_at_cap tenant_rate gate_shut "
                "scheduled blocked turn running ended"));
        StatusView status;
        status.state = EngineState::Paused;
        QVERIFY(has(writeJson(status), R"("state":"paused")"));
        WorkerView worker;
        worker.state = WorkerState::Busy;
        QVERIFY(has(writeJson(worker), R"("state":"busy")"));
        const WaitReason reason {WaitCode::TenantAtCap, "why"};
        QVERIFY(has(writeJson(reason), R"({"code":"tenant_at_cap","text":"why"})"));
    }
    void parametersOfAReasonAreReadAsTheyWereWritten()
    {
        const WaitReason turn {.code = WaitCode::Turn,
            .text = "t",
            .queue = QueueName::trusted("q"),
            .tenant = TenantName::trusted("a"),
            .count = 3,
            .isAtLeast = true};
        const auto read = readAnswer<WaitReason>(writeJson(turn));
        QVERIFY2(read, read ? "" : read.error().text.c_str());
        QVERIFY(read->queue == turn.queue && read->tenant == turn.tenant && read->isAtLeast && !read->at);
        QCOMPARE(read->count, turn.count);
        const WaitReason paused {
            .code = WaitCode::Paused, .text = "p", .at = TimePoint {Milliseconds {5}}, .who = "w", .detail = "d"};
        const auto later = readAnswer<WaitReason>(writeJson(paused));
        QVERIFY(later && later->at == paused.at && !later->queue && !later->isAtLeast);
        QCOMPARE(later->who + later->detail, std::string("wd"));
        const auto opened = readAnswer<WaitReason>(writeJson(WaitReason {.code = WaitCode::GateShut, .isOpen = true}));
        QVERIFY(opened && opened->isOpen && !later->isOpen);
    }
    void queueOfTheConfigurationHasNoScaling()
    {
        QueueView queue;
        QVERIFY(!has(writeJson(queue), "scaling"));
        queue.scaling = ScaledBy::Hand;
        QVERIFY(has(writeJson(queue), R"("scaling":"hand")"));
        QCOMPARE(readAnswer<QueueView>(R"({"queue":"q"})")->scaling, std::optional<ScaledBy>());
        QCOMPARE(readAnswer<QueueView>(R"({"queue":"q","scaling":"auto"})")->scaling, std::optional(ScaledBy::Auto));
    }
    void newWordsAreUnknownAndTheRestIsRead()
    {
        const auto status = readAnswer<StatusView>(R"({"version":"9","state":"moving","workers":4})");
        QVERIFY2(status, status ? "" : status.error().text.c_str());
        QCOMPARE(status->state, EngineState::Unknown);
        QCOMPARE(status->workers, 4);
        QCOMPARE(readAnswer<WorkerView>(R"({"worker":"w","state":"asleep"})")->state, WorkerState::Unknown);
        QCOMPARE(readAnswer<QueueView>(R"({"queue":"q","scaling":"fate"})")->scaling, std::optional(ScaledBy::Unknown));
        const auto why =
            readAnswer<WhyView>(R"({"id":"01890a5d-ac96-774b-bcce-b302099a8057","state":"ready",)"
                                R"("reasons":[{"code":"gate","text":"shut"},{"code":"turn","text":"2"}]})");
        QVERIFY2(why, why ? "" : why.error().text.c_str());
        QCOMPARE(why->reasons.size(), std::size_t {2});
        QCOMPARE(why->reasons.front().code, WaitCode::Unknown);
        QCOMPARE(why->reasons.front().text, std::string("shut"));
        QCOMPARE(why->reasons.back().code, WaitCode::Turn);
    }
    void aStateThatDecidesIsNotGuessed()
    {
        QVERIFY(!readAnswer<JobRecord>(R"({"id":"01890a5d-ac96-774b-bcce-b302099a8057","state":"moving"})"));
        QVERIFY(!readAnswer<StatusView>(R"({"version":"9","state":7})"));
    }
    void unknownIsNoWordOfARequest()
    {
        QVERIFY(!TextForm<WaitCode>::parse("unknown"));
        QCOMPARE(nameOf(WaitCode::Unknown), std::string_view("unknown"));
        for (const std::string_view word : TextForm<WaitCode>::values())
            QVERIFY(word != "unknown");
    }
};

QTEST_GUILESS_MAIN(ViewStatesTest)
#include "view_states_test.moc"
