// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/all_calls.h"
#include "engine/wire/call_codec.h"

#include <array>

namespace fairlead {

/// A request that gives a criterion of a call with nothing in it.
struct EmptyCriterion
{
    std::string member; ///< the criterion
    std::string line; ///< method, path and query
    std::string body; ///< empty: none
};

/// Calls `visit(name)` for each criterion of a struct, `inner` being the member that holds it; empty: the struct
/// itself.
template <typename T, typename Visit>
void eachCriterionOf(T &owner, const std::string &inner, const Visit &visit)
{
    eachSettable(Fields<T>::all, owner, [&]<typename V>(const FieldSpec &spec, V &&value) {
        using Value = std::remove_cvref_t<V>;
        if (spec.isCriterion || spec.name == "cursor")
            visit(inner, spec);
        else if constexpr (Described<Value>)
            eachCriterionOf(value, std::string(spec.name), visit);
    });
}

/// Every criterion of every call, given empty in each way in which it can be written.
inline std::vector<EmptyCriterion> emptyCriteria()
{
    std::vector<EmptyCriterion> all;
    eachCall([&all]<typename C>() {
        C call {};
        std::string path(C::info.path);
        const std::array<std::pair<std::string, std::string>, 4> parts {
            {{"{token}", "1." + JobId {}.text()}, {"{id}", JobId {}.text()}, {"{queue}", "far"}, {"{tenant}", "anna"}}};
        for (const auto &[name, value] : parts) {
            if (const std::size_t at = path.find(name); at != std::string::npos)
                path.replace(at, name.size(), value);
        }
        const std::string line = std::string(C::info.method) + " " + path;
        const std::string body = writeCall(call).body;
        eachCriterionOf(call, {}, [&](const std::string &inner, const FieldSpec &spec) {
            const std::string member(spec.name);
            if (C::info.method == "GET" || C::info.method == "DELETE") {
                for (const char *written : {"=", ""})
                    all.push_back({member, line + "?" + member + written, {}});
                return;
            }
            for (const char *nothing : {"\"\"", "[]", "null"}) {
                const std::string given = "\"" + member + "\":" + nothing;
                std::string whole = body;
                if (inner.empty())
                    whole.insert(whole.size() - 1, (body.size() > 2 ? "," : "") + given);
                else
                    whole.insert(whole.find("\"" + inner + "\":{") + inner.size() + 4, given);
                all.push_back({member, line, whole});
            }
        });
    });
    return all;
}

} // namespace fairlead
