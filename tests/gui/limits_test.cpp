// SPDX-License-Identifier: Apache-2.0
#include "gui/acts/limit_words.h"
#include "gui/acts/limits_dialog.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QtTest>

using namespace fairlead;

namespace {
TenantView tenantWith(const TenantLimits &limits)
{
    TenantView view;
    view.limits = limits;
    return view;
}
} // namespace

class LimitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void dialogSendsOnlyWhatWasChanged()
    {
        const TenantLimits limits {.weight = 3,
            .rate = Rate {.perSecond = 1.0 / 7, .burst = 5},
            .concurrency = 2,
            .depthMax = 10,
            .bytesMax = 1'234'567,
            .retryShare = 0.12345,
            .backpressure = Backpressure {.whenFull = WhenFull::Wait, .waitMax = Microseconds {1'234'567}},
            .plan = "free"};
        const LimitsDialog dialog(tenantWith(limits), {QString()}, nullptr);
        QVERIFY(patchWords(dialog.patch()).isEmpty());
        dialog.findChild<QSpinBox *>(QStringLiteral("limitConcurrency"))->setValue(0);
        const TenantPatch patch = dialog.patch();
        QCOMPARE(patch.rules.concurrency.value_or(-1), 0);
        QVERIFY(!patch.plan && !patch.rules.weight && !patch.rules.rate && !patch.rules.depthMax);
        QVERIFY(!patch.rules.bytesMax && !patch.rules.retryShare && !patch.rules.backpressure);
        QVERIFY(!patch.cleared.backpressure);
    }

    void everyLimitIsSetAndTakenBack()
    {
        const LimitsDialog dialog(tenantWith({}), {}, nullptr);
        dialog.findChild<QDoubleSpinBox *>(QStringLiteral("limitBytes"))->setValue(1.5);
        dialog.findChild<QDoubleSpinBox *>(QStringLiteral("limitRetries"))->setValue(20);
        auto *whenFull = dialog.findChild<QComboBox *>(QStringLiteral("limitWhenFull"));
        whenFull->setCurrentIndex(whenFull->findData(static_cast<int>(WhenFull::ShedLow)));
        dialog.findChild<QDoubleSpinBox *>(QStringLiteral("limitShed"))->setValue(60);
        const TenantPatch patch = dialog.patch();
        QCOMPARE(patch.rules.bytesMax.value_or(0), std::int64_t {1'500'000});
        QCOMPARE(patch.rules.retryShare.value_or(1), 0.2);
        QVERIFY(patch.rules.backpressure && patch.rules.backpressure->whenFull == WhenFull::ShedLow);
        QCOMPARE(patch.rules.backpressure->shedFrom, 0.6);
        QVERIFY(checkRules(patch.rules));
        const TenantPatch back = takenBack(patch, {});
        QCOMPARE(back.rules.bytesMax.value_or(1), std::int64_t {0});
        QCOMPARE(back.rules.retryShare.value_or(0), 1.0);
        QVERIFY(!back.rules.backpressure && back.cleared.backpressure);
        QVERIFY(!back.rules.rate && !back.plan);
    }

    void backpressureGoesBackToWhatThePlanSays()
    {
        const TenantLimits limits {.backpressure = Backpressure {.whenFull = WhenFull::DropOldest}};
        const LimitsDialog dialog(tenantWith(limits), {}, nullptr);
        dialog.findChild<QComboBox *>(QStringLiteral("limitWhenFull"))->setCurrentIndex(0);
        QVERIFY(dialog.patch().cleared.backpressure);
        QVERIFY(!dialog.patch().rules.backpressure);
    }

    void enterInAFieldSetsTheLimits()
    {
        LimitsDialog dialog(tenantWith({}), {}, nullptr);
        dialog.show();
        QTest::keyClick(dialog.findChild<QSpinBox *>(QStringLiteral("limitConcurrency")), Qt::Key_Return);
        QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    }

    void noRateIsSaidAsZero()
    {
        const TenantLimits limits {.rate = Rate {.perSecond = 10, .burst = 10}};
        const LimitsDialog dialog(tenantWith(limits), {}, nullptr);
        dialog.findChild<QDoubleSpinBox *>(QStringLiteral("limitRate"))->setValue(0);
        QVERIFY(dialog.patch().rules.rate);
        QCOMPARE(dialog.patch().rules.rate->perSecond, 0.0);
    }

    void slowRatesAreShownInTheirOwnUnit()
    {
        const TenantLimits limits {.rate = Rate {.perSecond = 0.5, .burst = 1}};
        const LimitsDialog dialog(tenantWith(limits), {}, nullptr);
        QCOMPARE(dialog.findChild<QDoubleSpinBox *>(QStringLiteral("limitRate"))->value(), 30.0);
    }

    void takingBackRestoresThePartsThatWereSet()
    {
        const TenantLimits before {.weight = 3, .concurrency = 2, .plan = "free"};
        TenantPatch patch;
        patch.plan = "gold";
        patch.rules.rate = Rate {.perSecond = 5, .burst = 5};
        const TenantPatch back = takenBack(patch, before);
        QCOMPARE(back.plan.value_or(""), std::string("free"));
        QVERIFY(back.rules.rate && back.rules.rate->perSecond == 0);
        QVERIFY(!back.rules.weight && !back.rules.concurrency && !back.rules.depthMax);
    }

    void tenantWithoutLimitsSaysSo()
    {
        QCOMPARE(limitWords({}), QStringLiteral("no limits"));
        QCOMPARE(limitWords({.weight = 4, .concurrency = 2}), QStringLiteral("2 at once"));
    }
};

QTEST_MAIN(LimitsTest)
#include "limits_test.moc"
