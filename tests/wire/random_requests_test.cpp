// SPDX-License-Identifier: Apache-2.0
// Random requests: whatever is accepted can be told, and read again without a loss.
#include "engine/domain/job_specs.h"
#include "tests/support/job_texts.h"
#include "tests/support/random_requests.h"
#include "tests/support/test_seed.h"

#include <QtTest>

#include <map>

using namespace fairlead;

namespace {
std::string decoded(std::string_view text)
{
    return QByteArray::fromPercentEncoding(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).toStdString();
}

std::vector<std::string_view> split(std::string_view text, char mark)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(mark), text.size());
        parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return parts;
}

/// Reads the call of a request that our own client wrote.
template <typename C>
Result<C> readWritten(const CallRequest &written)
{
    std::vector<std::string> parts;
    const std::vector<std::string_view> names = split(C::info.path, '/');
    const std::vector<std::string_view> values = split(written.path, '/');
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].starts_with('{'))
            parts.push_back(i < values.size() ? decoded(values[i]) : std::string {});
    }
    QueryMap query;
    for (const std::string_view one : split(written.query, '&'))
        query.emplace(one.substr(0, one.find('=')), decoded(one.substr(one.find('=') + 1)));
    return readCall<C>({parts, query, written.body});
}

std::string shown(const CallRequest &request)
{
    return request.path + "?" + request.query + " " + request.body;
}

/// Whether all of a call was accepted: of several jobs, each.
template <typename C>
bool isAccepted(const Result<C> &call)
{
    if (!call || !checkCall(*call))
        return false;
    if constexpr (std::is_same_v<C, EnqueueJobs>)
        return std::all_of(call->jobs.items.begin(), call->jobs.items.end(), [](const auto &job) { return bool(job); });
    return true;
}

std::array<bool, 5> givenParts(const SpawnedJob &spawned)
{
    return {spawned.hasQueue, spawned.hasTenant, spawned.hasPriority, spawned.hasTraceId, spawned.hasCorrelationId};
}

/// The difference between an accepted call and the one that is read after our client has written it. Empty: none.
template <typename C>
std::string lossOf(const C &call)
{
    const CallRequest written = writeCall(call);
    const Result<C> again = readWritten<C>(written);
    if (!again)
        return again.error().text + ": " + shown(written);
    if constexpr (std::is_same_v<C, SucceedLease>) {
        for (std::size_t i = 0; i < call.spawned.size(); ++i) {
            if (givenParts(call.spawned[i]) != givenParts(again->spawned.at(i)))
                return "the parts of a spawned job: " + shown(written);
        }
    }
    const std::string second = shown(writeCall(*again));
    return second == shown(written) ? std::string {} : shown(written) + " became " + second;
}

struct RandomJob
{
    Job job;
    JobState state = JobState::Ready;
};
std::vector<RandomJob> someJobs(RandomRequests &requests)
{
    ManualClock clock;
    JobIdMaker maker(clock, requests.random());
    const auto oneOf = [&](const std::vector<std::string> &list) {
        return list[requests.random().nextBelow(list.size())];
    };
    std::vector<RandomJob> jobs;
    requests.ids.clear();
    for (int i = 0; i < 100; ++i) {
        RandomJob one {.job = {.id = maker.make(), .created = clock.now(), .spec = {}},
            .state = allJobStates[requests.random().nextBelow(allJobStates.size())]};
        one.job.spec.queue = QueueName::trusted(oneOf(requests.queues));
        one.job.spec.tenant = TenantName::trusted(oneOf(requests.tenants));
        one.job.spec.tags = {oneOf(requests.words)};
        requests.ids.push_back(one.job.id.text());
        jobs.push_back(std::move(one));
        clock.advance(std::chrono::hours {24 * 30 * static_cast<int>(requests.random().nextBelow(24))});
    }
    return jobs;
}

Result<JobFilter> readFilter(const RandomRequests::Members &members)
{
    Result<JobFilter> filter = readRequest<JobFilter>(RandomRequests::joined(members));
    if (const Result<> good = filter ? checkFilter(*filter) : Result<> {}; !good)
        return failure(good.error());
    return filter;
}
bool passes(const JobFilter &filter, const RandomJob &one)
{
    return passesFacts(filter, one.job) && passesState(filter, one.state);
}
} // namespace

class RandomRequestsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAcceptedCallIsWrittenAndReadAgain()
    {
        RandomRequests requests(testSeed());
        std::map<std::string_view, int> accepted;
        std::string loss;
        for (int round = rounds(300, 2'000); round > 0 && loss.empty(); --round) {
            eachCall([&]<typename C>() {
                const RandomRequest made = requests.make<C>();
                const Result<C> call = readCall<C>({made.parts, made.query, made.body});
                int &count = accepted[C::info.name];
                if (!isAccepted(call) || !loss.empty())
                    return;
                ++count;
                if (loss = lossOf(*call); !loss.empty())
                    loss =
                        std::string(C::info.name) + ": " + loss + ", after " + requestLine<C>(made) + " " + made.body;
            });
        }
        QVERIFY2(loss.empty(), loss.c_str());
        for (const auto &[name, count] : accepted)
            QVERIFY2(count > 0, std::string(name).c_str());
    }
    void everyAcceptedJobIsToldAndReadAgain()
    {
        RandomRequests requests(testSeed());
        const TimePoint now = ManualClock().now();
        int told = 0;
        for (int round = rounds(5'000, 50'000); round > 0; --round) {
            const std::string json = requests.object<NewJob>();
            const Result<NewJob> job = readNewJob(json);
            if (!job)
                continue;
            JobRecord record;
            record.job.spec = resolve(*job, {}, now);
            if (!validate(record.job.spec, {}))
                continue;
            record.job.created = now;
            record.due = record.job.spec.runAt;
            record.state = record.due ? JobState::Scheduled : JobState::Ready;
            const std::string text = writeJson(record);
            const Result<JobRecord> read = readAnswer<JobRecord>(text);
            QVERIFY2(read, (json + " is told as " + text).c_str());
            const JobSpec &was = record.job.spec;
            const JobSpec &is = read->job.spec;
            const bool areTimesKept = is.runAt == was.runAt && is.deadline == was.deadline && is.timeout == was.timeout
                && read->due == record.due && read->job.created == now;
            QVERIFY2(areTimesKept, (json + " is told as " + text).c_str());
            const bool areNumbersKept =
                is.cost == was.cost && is.maxAttempts == was.maxAttempts && is.retry == was.retry;
            QVERIFY2(areNumbersKept, (json + " is told as " + text).c_str());
            const bool areTextsKept = textsOf(is) == textsOf(was) && is.tags == was.tags && is.queue == was.queue
                && is.tenant == was.tenant && is.priority == was.priority;
            QVERIFY2(areTextsKept, (json + " is told as " + text).c_str());
            const bool isPayloadKept = is.payload == was.payload && is.contentType == was.contentType;
            QVERIFY2(isPayloadKept, (json + " is told as " + text).c_str());
            QCOMPARE(writeJson(*read), text);
            ++told;
        }
        QVERIFY(told > 100);
    }
    void anAcceptedFilterLessOnePartMatchesNoFewer()
    {
        RandomRequests requests(testSeed());
        const std::vector<RandomJob> jobs = someJobs(requests);
        int matches = 0;
        for (int round = rounds(2'000, 20'000); round > 0; --round) {
            const RandomRequests::Members members = requests.membersOf<JobFilter>();
            const Result<JobFilter> filter = readFilter(members);
            for (std::size_t i = 0; filter && i < members.size(); ++i) {
                RandomRequests::Members fewer = members;
                fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
                const std::string which = RandomRequests::joined(members) + " less " + members[i].first;
                const Result<JobFilter> wider = readFilter(fewer);
                QVERIFY2(wider, which.c_str());
                QVERIFY2(!(*wider == *filter), which.c_str()); // a part that is given is a part
                for (const RandomJob &job : jobs) {
                    QVERIFY2(!passes(*filter, job) || passes(*wider, job), which.c_str());
                    matches += passes(*filter, job) ? 1 : 0;
                }
            }
        }
        QVERIFY(matches > 0);
    }
};

QTEST_APPLESS_MAIN(RandomRequestsTest)
#include "random_requests_test.moc"
