// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/result.h"
#include "engine/domain/settings.h"

#include <functional>
#include <optional>

namespace fairlead {

/// Gets the answer of one asynchronous call. Called exactly once, on a thread that the answerer chooses, possibly
/// before the call returns. Must be quick.
template <typename T>
using Answer = std::function<void(Result<T>)>;

/// The target of a pause or resume. When both parts are empty, it is the engine.
struct Scope
{
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    bool operator==(const Scope &) const = default;
};
/// For example "engine", "queue mail", "tenant acme" or "tenant acme in queue mail".
std::string scopeText(const Scope &scope);

template <typename>
using Flag = bool;
/// A change of a tenant's settings. Empty parts do not change.
struct TenantPatch
{
    std::optional<std::string> plan; ///< empty text: none
    TenantRules rules;
    /// The tenant's own settings that are removed, so that those of the plan hold again.
    using Cleared = LimitParts<Flag>;
    Cleared cleared {};
};
/// The limits after those that are cleared went, and those that are set came.
TenantRules patched(const TenantRules &rules, const TenantRules &set, const TenantPatch::Cleared &cleared);
/// The settings after the patch.
TenantSettings patched(const TenantSettings &settings, const TenantPatch &patch);

/// A change of the limits that an operator set for a queue. Empty parts do not change.
struct QueuePatch
{
    TenantRules rules;
    TenantPatch::Cleared cleared {}; ///< those of the queue's settings hold again
};

enum class StopMode {
    Drain, ///< no new starts; the runs end first
    Now, ///< runs are interrupted and their jobs made ready again; the attempt is not counted
};
/// "drain" or "now".
std::string_view stopModeName(StopMode mode);
/// Fails with Invalid, listing the names.
Result<StopMode> parseStopMode(std::string_view text);

} // namespace fairlead
