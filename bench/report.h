// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

namespace fairlead::bench {

/// Prints one figure a line, for people or as JSON; a baseline of 0 is none. Threads: one.
class Report
{
public:
    Report(const char *suite, bool isJson)
        : m_suite(suite)
        , m_isJson(isJson)
    {
    }
    void figure(const char *name, double value, const char *unit, double baseline = 0) const
    {
        const double ratio = baseline > 0 ? value / baseline : 0;
        if (m_isJson)
            std::printf(
                "{\"suite\":\"%s\",\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\",\"baseline\":%.6g,\"ratio\":%.4g}\n",
                m_suite, name, value, unit, baseline, ratio);
        else if (baseline > 0)
            std::printf("%-56s %10.5g %-6s bare %10.5g   ratio %.2f\n", name, value, unit, baseline, ratio);
        else
            std::printf("%-56s %10.5g %s\n", name, value, unit);
        std::fflush(stdout);
    }

private:
    const char *const m_suite;
    const bool m_isJson;
};

} // namespace fairlead::bench
