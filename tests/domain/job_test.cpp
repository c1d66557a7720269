// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_specs.h"
#include "engine/domain/units.h"
#include "tests/support/job_texts.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
using Change = std::function<void(JobSpec &)>;

Result<> validated(const Change &change, const JobLimits &limits = {})
{
    JobSpec spec;
    change(spec);
    return validate(spec, limits);
}

/// A spec of which only one text is filled.
JobSpec withText(std::string_view name, const std::string &value)
{
    JobSpec spec;
    eachText(spec, [&](const FieldSpec &field, std::string &text) {
        if (field.name == name)
            text = value;
    });
    return spec;
}

/// The code and whether the text names the part.
bool isRefused(ErrorCode code, const char *part, const Change &change)
{
    const Result<> answer = validated(change);
    if (!answer && answer.error().code == code && answer.error().text.find(part) != std::string::npos)
        return true;
    qWarning("%s: %s", part, answer ? "accepted" : answer.error().text.c_str());
    return false;
}
} // namespace

class JobTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void plainJobIsAccepted() { QVERIFY(validate(JobSpec {}, JobLimits {})); }
    void partsMayBeAsLargeAsTheirLimit()
    {
        QVERIFY(validated([](JobSpec &spec) {
            const JobLimits limits;
            spec.payload.assign(limits.payloadBytesMax, '\0');
            spec.cost = costMax;
            spec.maxAttempts = limits.maxAttemptsMax;
            spec.timeout = timeoutMax;
            for (std::string *key :
                {&spec.uniqueKey, &spec.idempotencyKey, &spec.traceId, &spec.correlationId, &spec.contentType})
                key->assign(limits.keyBytesMax, 'k');
            spec.tags.assign(limits.tagCountMax, std::string(limits.tagBytesMax, 't'));
        }));
    }
    void oneMoreIsTooLarge()
    {
        const JobLimits limits;
        const std::string key(limits.keyBytesMax + 1, 'k');
        const auto tooLarge = [](const char *part, const Change &change) {
            return isRefused(ErrorCode::TooLarge, part, change);
        };
        QVERIFY(tooLarge("payload", [&](JobSpec &spec) { spec.payload.assign(limits.payloadBytesMax + 1, 'x'); }));
        QVERIFY(tooLarge("unique ", [&](JobSpec &spec) { spec.uniqueKey = key; }));
        QVERIFY(tooLarge("idempotency ", [&](JobSpec &spec) { spec.idempotencyKey = key; }));
        QVERIFY(tooLarge("trace_id", [&](JobSpec &spec) { spec.traceId = key; }));
        QVERIFY(tooLarge("correlation_id", [&](JobSpec &spec) { spec.correlationId = key; }));
        QVERIFY(tooLarge("content_type", [&](JobSpec &spec) { spec.contentType = key; }));
        QVERIFY(tooLarge("tag list", [&](JobSpec &spec) { spec.tags.assign(limits.tagCountMax + 1, "t"); }));
        QVERIFY(tooLarge("tag", [&](JobSpec &spec) { spec.tags = {std::string(limits.tagBytesMax + 1, 't')}; }));
    }
    void everyTextOfTheBodyCountsInItsBytes()
    {
        JobSpec spec;
        const std::size_t none = heldBytes(spec);
        std::size_t more = 0;
        for (std::string *text : {&spec.payload, &spec.uniqueKey, &spec.idempotencyKey, &spec.traceId,
                 &spec.correlationId, &spec.contentType}) {
            text->append(++more, 'x');
            QCOMPARE(heldBytes(spec), none + more * (more + 1) / 2);
        }
        spec.tags = {"four"};
        QCOMPARE(heldBytes(spec), none + more * (more + 1) / 2 + sizeof(std::string) + 4);
    }
    void correctedJobKeepsEveryTextButTheIdempotencyKey()
    {
        JobSpec spec;
        fillTexts(spec, " of the letter");
        spec.payload = "old";
        const NewJob job = corrected(JobId {}, spec, {"new", "text/plain"});
        QCOMPARE(job.payload, std::string("new"));
        spec.idempotencyKey.clear();
        QCOMPARE(textsOf(job), textsOf(spec));
    }
    void everyTextHasALimitAndHoldsNoControlCharacters()
    {
        const JobLimits limits;
        int texts = 0;
        eachText(JobSpec {}, [&](const FieldSpec &field, const std::string &) {
            const std::string name(field.name);
            const std::size_t most = field.rules.bytesMax > 0 ? field.rules.bytesMax : limits.keyBytesMax;
            QVERIFY2(validate(withText(name, std::string(most, 'k')), limits), name.c_str());
            const Result<> large = validate(withText(name, std::string(most + 1, 'k')), limits);
            QVERIFY2(!large && large.error().code == ErrorCode::TooLarge, name.c_str());
            QVERIFY2(large.error().text.starts_with(name), large.error().text.c_str());
            const Result<> strange = validate(withText(name, "\x1b[2J"), limits);
            QVERIFY2(!strange && strange.error().code == ErrorCode::Invalid, name.c_str());
            ++texts;
        });
        QVERIFY(texts >= 4);
    }
    void refusalTellsSizeAndLimit()
    {
        JobLimits limits;
        limits.payloadBytesMax = 4;
        const Result<> answer = validated([](JobSpec &spec) { spec.payload = "12345"; }, limits);
        QCOMPARE(answer.error().text, std::string("payload (max_payload) is too large: 5 bytes, the limit is 4 bytes"));
    }
    void numbersOutOfRangeAreInvalid()
    {
        const auto invalid = [](const char *part, const Change &change) {
            return isRefused(ErrorCode::Invalid, part, change);
        };
        for (const std::int64_t cost :
            {std::int64_t {0}, std::int64_t {-1}, costMax + 1, std::numeric_limits<std::int64_t>::max()})
            QVERIFY(invalid("cost", [cost](JobSpec &spec) { spec.cost = cost; }));
        for (const int attempts : {0, -1, 1001, std::numeric_limits<int>::max()})
            QVERIFY(invalid("max_attempts", [attempts](JobSpec &spec) { spec.maxAttempts = attempts; }));
        for (const TimePoint time : {timeMax + 1us, timeMin - 1us}) {
            QVERIFY(invalid("run_at", [time](JobSpec &spec) { spec.runAt = time; }));
            QVERIFY(invalid("deadline", [time](JobSpec &spec) { spec.deadline = time; }));
        }
        for (const Microseconds timeout :
            {Microseconds {0}, Microseconds {999}, Microseconds {-1}, timeoutMax + 1us, Microseconds::max()})
            QVERIFY(invalid("timeout", [timeout](JobSpec &spec) { spec.timeout = timeout; }));
    }
    void keysAndTagsHoldNoControlCharacters()
    {
        const auto invalid = [](const char *part, const Change &change) {
            return isRefused(ErrorCode::Invalid, part, change);
        };
        for (const std::string &text :
            {std::string("a\nb"), std::string("a\0b", 3), std::string("\x7f"), std::string("\x1b[2J")}) {
            QVERIFY(invalid("unique ", [&](JobSpec &spec) { spec.uniqueKey = text; }));
            QVERIFY(invalid("trace_id", [&](JobSpec &spec) { spec.traceId = text; }));
            QVERIFY(invalid("content_type", [&](JobSpec &spec) { spec.contentType = text; }));
            QVERIFY(invalid("tag", [&](JobSpec &spec) { spec.tags = {"fine", text}; }));
        }
        QVERIFY(invalid("tag", [](JobSpec &spec) { spec.tags = {""}; }));
        QVERIFY(validated([](JobSpec &spec) { spec.tags = {"\xc3\xa9t\xc3\xa9", "two words"}; }));
    }
    void retryPolicyThatCouldNotBeReadBackIsInvalid()
    {
        const std::vector<RetryPolicy> policies {RetryPolicy(RetryPolicy::Custom {{}}, 1h),
            RetryPolicy(RetryPolicy::Fixed {-1s}, 1h), RetryPolicy(RetryPolicy::Fixed {1s}, -1h),
            RetryPolicy(RetryPolicy::Exponential {1s, 0.5}, 1h),
            RetryPolicy(RetryPolicy::Linear {1s, Microseconds::max()}, 1h)};
        for (const RetryPolicy &policy : policies)
            QVERIFY(isRefused(ErrorCode::Invalid, "back-off", [&](JobSpec &spec) { spec.retry = policy; }));
    }
};
QTEST_APPLESS_MAIN(JobTest)
#include "job_test.moc"
