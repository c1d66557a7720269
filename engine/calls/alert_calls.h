// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"
#include "engine/domain/alert.h"

namespace fairlead {

/// Measures, then answers. In order of name.
struct ListAlerts
{
    using Reply = std::vector<AlertView>;
    static constexpr CallInfo info {
        "alert.list", "GET", "/v1/alerts", Role::Viewer, Whose::Narrowed, "Alerts, and which of them are raised"};
    std::optional<TenantName> tenant {};
};
/// Sets up an alert, which is kept over restarts. Fails with NotFound for a queue that is not there, with Conflict when
/// there is one of the name, with EngineFull when there are alertsMax, or alertsOfTenantMax of its tenant.
struct AddAlert : AlertRule
{
    using Reply = AlertView;
    static constexpr CallInfo info {"alert.add", "POST", "/v1/alerts", Role::Operator, Whose::Narrowed,
        "Set up an alert, which tells when a measure is at a threshold or above",
        {ErrorCode::Conflict, ErrorCode::NotFound}, "alert.add", 201};
    Result<> check() const { return checkAlert(*this); }
    std::string auditTarget() const { return "alert " + name.text(); }
};
/// Changes the threshold, the time or both, or puts an alert out of force. To watch another measure is another alert.
struct ChangeAlert
{
    using Reply = AlertView;
    static constexpr CallInfo info {"alert.change", "PATCH", "/v1/alerts/{name}", Role::Operator, Whose::Narrowed,
        "Change the threshold of an alert, or put it out of force", {ErrorCode::NotFound}, "alert.change"};
    AlertName name = AlertName::trusted("none");
    AlertPatch patch {};
    std::optional<TenantName> only {}; ///< the bearer's; another's alert is not found
    Result<> restrictTo(const TenantName &own)
    {
        only = own;
        return {};
    }
    std::string auditTarget() const { return "alert " + name.text(); }
};
struct RemoveAlert
{
    using Reply = AlertView;
    static constexpr CallInfo info {"alert.remove", "DELETE", "/v1/alerts/{name}", Role::Operator, Whose::Narrowed,
        "Forget an alert", {ErrorCode::NotFound}, "alert.remove"};
    AlertName name = AlertName::trusted("none");
    std::optional<TenantName> only {}; ///< the bearer's; another's alert is not found
    Result<> restrictTo(const TenantName &own)
    {
        only = own;
        return {};
    }
    std::string auditTarget() const { return "alert " + name.text(); }
};

template <typename C>
inline constexpr auto alertField = Field {"name", &C::name, "the alert's name", {.isRequired = true}};

template <>
struct Fields<ListAlerts>
{
    static constexpr auto all = std::tuple(Criterion {"tenant", &ListAlerts::tenant, "of this tenant"});
};
template <>
struct Fields<AddAlert>
{
    static constexpr auto all = Fields<AlertRule>::all;
};
template <>
struct Fields<ChangeAlert>
{
    static constexpr auto all = std::tuple(alertField<ChangeAlert>, Inline {&ChangeAlert::patch});
};
template <>
struct Fields<RemoveAlert>
{
    static constexpr auto all = std::tuple(alertField<RemoveAlert>);
};

} // namespace fairlead
