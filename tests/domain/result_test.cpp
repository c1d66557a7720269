// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/result.h"

#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
constexpr int codeCount = static_cast<int>(ErrorCode::Internal) + 1;
}

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
};
QTEST_APPLESS_MAIN(ResultTest)
#include "result_test.moc"
