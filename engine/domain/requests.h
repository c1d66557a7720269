// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/result.h"
#include "engine/domain/settings.h"

#include <functional>
#include <optional>

namespace fairlead {

/// Takes the answer of one asynchronous call. Called exactly once, on a thread of the answerer's choice, perhaps
/// before the call returns; must be quick.
template <typename T>
using Answer = std::function<void(Result<T>)>;

/// The target of a pause or resume: both empty is the engine.
struct Scope
{
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    bool operator==(const Scope &) const = default;
};
/// Such as "engine", "queue mail", "tenant acme" or "tenant acme in queue mail".
std::string scopeText(const Scope &scope);

/// A change of a tenant; empty parts stay.
struct TenantPatch
{
    std::optional<std::string> plan; ///< empty text: none
    TenantRules rules;
    /// Parts of a tenant's own to be forgotten: those of the plan count again.
    struct Cleared
    {
        bool weight = false;
        bool rate = false;
        bool concurrency = false;
        bool depthMax = false;
        bool bytesMax = false;
        bool retryShare = false;
        bool backpressure = false;
        bool operator==(const Cleared &) const = default;
    };
    Cleared cleared {};
};
/// The settings with what the patch says.
TenantSettings patched(const TenantSettings &settings, const TenantPatch &patch);

enum class StopMode {
    Drain, ///< no new starts; the runs end first
    Now, ///< runs are interrupted and their jobs made ready again, the attempt not counted
};
/// "drain" or "now".
std::string_view stopModeName(StopMode mode);
/// Fails with Invalid, listing the names.
Result<StopMode> parseStopMode(std::string_view text);

} // namespace fairlead
