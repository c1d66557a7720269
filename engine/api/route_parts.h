// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/exchange.h"
#include "engine/domain/requests.h"
#include "engine/domain/units.h"
#include "engine/domain/views.h"

#include <algorithm>
#include <charconv>

namespace fairlead {

/// Reads the query part of a request; the first fault is kept. Threads: one.
class QueryReader
{
public:
    explicit QueryReader(const Exchange &exchange)
        : m_exchange(exchange)
    {
    }
    std::string text(const std::string &name)
    {
        m_known.push_back(name);
        const auto found = m_exchange.query.find(name);
        if (m_exchange.query.count(name) > 1)
            fault(name + ": given more than once");
        return found == m_exchange.query.end() ? std::string {} : found->second;
    }
    /// Empty when the part is absent or wrong.
    template <typename T>
    std::optional<T> parsed(const std::string &name, Result<T> (*parse)(std::string_view))
    {
        const std::string value = text(name);
        if (value.empty())
            return std::nullopt;
        Result<T> read = parse(value);
        if (read)
            return std::move(*read);
        fault(name + ": " + read.error().text);
        return std::nullopt;
    }
    /// Empty when absent or wrong.
    std::optional<std::int64_t> number(const std::string &name, std::int64_t least, std::int64_t most)
    {
        const std::string value = text(name);
        if (value.empty())
            return std::nullopt;
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error == std::errc {} && end == value.data() + value.size() && number >= least && number <= most)
            return number;
        fault(name + ": expected " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    /// 1 to 1000.
    int limit(int otherwise = 50) { return static_cast<int>(number("limit", 1, 1000).value_or(otherwise)); }
    /// 0 to listSkipMax.
    std::int64_t skip() { return number("skip", 0, listSkipMax).value_or(0); }
    Result<> finish()
    {
        for (const auto &[name, value] : m_exchange.query) {
            if (std::find(m_known.begin(), m_known.end(), name) == m_known.end())
                fault("unknown filter '" + name.substr(0, 64) + "'");
        }
        if (!m_fault.empty())
            return failure(ErrorCode::Invalid, m_fault);
        return {};
    }

private:
    void fault(const std::string &text)
    {
        if (m_fault.empty())
            m_fault = text;
    }
    const Exchange &m_exchange;
    std::vector<std::string> m_known;
    std::string m_fault;
};

/// An Answer that writes its value as JSON with status 200, or refuses.
template <typename T>
Answer<T> answerWith(const ExchangePtr &exchange, std::function<std::string(const T &)> write)
{
    return [exchange, write = std::move(write)](Result<T> value) {
        if (value)
            exchange->answer(200, write(*value));
        else
            exchange->refuse(value.error());
    };
}

/// Calls `then` with the first part of the path as T, or refuses.
template <typename T>
void withPart(const ExchangePtr &exchange, const std::function<void(const T &)> &then)
{
    const Result<T> part = T::parse(exchange->parts.front());
    if (part)
        then(*part);
    else
        exchange->refuse(part.error());
}
inline void withJobId(const ExchangePtr &exchange, const std::function<void(const JobId &)> &then)
{
    withPart<JobId>(exchange, then);
}

} // namespace fairlead
