// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/setting_steps.h"

#include <map>
#include <tuple>

namespace fairlead {

/// The settings that can be tried: limits of a tenant that change a simulation, and the workers of a queue.
enum class DraftPart { Weight, Rate, Concurrency, DepthMax, Workers };

/// One setting: a part of a tenant, or Workers of a queue.
struct DraftKey
{
    DraftPart part = DraftPart::Weight;
    std::string name; ///< of the tenant or the queue
    bool isOfQueue() const { return part == DraftPart::Workers; }
    /// Tenants come first, then in order of name.
    auto operator<=>(const DraftKey &other) const
    {
        return std::forward_as_tuple(isOfQueue(), name, part)
            <=> std::forward_as_tuple(other.isOfQueue(), other.name, other.part);
    }
    bool operator==(const DraftKey &other) const = default;
};

/// A configuration to try: the settings that differ from those in force. A value.
struct Draft
{
    std::map<TenantName, TenantRules> tenants; ///< with a part at least
    std::map<QueueName, int> workers;

    bool isEmpty() const { return tenants.empty() && workers.empty(); }
    bool operator==(const Draft &) const = default;
};

/// Whether the window's engine runs the jobs of a queue itself.
bool isServedHere(const QueueView &queue);

/// The limits of a tenant, each of them said.
TenantRules rulesOf(const TenantLimits &limits);
/// The settings that can be tried, each as one types it, such as "3", "10/s", "none" or "0".
using SettingTexts = std::map<DraftKey, std::string>;
SettingTexts textsNow(const Snapshot &now);
/// The value in the draft; empty when the draft leaves it as it is.
std::optional<std::string> textIn(const Draft &draft, const DraftKey &key);
/// Puts a typed value into the draft. A value like the one now takes the setting out of it. False for a text that is no
/// value of the setting.
bool trySetPart(Draft &draft, const SettingTexts &now, const DraftKey &key, std::string_view text);

/// The keys that the draft changes.
std::vector<DraftKey> keysOf(const Draft &draft);
/// The calls that bring the draft into force.
std::vector<SettingStep> stepsOf(const Draft &draft);

} // namespace fairlead
