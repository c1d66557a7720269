// SPDX-License-Identifier: Apache-2.0
// One truth about settings: what is said of tenants, by whom, and who sees a change when.
#include "engine/domain/settings_in_force.h"

#include <QtTest>

using namespace fairlead;

namespace {
const TenantName anna = TenantName::trusted("anna");
const TenantName ben = TenantName::trusted("ben");

/// Anna and Ben are configured with weight 2, the plan "free" with 5 jobs at most.
EngineSettings configured()
{
    EngineSettings settings;
    settings.plans.push_back({"free", {.depthMax = 5}});
    for (const TenantName &name : {anna, ben})
        settings.tenants.push_back({name, "", {.weight = 2}});
    return settings;
}
} // namespace

class SettingsInForceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void strangerHasTheDefaults()
    {
        const Settings settings(configured());
        QCOMPARE(settings.limitsOf(anna).weight, 2.0);
        QCOMPARE(settings.limitsOf(TenantName::trusted("stranger")).weight, 1.0);
        QCOMPARE(settings.tenants().size(), std::size_t {2});
    }
    void operatorsGoBeforeTheConfigurationAndStay()
    {
        SettingsInForce inForce(configured());
        const TenantSettings set {anna, "free", {}};
        inForce.setTenants({&set, 1});
        EngineSettings other = configured();
        other.tenants.front().rules.weight = 7; // anna
        other.tenants.back().rules.weight = 9; // ben
        other.plans.front().rules.depthMax = 6;
        inForce.configure(other);
        const auto now = inForce.now();
        QCOMPARE(now->limitsOf(anna).weight, 1.0);
        QCOMPARE(now->limitsOf(anna).depthMax, std::int64_t {6});
        QCOMPARE(now->limitsOf(ben).weight, 9.0);
        QVERIFY(now->setByOperators() == std::set {anna});
    }
    void tenantThatIsNotConfiguredAnyMoreIsKnownWithTheDefaults()
    {
        SettingsInForce inForce(configured());
        EngineSettings other = configured();
        other.tenants.pop_back();
        inForce.configure(other);
        QCOMPARE(inForce.now()->limitsOf(ben).weight, 1.0);
        QCOMPARE(inForce.now()->tenants().size(), std::size_t {2}); // so that its share is set back
    }
    void onlyALimitMakesBacklogsLimited()
    {
        EngineSettings plain = configured();
        plain.plans.clear();
        SettingsInForce inForce(plain);
        QVERIFY(!inForce.now()->mayLimitBacklog());
        const TenantSettings set {anna, "", {.bytesMax = 1}};
        inForce.setTenants({&set, 1});
        QVERIFY(inForce.now()->mayLimitBacklog());
        QVERIFY(Settings(configured()).mayLimitBacklog());
    }
    void whatWasSeenBeforeDoesNotChange()
    {
        SettingsInForce inForce(configured());
        const auto before = inForce.now();
        std::vector<TenantSettings> many;
        for (int i = 0; i < 1'000; ++i)
            many.push_back({TenantName::trusted("t" + std::to_string(i)), "", {.weight = 3}});
        inForce.setTenants(many);
        QCOMPARE(before->tenants().size(), std::size_t {2});
        const std::vector<TenantSettings> after = inForce.now()->tenants();
        QCOMPARE(after.size(), std::size_t {1'002});
        QVERIFY(std::is_sorted(after.begin(), after.end(),
            [](const TenantSettings &one, const TenantSettings &other) { return one.name < other.name; }));
        QCOMPARE(inForce.now()->limitsOf(TenantName::trusted("t999")).weight, 3.0);
    }
    void readerSeesAChangeWhenItSaysSo()
    {
        SettingsInForce inForce(configured());
        SettingsReader reader(inForce);
        EngineSettings other = configured();
        other.depthMax = 11;
        inForce.configure(other);
        QCOMPARE(reader.engine().depthMax, std::int64_t {0});
        reader.update();
        QCOMPARE(reader.engine().depthMax, std::int64_t {11});
        const Settings *seen = &reader.now();
        reader.update();
        QCOMPARE(&reader.now(), seen);
    }
};

QTEST_APPLESS_MAIN(SettingsInForceTest)
#include "settings_in_force_test.moc"
