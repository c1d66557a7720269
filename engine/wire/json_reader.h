// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <memory>
#include <optional>
#include <simdjson.h>
#include <string>
#include <vector>

namespace fairlead {

/// The refusal for what cannot be done now for want of memory; it may be tried again.
inline Error noMemory()
{
    return {ErrorCode::EngineFull, "there is no memory for this just now; try again later"};
}

/// A whole JSON document that was checked. Depth is limited to 1,024. When a number is beyond the range of simdjson
/// (64 bits, or a double), it is read as a text: it is valid JSON, and a payload may
/// have it.
class JsonDocument
{
public:
    static constexpr std::size_t depthMax = 1024;
    /// Fails with Invalid, with the error and its place, and with EngineFull when there is no memory for it.
    static Result<JsonDocument> parse(std::string_view text, std::size_t depth = depthMax);
    /// Checks a document. A large one is not read for that.
    static Result<> check(std::string_view text);
    /// Reads a request. In a large one, a list or an object of more than 256 KiB is checked and read as an empty
    /// object: the tree of a list of numbers is 15 times as large as its text. A payload and a result are taken from
    /// the text, and no other member may be so large but `spawn`.
    static Result<JsonDocument> parseRequest(std::string_view text);
    simdjson::dom::element root() const { return m_root; }

private:
    std::unique_ptr<simdjson::dom::parser> m_parser; ///< elements point into it, so it must not move
    simdjson::dom::element m_root;
};

/// The refusals of a member that is given with nothing in it.
Error emptyGiven(std::string_view name);
Error nullGiven(std::string_view name);

/// One JSON object, read member by member. The first fault is kept; after it all reads return empty. Threads: one.
class JsonObject
{
public:
    /// Notes a fault when the element is not an object, or has a member twice: readers of JSON do not agree which of
    /// the two counts (RFC 8259, section 4).
    explicit JsonObject(simdjson::dom::element element);

    std::optional<std::string> text(std::string_view name);
    std::optional<std::int64_t> integer(std::string_view name);
    /// The elements of an array; empty when absent.
    std::vector<simdjson::dom::element> elements(std::string_view name);
    std::optional<simdjson::dom::element> element(std::string_view name);
    bool has(std::string_view name);
    /// Whether the member is there and null. The getters treat null as absent.
    bool isNull(std::string_view name);

    void fault(std::string_view name, std::string_view expected);
    void fault(const Error &error);
    /// Notes a fault for members that were not read, with the nearest known name.
    void refuseUnknown();
    bool isGood() const { return !m_fault; }
    const Error &error() const { return *m_fault; }

private:
    void refuseTwins();

    simdjson::dom::object m_object;
    bool m_isObject = false;
    std::vector<std::string> m_known;
    std::optional<Error> m_fault;
};

} // namespace fairlead
