// SPDX-License-Identifier: Apache-2.0
// A lack of memory while a request is read.
#include "engine/wire/json_reader.h"
#include "tests/support/engine_rig.h"

#include <cstdlib>
#include <new>

using namespace fairlead;

namespace {
constexpr std::size_t large = 256 * 1024;

/// The large allocations of this thread, and which of them fails. Threads: one each.
struct Memory
{
    int count = 0;
    int failing = 0; ///< counted from 1; 0: none
    bool isFailingFromThen = false;
};
thread_local Memory memory;

bool isRefused(std::size_t size)
{
    if (memory.failing == 0 || size < large)
        return false;
    ++memory.count;
    return memory.count == memory.failing || (memory.isFailingFromThen && memory.count > memory.failing);
}

/// Makes allocations of this thread fail while it lives.
class Lack
{
public:
    explicit Lack(int failing, bool isFailingFromThen = false) { memory = {0, failing, isFailingFromThen}; }
    ~Lack() { memory = {}; }
    Lack(const Lack &) = delete;
    Lack &operator=(const Lack &) = delete;
    static bool wasFelt() { return memory.count >= memory.failing; }
};
} // namespace

void *operator new(std::size_t size)
{
    if (void *bytes = isRefused(size) ? nullptr : std::malloc(std::max<std::size_t>(size, 1)))
        return bytes;
    throw std::bad_alloc();
}
void operator delete(void *bytes) noexcept
{
    std::free(bytes);
}
void operator delete(void *bytes, std::size_t) noexcept
{
    std::free(bytes);
}

class MemoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lackOfMemoryIsNotTakenForBadJson()
    {
        const std::string text = "[\"" + std::string(2 * large, 'x') + "\"]";
        for (int failing = 1;; ++failing) {
            const Lack lack(failing);
            const auto read = JsonDocument::parse(text);
            if (!Lack::wasFelt()) {
                QVERIFY(read && failing > 1);
                break;
            }
            QVERIFY(!read);
            QCOMPARE(errorCodeName(read.error().code), errorCodeName(ErrorCode::EngineFull));
            QVERIFY(isRetryable(read.error().code));
        }
        QCOMPARE(errorCodeName(JsonDocument::parse("[1,").error().code), errorCodeName(ErrorCode::Invalid));
    }
    void requestThatFindsNoMemoryMayBeTriedAgain_data()
    {
        QTest::addColumn<bool>("isLasting"); // all later large allocations fail, too
        QTest::newRow("for a moment") << false;
        QTest::newRow("for longer") << true;
    }
    void requestThatFindsNoMemoryMayBeTriedAgain()
    {
        QFETCH(bool, isLasting);
        EngineRig rig;
        Router router(rig.bare, rig.audit(), *rig.tokens);
        const auto post = [&](int failing) {
            const auto exchange = std::make_shared<Exchange>();
            exchange->method = "POST";
            exchange->path = "/v1/jobs";
            exchange->contentType = "application/json";
            exchange->body = "{\"queue\":\"far\",\"payload\":\"" + std::string(2 * large, 'x') + "\"}";
            bool wasFelt = false;
            {
                const Lack lack(failing, isLasting);
                router.handle(exchange);
                wasFelt = Lack::wasFelt();
            }
            std::atomic<bool> isAnswered = false;
            if (!exchange->waitForAnswer([&isAnswered] { isAnswered = true; }))
                isAnswered = true;
            while (!isAnswered)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
            const Exchange::Answer &answer = exchange->answered();
            if (answer.status != 201 && answer.status != 503)
                qWarning("%d: %s", answer.status, answer.body.c_str());
            return std::pair(answer.status, wasFelt);
        };
        int refused = 0;
        for (int failing = 1;; ++failing) {
            const auto [status, wasFelt] = post(failing);
            QVERIFY(status == 503 || status == 201);
            refused += status == 503 ? 1 : 0;
            if (!wasFelt)
                break;
        }
        QVERIFY(refused > 1);
        QCOMPARE(post(0).first, 201);
    }
};

QTEST_GUILESS_MAIN(MemoryTest)
#include "memory_test.moc"
