// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/layer_settings.h"

#include <QtTest>

using namespace fairlead;

class LayerSettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void limitsAreReadBackFromTheirTexts_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < m_limits.size(); ++i)
            QTest::newRow(layerText(m_limits[i]).c_str()) << static_cast<int>(i);
    }
    void limitsAreReadBackFromTheirTexts()
    {
        QFETCH(int, row);
        const LayerSettings &limit = m_limits.at(static_cast<std::size_t>(row));
        const std::optional<LayerSettings> back = limitLayerOf(layerText(limit));
        QVERIFY(back);
        QVERIFY(*back == limit);
    }

    void otherTextsAreNoLimits()
    {
        for (const LayerSettings &other : std::initializer_list<LayerSettings> {TimeoutSettings {}, RetrySettings {},
                 LoadShedSettings {}, CircuitBreakerSettings {}, CacheSettings {}})
            QVERIFY2(!limitLayerOf(layerText(other)), layerText(other).c_str());
        for (const char *text : {"", "rate_limit ", "rate_limit 50/s", "rate_limit 50/s, burst x",
                 "rate_limit 50/s, burst 0", "rate_limit 50/s, burst 2, per host", "concurrency_limit 0",
                 "concurrency_limit 4x", "concurrency_limit"})
            QVERIFY2(!limitLayerOf(text), text);
    }

private:
    const std::vector<LayerSettings> m_limits {RateLimitSettings {{.perSecond = 50, .burst = 100}, {}},
        RateLimitSettings {{.perSecond = 0.5, .burst = 1.5}, {.isPerTenant = true, .name = {}}},
        RateLimitSettings {{.perSecond = 3, .burst = 3}, {.isPerTenant = true, .name = "partner"}},
        ConcurrencyLimitSettings {4, {}}, ConcurrencyLimitSettings {1, {.isPerTenant = false, .name = "disk"}}};
};

QTEST_APPLESS_MAIN(LayerSettingsTest)
#include "layer_settings_test.moc"
