// SPDX-License-Identifier: Apache-2.0
// Whatever the engine accepts, and whatever it refuses, is answered by something that our own clients can read.
#include "tests/support/engine_rig.h"
#include "tests/support/random_requests.h"
#include "tests/support/raw_http.h"
#include "tests/support/test_seed.h"

#include <set>

using namespace fairlead;

class RandomRequestsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;
    std::string m_secret;

    void prepare(RandomRequests &requests)
    {
        requests.queues = {"done", "fails", "rejects", "held", "far", "shielded"};
        requests.ids = {m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded).text(),
            m_rig->addUntil(EngineRig::job("fails"), JobState::Dead).text(),
            m_rig->addUntil(EngineRig::job("held"), JobState::Running).text()};
        LeaseJobs lease;
        lease.queue = QueueName::trusted("far");
        lease.worker = "w";
        lease.wait = std::chrono::seconds {30};
        requests.tokens.clear();
        for (int i = 0; i < 3; ++i) {
            m_rig->add(EngineRig::job("far"));
            const auto leased = askAndWait(m_rig->local, lease);
            QVERIFY(leased && leased->size() == 1);
            requests.ids.push_back(leased->front().record.job.id.text());
            requests.tokens.push_back(leased->front().token.text());
        }
    }
    RawAnswer ask(const std::string &line, const std::string &body)
    {
        const int port = m_rig->server->port();
        const QByteArray headers =
            "Accept: application/json\r\nAuthorization: Bearer " + QByteArray::fromStdString(m_secret) + "\r\n";
        return RawSocket(port).ask(
            request(port, QByteArray::fromStdString(line), QByteArray::fromStdString(body), headers));
    }
    /// The reason why our clients cannot read an answer. Empty: they can.
    template <typename C>
    static std::string faultOf(const RawAnswer &answer)
    {
        const std::string body = answer.body.toStdString();
        if (answer.status >= 200 && answer.status <= 299) {
            if constexpr (std::is_same_v<typename C::Reply, Raw>)
                return {};
            else if (const auto reply = ReplyForm<typename C::Reply>::read(body); !reply)
                return reply.error().text;
            return {};
        }
        const std::optional<Error> error = readError(body);
        if (!error)
            return "no error that can be read";
        return error->code == ErrorCode::Internal ? "an error of the engine itself" : std::string {};
    }
    /// Asks the remote client, which must understand the answer.
    template <typename C>
    typename C::Reply told(const C &call)
    {
        Result<typename C::Reply> reply = askAndWait(*m_rig->remote, call);
        if (!reply)
            QTest::qFail((std::string(C::info.name) + ": " + reply.error().text).c_str(), __FILE__, __LINE__);
        return std::move(reply).value_or(typename C::Reply {});
    }

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<EngineRig>();
        const auto admin = m_rig->tokens->create({"", Role::Admin, {}});
        QVERIFY(admin);
        m_secret = admin->secret;
        m_rig->remote->setToken(m_secret);
    }
    void everyAnswerCanBeReadByOurOwnClients()
    {
        RandomRequests requests(testSeed());
        prepare(requests);
        std::set<std::string_view> accepted;
        std::string fault;
        for (int round = rounds(20, 100); round > 0; --round) {
            eachCall([&]<typename C>() {
                if (!fault.empty())
                    return;
                const RandomRequest made = requests.make<C>();
                const std::string line = requestLine<C>(made);
                const RawAnswer answer = ask(line, made.body);
                if (answer.status >= 200 && answer.status <= 299)
                    accepted.insert(C::info.name);
                if (fault = faultOf<C>(answer); !fault.empty())
                    fault += ", by " + line + " " + made.body + ": " + std::to_string(answer.status) + " "
                        + answer.body.left(2'000).toStdString();
            });
        }
        QVERIFY2(fault.empty(), fault.c_str());
        QVERIFY(accepted.size() > 15);
        thatWhichTheyLeftBehindCanBeReadToo();
    }

private:
    void thatWhichTheyLeftBehindCanBeReadToo()
    {
        ListJobs jobs;
        do {
            const JobPage page = told(jobs);
            for (const JobRecord &record : page.jobs) {
                const Result<JobRecord> one = askAndWait(*m_rig->remote, FindJob {record.job.id});
                // An operation that is under way may have deleted it.
                QVERIFY2(one || one.error().code == ErrorCode::NotFound, one ? "" : one.error().text.c_str());
            }
            jobs.cursor = page.cursor;
        } while (!jobs.cursor.empty() && !QTest::currentTestFailed());
        ListEvents events;
        events.limit = 1000;
        events.since = 0;
        std::size_t read = 0;
        do {
            const EventPage page = told(events);
            read = page.events.size();
            events.since = page.next;
        } while (read > 0 && !QTest::currentTestFailed());
        told(ListDeadLetters {});
        told(ListTenants {});
        told(ListQueues {});
        told(ListWorkers {});
        told(ListOperations {});
        told(ListAlerts {});
        told(ListTokens {});
        told(ListAudit {});
        told(GetStatus {});
        told(FindHistory {});
    }
};

QTEST_GUILESS_MAIN(RandomRequestsTest)
#include "random_requests_test.moc"
