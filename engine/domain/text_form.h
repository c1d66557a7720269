// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"
#include "engine/domain/event.h"
#include "engine/domain/lease.h"
#include "engine/domain/letter_groups.h"
#include "engine/domain/operation.h"
#include "engine/domain/requests.h"
#include "engine/domain/settings.h"
#include "engine/domain/units.h"

namespace fairlead {

/// A value as one text: in JSON, in a query, in a path and on the command line. A specialisation has `write` and
/// `parse`. `parse` fails with Invalid unless it says otherwise. It also has one of `values()` (the names of an enum),
/// `pattern` (a regular expression, ECMA 262) or `format` (of JSON Schema).
template <typename T>
struct TextForm;
template <typename T>
concept HasTextForm = requires(const T &value)
{
    TextForm<T>::write(value);
};

template <typename Tag>
struct TextForm<Name<Tag>>
{
    static constexpr std::string_view pattern = "^[A-Za-z0-9._:-]{1,128}$";
    static std::string write(const Name<Tag> &name) { return name.text(); }
    static Result<Name<Tag>> parse(std::string_view text) { return Name<Tag>::parse(text); }
};

template <>
struct TextForm<JobId>
{
    static constexpr std::string_view pattern =
        "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    static constexpr std::string_view example = "01890a5d-ac96-774b-bcce-b302099a8057";
    static std::string write(const JobId &id) { return id.text(); }
    static Result<JobId> parse(std::string_view text) { return JobId::parse(text); }
};

template <>
struct TextForm<LeaseToken>
{
    static constexpr std::string_view pattern =
        "^[0-9]+\\.[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    static constexpr std::string_view example = "42.01890a5d-ac96-774b-bcce-b302099a8057";
    static std::string write(const LeaseToken &token) { return token.text(); }
    /// Fails with LeaseLost.
    static Result<LeaseToken> parse(std::string_view text) { return LeaseToken::parse(text); }
};

template <>
struct TextForm<TimePoint>
{
    static constexpr std::string_view format = "date-time";
    static std::string write(TimePoint time) { return timeText(time); }
    static Result<TimePoint> parse(std::string_view text) { return parseTime(text); }
};

/// A limit of starts per time, or "none".
template <>
struct TextForm<Rate>
{
    static constexpr std::string_view pattern = "^(none|[0-9.]+/(s|min|h))$";
    static std::string write(const Rate &rate) { return rate.perSecond > 0 ? rateText(rate) : "none"; }
    static Result<Rate> parse(std::string_view text)
    {
        const Result<Rate> rate = text == "none" ? Result<Rate>(Rate {0, 1}) : parseRate(text);
        return rate ? rate : failure(ErrorCode::Invalid, "expected such as \"10/s\", or \"none\"");
    }
};

template <>
struct TextForm<Backpressure>
{
    static constexpr std::string_view pattern = "^(reject|drop_oldest|drop_newest|wait(:.+)?|shed_low(:.+)?)$";
    static std::string write(const Backpressure &backpressure) { return backpressureText(backpressure); }
    static Result<Backpressure> parse(std::string_view text) { return parseBackpressure(text); }
};

/// A time, or a duration from now.
template <>
struct TextForm<std::variant<std::monostate, Microseconds, TimePoint>>
{
    using Value = std::variant<std::monostate, Microseconds, TimePoint>;
    static constexpr std::string_view pattern = "^[0-9].*$";
    static std::string write(const Value &value)
    {
        if (const auto *span = std::get_if<Microseconds>(&value))
            return durationText(*span);
        const auto *at = std::get_if<TimePoint>(&value);
        return at ? timeText(*at) : std::string {};
    }
    static Result<Value> parse(std::string_view text)
    {
        if (const Result<Microseconds> span = parseDuration(text))
            return Value(*span);
        if (const Result<TimePoint> at = parseTime(text))
            return Value(*at);
        return failure(ErrorCode::Invalid, "expected a time (RFC 3339) or a duration such as 30s");
    }
};

/// "none", "+1h" or a time.
template <>
struct TextForm<RetryDeadline>
{
    static constexpr std::string_view pattern = "^(none|[+]?[0-9].*)$";
    static std::string write(const RetryDeadline &deadline)
    {
        if (const auto *span = std::get_if<Microseconds>(&deadline.when))
            return "+" + durationText(*span);
        const auto *at = std::get_if<TimePoint>(&deadline.when);
        return at ? timeText(*at) : "none";
    }
    static Result<RetryDeadline> parse(std::string_view text)
    {
        if (text == "none")
            return RetryDeadline {};
        if (const Result<Microseconds> span = parseDuration(text.substr(text.starts_with('+') ? 1 : 0)))
            return RetryDeadline {*span};
        if (const Result<TimePoint> at = parseTime(text))
            return RetryDeadline {*at};
        return failure(ErrorCode::Invalid, "expected none, a duration such as +1h, or a time (RFC 3339)");
    }
};

template <HasNames Enum>
struct TextForm<Enum>
{
    static std::string write(Enum value) { return std::string(nameOf(value)); }
    static Result<Enum> parse(std::string_view text)
    {
        if (const std::optional<Enum> value = fromName<Enum>(text))
            return *value;
        std::string list;
        for (const std::string_view name : EnumNames<Enum>::all)
            list += (list.empty() ? "\"" : ", \"") + std::string(name) + "\"";
        return failure(ErrorCode::Invalid, "expected one of " + list);
    }
    static std::vector<std::string_view> values() { return {EnumNames<Enum>::all.begin(), EnumNames<Enum>::all.end()}; }
};

/// The text form of an enum that has a table of names.
template <typename Enum, std::string_view (*nameOf)(Enum), Result<Enum> (*parseName)(std::string_view), Enum... all>
struct NamedEnum
{
    static constexpr std::array<Enum, sizeof...(all)> list {all...};
    static std::string write(Enum value) { return std::string(nameOf(value)); }
    static Result<Enum> parse(std::string_view text) { return parseName(text); }
    static std::vector<std::string_view> values() { return {nameOf(all)...}; }
};

template <>
struct TextForm<JobState>
    : NamedEnum<JobState, jobStateName, parseJobState, JobState::Scheduled, JobState::Blocked, JobState::Ready,
          JobState::Running, JobState::Succeeded, JobState::Dead, JobState::Expired, JobState::Cancelled>
{
};
template <>
struct TextForm<Priority> : NamedEnum<Priority, priorityName, parsePriority, Priority::Critical, Priority::High,
                                Priority::Normal, Priority::Low, Priority::Background>
{
};
template <>
struct TextForm<Role> : NamedEnum<Role, roleName, parseRole, Role::Viewer, Role::Operator, Role::Admin>
{
};
template <>
struct TextForm<GroupBy>
    : NamedEnum<GroupBy, groupByName, parseGroupBy, GroupBy::Error, GroupBy::Queue, GroupBy::Tenant>
{
};
template <>
struct TextForm<BulkAction> : NamedEnum<BulkAction, bulkActionName, parseBulkAction, BulkAction::Retry,
                                  BulkAction::Cancel, BulkAction::Delete, BulkAction::Move, BulkAction::SetPriority>
{
};
template <>
struct TextForm<OperationState>
    : NamedEnum<OperationState, operationStateName, parseOperationState, OperationState::Running, OperationState::Done,
          OperationState::Cancelled, OperationState::Failed>
{
};
template <>
struct TextForm<StopMode> : NamedEnum<StopMode, stopModeName, parseStopMode, StopMode::Drain, StopMode::Now>
{
};

template <>
struct TextForm<EventKind>
{
    static std::string write(EventKind kind) { return std::string(eventKindName(kind)); }
    static Result<EventKind> parse(std::string_view text)
    {
        const std::optional<EventKind> kind = parseEventKind(text);
        if (!kind)
            return failure(ErrorCode::Invalid, "no kind of event is called '" + std::string(text.substr(0, 64)) + "'");
        return *kind;
    }
    static std::vector<std::string_view> values()
    {
        std::vector<std::string_view> names;
        names.reserve(eventKindCount);
        for (int kind = 0; kind < eventKindCount; ++kind)
            names.push_back(eventKindName(static_cast<EventKind>(kind)));
        return names;
    }
};

} // namespace fairlead
