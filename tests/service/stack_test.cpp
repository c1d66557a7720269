// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stack.h"

#include <QtTest>

#include <stdexcept>

using namespace fairlead;

namespace {
using Log = std::vector<std::string>;

/// Notes when a run comes in and when its outcome goes out.
class NotingLayer final : public Layer
{
public:
    NotingLayer(std::string name, Log &log)
        : m_name(std::move(name))
        , m_log(log)
    {
    }
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override
    {
        return std::make_unique<Noting>(std::move(inner), m_name, m_log);
    }
    std::string name() const override { return m_name; }

private:
    class Noting final : public Service
    {
    public:
        Noting(std::unique_ptr<Service> inner, std::string name, Log &log)
            : m_inner(std::move(inner))
            , m_name(std::move(name))
            , m_log(log)
        {
        }
        void call(RunPtr run, Reply reply) override
        {
            m_log.push_back(m_name + " in");
            m_inner->call(run, [this, reply = std::move(reply)](Outcome outcome) {
                m_log.push_back(m_name + " out");
                reply(std::move(outcome));
            });
        }

    private:
        const std::unique_ptr<Service> m_inner;
        const std::string m_name;
        Log &m_log;
    };
    const std::string m_name;
    Log &m_log;
};

std::optional<Outcome> outcomeOf(Service &service)
{
    std::optional<Outcome> outcome;
    service.call(std::make_shared<Run>(), [&](Outcome answer) { outcome = std::move(answer); });
    return outcome;
}
} // namespace

class StackTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void firstLayerSeesARunFirstAndItsOutcomeLast()
    {
        Log log;
        Stack stack;
        stack.add(std::make_unique<NotingLayer>("outer", log)).add(std::make_unique<NotingLayer>("inner", log));
        const auto service = stack.around(serviceFrom([&](const RunPtr &) -> Outcome {
            log.push_back("run");
            return Succeeded {};
        }));
        QVERIFY(std::holds_alternative<Succeeded>(*outcomeOf(*service)));
        QVERIFY((log == Log {"outer in", "inner in", "run", "inner out", "outer out"}));
        QVERIFY((stack.names() == Log {"outer", "inner"}));
    }
    void emptyStackIsTheServiceItself()
    {
        auto service = serviceFrom([](const RunPtr &) -> Outcome { return Released {}; });
        const Service *plain = service.get();
        QCOMPARE(Stack().around(std::move(service)).get(), plain);
        QVERIFY(Stack().names().empty());
    }
    void stackServesManyServices()
    {
        Log log;
        Stack stack;
        stack.add(std::make_unique<NotingLayer>("layer", log));
        const auto one = stack.around(serviceFrom([](const RunPtr &) -> Outcome { return Succeeded {}; }));
        const auto other = stack.around(serviceFrom([](const RunPtr &) -> Outcome { return Released {}; }));
        QVERIFY(std::holds_alternative<Succeeded>(*outcomeOf(*one)));
        QVERIFY(std::holds_alternative<Released>(*outcomeOf(*other)));
        QCOMPARE(log.size(), std::size_t {4});
    }
    void functionSeesItsRun()
    {
        auto run = std::make_shared<Run>();
        run->attempt = 3;
        const auto service = serviceFrom([](const RunPtr &seen) -> Outcome {
            return Succeeded {{std::to_string(seen->attempt), "text/plain"}};
        });
        std::string bytes;
        service->call(run, [&](const Outcome &outcome) { bytes = std::get<Succeeded>(outcome).result.bytes; });
        QCOMPARE(bytes, std::string("3"));
        QVERIFY(service->reserve(Run {}));
    }
    void exceptionsOfAFunctionAreFailures()
    {
        const auto thrower = serviceFrom([](const RunPtr &) -> Outcome { throw std::runtime_error("no luck"); });
        const Failed failed = std::get<Failed>(*outcomeOf(*thrower));
        QCOMPARE(failed.errorClass, std::string("exception"));
        QCOMPARE(failed.text, std::string("no luck"));
        const auto stranger = serviceFrom([](const RunPtr &) -> Outcome { throw 7; });
        QCOMPARE(std::get<Failed>(*outcomeOf(*stranger)).errorClass, std::string("exception"));
    }
};
QTEST_APPLESS_MAIN(StackTest)
#include "stack_test.moc"
