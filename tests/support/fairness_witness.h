// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead {

/// Checks promise 4: while two tenants stay backlogged, their service divided by weight differs, over any interval, by
/// at most one quantum plus one largest cost each.
class FairnessWitness
{
public:
    FairnessWitness(double quantum, std::vector<double> weights)
        : m_quantum(quantum)
        , m_weights(std::move(weights))
        , m_served(m_weights.size())
        , m_pairs(m_weights.size() * m_weights.size())
    {
    }

    /// To be called after each selection. False when the bound is broken.
    bool note(std::size_t tenant, double cost, double costMaxSeen, const std::vector<bool> &isBacklogged)
    {
        m_served[tenant] += cost;
        bool holds = true;
        for (std::size_t i = 0; i < m_weights.size(); ++i) {
            for (std::size_t j = i + 1; j < m_weights.size(); ++j) {
                Pair &pair = m_pairs[i * m_weights.size() + j];
                const double lead = m_served[i] / m_weights[i] - m_served[j] / m_weights[j];
                if (!isBacklogged[i] || !isBacklogged[j]) {
                    pair = {};
                    continue;
                }
                // The extremes of the lead in the interval cover all intervals inside it.
                pair.least = std::min(pair.least.value_or(lead), lead);
                pair.most = std::max(pair.most.value_or(lead), lead);
                const double bound = m_quantum + costMaxSeen / m_weights[i] + costMaxSeen / m_weights[j];
                holds = holds && *pair.most - *pair.least <= bound + 1e-6;
            }
        }
        return holds;
    }

private:
    struct Pair
    {
        std::optional<double> least;
        std::optional<double> most;
    };
    const double m_quantum;
    const std::vector<double> m_weights;
    std::vector<double> m_served;
    std::vector<Pair> m_pairs;
};

} // namespace fairlead
