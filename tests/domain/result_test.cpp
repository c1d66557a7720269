// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/result.h"

#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
constexpr int codeCount = static_cast<int>(ErrorCode::Internal) + 1;

/// Adds up what `one` and `other` hold and tells `reached` when both hold something.
Result<int> sum(const Result<int> &one, Result<std::unique_ptr<int>> other, const Result<> &checked, bool &reached)
{
    FAIRLEAD_TRY(const int first, one);
    FAIRLEAD_TRY(const auto second, std::move(other));
    FAIRLEAD_CHECK(checked);
    reached = true;
    return first + *second;
}
} // namespace

class ResultTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void codesReadBackByTheirNames()
    {
        std::set<std::string_view> names;
        for (int i = 0; i < codeCount; ++i) {
            const auto code = static_cast<ErrorCode>(i);
            QVERIFY(names.insert(errorCodeName(code)).second);
            QCOMPARE(errorCodeFromName(errorCodeName(code)), code);
        }
        QVERIFY(errorCodeName(ErrorCode::TenantFull) == "tenant_full");
        QVERIFY(errorCodeName(ErrorCode::LeaseLost) == "lease_lost");
        QCOMPARE(errorCodeFromName("no_such_code"), ErrorCode::Internal);
    }
    void onlyPassingTroubleIsRetryable()
    {
        const std::set<ErrorCode> retryable {ErrorCode::TenantFull, ErrorCode::QueueFull, ErrorCode::EngineFull,
            ErrorCode::RateLimited, ErrorCode::TimedOut, ErrorCode::Unavailable, ErrorCode::DiskFull};
        for (int i = 0; i < codeCount; ++i)
            QCOMPARE(isRetryable(static_cast<ErrorCode>(i)), retryable.contains(static_cast<ErrorCode>(i)));
    }
    void resultHoldsAValueOrAnError()
    {
        const Result<int> good = 7;
        const Result<int> bad = failure(ErrorCode::NotFound, "no job 'x'");
        QVERIFY(good && *good == 7);
        QVERIFY(!bad);
        QVERIFY((bad.error() == Error {ErrorCode::NotFound, "no job 'x'"}));
        const Result<> passedOn = failure(bad.error());
        QVERIFY(passedOn.error() == bad.error());
    }
    void firstErrorEndsTheFunctionThatTriesIt()
    {
        const Error trouble {ErrorCode::NotFound, "no job 'x'"};
        const auto failed = failure(trouble);
        const auto two = [] { return std::make_unique<int>(2); };
        bool reached = false;
        QVERIFY(sum(failed, two(), {}, reached).error() == trouble);
        QVERIFY(sum(1, failed, {}, reached).error() == trouble);
        QVERIFY(sum(1, two(), failed, reached).error() == trouble);
        QVERIFY(!reached);
        QCOMPARE(sum(1, two(), {}, reached).value(), 3);
        QVERIFY(reached);
    }
};
QTEST_APPLESS_MAIN(ResultTest)
#include "result_test.moc"
