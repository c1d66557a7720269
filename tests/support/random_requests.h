// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/all_calls.h"
#include "engine/domain/backoff_parts.h"
#include "engine/domain/random.h"
#include "engine/wire/call_codec.h"

#include <array>
#include <limits>

namespace fairlead {

/// The members of one request, in the places from which a call is read.
struct RandomRequest
{
    std::vector<std::string> parts; ///< of the path, not encoded
    QueryMap query;
    std::string body;
};

/// The type of the value that a stand-in stands for.
template <typename V>
struct Unwrapped
{
    using Type = V;
};
template <typename T>
struct Unwrapped<std::optional<T>> : Unwrapped<T>
{
};
template <typename T, typename Variant>
struct Unwrapped<Alternative<T, Variant>> : Unwrapped<T>
{
};
template <typename Bool>
struct Unwrapped<Negated<Bool>>
{
    using Type = bool;
};
template <typename Optional, typename Bool>
struct Unwrapped<Clearable<Optional, Bool>> : Unwrapped<Optional>
{
};
template <typename Number>
struct Unwrapped<NumberText<Number>>
{
    using Type = Number;
};
template <typename T>
inline constexpr bool isListOf = false;
template <typename T>
inline constexpr bool isListOf<std::vector<T>> = true;

/// Makes random requests from the tables of fields: good values, values at the ends of their grammars, and rubbish. A
/// member that is added to a table is in these requests at once. Threads: one.
class RandomRequests
{
public:
    using Members = std::vector<std::pair<std::string, std::string>>; ///< names, and values in JSON

    explicit RandomRequests(std::uint64_t seed)
        : m_random(seed)
    {
    }

    // Values that requests name often.
    std::vector<std::string> ids {JobId {}.text()};
    std::vector<std::string> tokens {"1." + JobId {}.text()};
    std::vector<std::string> queues {"mail", "web"};
    std::vector<std::string> tenants {"anna", "ben", "default"};
    std::vector<std::string> words {"night", "a"};

    Random &random() { return m_random; }

    /// A request for the call C.
    template <typename C>
    RandomRequest make()
    {
        RandomRequest made;
        const std::vector<std::string_view> inPath = pathMembers<C>();
        made.parts.resize(inPath.size());
        Members members;
        C call {};
        eachSettable(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, V &&) {
            using Value = std::remove_cvref_t<V>;
            const Place place = placeOf<C, Value>(spec);
            if constexpr (isEach<Value>) {
                made.body = jobs();
            } else if (place == Place::Body) {
                addMember<Value>(members, spec);
            } else if constexpr (OneText<V>) {
                if (place == Place::Path)
                    made.parts.at(placeIn(inPath, spec.name)) = plain<Value>(spec);
                else if (isGiven(spec))
                    made.query.emplace(spec.name, plain<Value>(spec));
            } else if constexpr (isQueryList<Value>) {
                for (std::uint64_t left = m_random.nextBelow(4); left > 0; --left)
                    made.query.emplace(spec.name, plain<typename Value::value_type::value_type>(spec));
            }
        });
        if (!members.empty() || isOneIn(20))
            made.body = joined(members);
        return made;
    }

    /// The members of one object, each with a value in JSON.
    template <Described T>
    Members membersOf()
    {
        Members members;
        T value {};
        eachSettable(Fields<T>::all, value,
            [&]<typename V>(const FieldSpec &spec, V &&) { addMember<std::remove_cvref_t<V>>(members, spec); });
        if (isOneIn(100))
            members.emplace_back("colour", "1");
        return members;
    }
    static std::string joined(const Members &members)
    {
        std::string text;
        for (const auto &[name, value] : members)
            text.append(text.empty() ? "" : ",").append("\"").append(name).append("\":").append(value);
        return "{" + text + "}";
    }
    template <Described T>
    std::string object()
    {
        return joined(membersOf<T>());
    }

private:
    static std::size_t placeIn(const std::vector<std::string_view> &names, std::string_view name)
    {
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }
    bool isOneIn(std::uint64_t count) { return m_random.nextBelow(count) == 0; }
    bool isGiven(const FieldSpec &spec) { return spec.rules.isRequired ? !isOneIn(30) : isOneIn(3); }
    template <typename List>
    std::string oneOf(const List &list)
    {
        return std::string(list[m_random.nextBelow(list.size())]);
    }
    static std::string quoted(const std::string &text) { return JsonWriter().text(text).take(); }

    template <typename V>
    void addMember(Members &members, const FieldSpec &spec)
    {
        if (!isGiven(spec))
            return;
        if constexpr (isRawPart<V>)
            addRawPart(members, std::string(spec.name));
        else
            members.emplace_back(spec.name, json<V>(spec));
    }
    void addRawPart(Members &members, const std::string &name)
    {
        static constexpr std::array<std::string_view, 11> bytes {"null", "{}", "[1 , 2]", "\"a\\\"]}\\\\\"", "-0.0",
            R"({"n":18446744073709551615,"x":1.10,"x":2})", "1e400", " [ 1 ]", R"("\u0000")",
            R"({"payload":{"queue":"x"}})", "tru"};
        static constexpr std::array<std::string_view, 4> encoded {"\"AP8=\"", "\"e30=\"", "\"\"", "\"?\""};
        static constexpr std::array<std::string_view, 4> types {
            "\"text/plain\"", "\"application/json\"", "\"a b\"", R"("x\r\ny: z")"};
        const bool isEncoded = isOneIn(3);
        members.emplace_back(isEncoded ? name + "_base64" : name, isEncoded ? oneOf(encoded) : oneOf(bytes));
        if (isOneIn(3))
            members.emplace_back("content_type", oneOf(types));
    }

    /// A member's value in JSON.
    template <typename V>
    std::string json(const FieldSpec &spec)
    {
        using T = typename Unwrapped<V>::Type;
        if (isOneIn(40)) {
            static constexpr std::array<std::string_view, 11> odd {"null", "true", "[]", "{}", "\"\"", "17", "[null]",
                "1e400", R"("\u0000")", "\"9999-12-31T23:59:59-00:01\"", "\"\xff\""};
            return oneOf(odd);
        }
        if constexpr (isListOf<T>) {
            std::string list;
            for (std::uint64_t left = m_random.nextBelow(4); left > 0; --left)
                list.append(list.empty() ? "" : ",").append(json<typename T::value_type>({spec.name, {}}));
            return "[" + list + "]";
        } else if constexpr (std::is_same_v<T, RetryPolicy>) {
            return object<BackoffParts>();
        } else if constexpr (std::is_same_v<T, SpawnedJob>) {
            return object<NewJob>();
        } else if constexpr (std::is_same_v<T, BackoffParts::Jitter>) {
            return isOneIn(2) ? quoted(duration()) : number({.least = 0, .most = 1});
        } else if constexpr (Described<T>) {
            return object<T>();
        } else {
            const bool isNumber =
                std::is_arithmetic_v<
                    T> || (std::is_same_v<T, Microseconds> && std::string_view(spec.name).ends_with("_ms"));
            return isNumber ? plain<T>(spec) : quoted(plain<T>(spec));
        }
    }
    std::string jobs()
    {
        if (!isOneIn(3))
            return object<NewJob>();
        std::string list;
        for (std::uint64_t left = m_random.nextBelow(4); left > 0; --left)
            list.append(list.empty() ? "" : ",").append(object<NewJob>());
        return "[" + list + "]";
    }

    /// A member's value as one text, as in a query.
    template <typename V>
    std::string plain(const FieldSpec &spec)
    {
        using T = typename Unwrapped<V>::Type;
        if (isOneIn(60))
            return text(spec);
        if constexpr (std::is_same_v<T, bool>)
            return isOneIn(2) ? "true" : "false";
        else if constexpr (std::is_arithmetic_v<T>)
            return number(spec);
        else if constexpr (std::is_same_v<T, Microseconds>)
            return std::string_view(spec.name).ends_with("_ms") ? number(spec) : duration();
        else if constexpr (std::is_same_v<T, std::string>)
            return text(spec);
        else if constexpr (std::is_same_v<T, QueueName>)
            return name(queues);
        else if constexpr (std::is_same_v<T, TenantName>)
            return name(tenants);
        else if constexpr (std::is_same_v<T, AlertName>)
            return name(words);
        else if constexpr (std::is_same_v<T, JobId>)
            return oneOf(ids);
        else if constexpr (std::is_same_v<T, LeaseToken>)
            return oneOf(tokens);
        else if constexpr (std::is_same_v<T, TimePoint>)
            return time();
        else if constexpr (std::is_same_v<T, std::variant<std::monostate, Microseconds, TimePoint>>)
            return isOneIn(2) ? time() : duration();
        else if constexpr (std::is_same_v<T, RetryDeadline>)
            return isOneIn(3) ? std::string("none") : isOneIn(2) ? "+" + duration() : time();
        else if constexpr (std::is_same_v<T, Rate>)
            return number({.least = 0.001, .most = 1e6}) + oneOf(std::array {"/s", "/min", "/h", "/d", ""});
        else if constexpr (std::is_same_v<T, Backpressure>)
            return oneOf(std::array {"reject", "drop_oldest", "drop_newest", "wait:1ms", "wait:1500us", "shed_low",
                "shed_low:0.8", "shed_low:0x1p-1", "shed_low:1e-300", "shed_low:nan", "reject:1"});
        else
            return oneOf(TextForm<T>::values());
    }

    std::string number(const FieldSpec &spec)
    {
        // A longer wait takes time and shows nothing more. So do thousands of workers.
        if (spec.name == "wait_ms" || spec.name == "workers")
            return oneOf(std::array {"0", "1", "2", "1.5", "-1", "60001"});
        return number(spec.rules);
    }
    std::string number(const FieldRules &rules)
    {
        static constexpr std::array<std::string_view, 12> odd {"0", "-0", "-1", "1.5", "0.1", "1e3", "1e-9", "1e400",
            "9007199254740993", "9223372036854775807", "9223372036854775808", "nan"};
        constexpr double spanMax = 1e6;
        const double least = rules.least == std::numeric_limits<double>::lowest() ? -2 : rules.least;
        const double span = std::min(rules.most - least, spanMax);
        switch (m_random.nextBelow(10)) {
        case 0:
            return oneOf(odd);
        case 1:
            return plainNumber(least - (isOneIn(2) ? 1 : 0));
        case 2:
            return plainNumber(std::min(rules.most, 1e15) + (isOneIn(2) ? 1 : 0));
        case 3:
            return plainNumber(least + m_random.nextUnit() * span);
        default:
            return plainNumber(least + std::floor(m_random.nextUnit() * std::min(span, 100.0)));
        }
    }
    std::string digits(std::uint64_t count)
    {
        std::string text;
        for (; count > 0; --count)
            text += static_cast<char>('0' + m_random.nextBelow(10));
        return text;
    }
    /// Two digits below `bound`, now and then `bound` itself.
    std::string two(std::uint64_t bound)
    {
        const std::uint64_t number = isOneIn(30) ? bound : m_random.nextBelow(bound);
        return std::string(number < 10 ? "0" : "") + std::to_string(number);
    }
    std::string duration()
    {
        static constexpr std::array<std::string_view, 7> units {"", "us", "ms", "s", "m", "h", "d"};
        static constexpr std::array<std::string_view, 8> odd {
            "36500d", "36600d", "36601d", "366d", "9223372036854775807d", "-1s", "1.5s", "1 s"};
        return isOneIn(8) ? oneOf(odd) : digits(1 + m_random.nextBelow(3)) + oneOf(units);
    }
    std::string time()
    {
        static constexpr std::array<std::string_view, 8> years {
            "0000", "0001", "1969", "1970", "2026", "2262", "9998", "9999"};
        const std::string date = (isOneIn(2) ? oneOf(years) : digits(4)) + "-" + two(13) + "-" + two(32);
        std::string clock = two(24) + ":" + two(60) + ":" + two(60);
        if (isOneIn(2))
            clock += "." + digits(m_random.nextBelow(11));
        const std::string zone = isOneIn(2) ? oneOf(std::array {"Z", "z", "", "-00:01", "+00:01", "+23:59", "-24:00"})
                                            : oneOf(std::array {"+", "-"}) + two(24) + ":" + two(60);
        return date + oneOf(std::array {"T", "T", "t", " "}) + clock + zone;
    }
    std::string name(const std::vector<std::string> &known)
    {
        if (!isOneIn(8))
            return oneOf(known);
        static const std::array<std::string, 8> odd {"a:b", ".", "..", "..a", "A.b_c-1", "a b",
            std::string(nameLengthMax, 'n'), std::string(nameLengthMax + 1, 'n')};
        return oneOf(odd);
    }
    std::string text(const FieldSpec &spec)
    {
        static const std::array<std::string, 24> pieces {"a", "Z", "7", "-", ".", "\"", "\\", "/", "%", "&", "=", "+",
            "?", "#", " ", "\n", std::string(1, '\0'), "\x1b", "\x7f", "\xc2\x85", "\xe2\x80\xae", "\xf0\x9f\x98\x80",
            "\xf4\x8f\xbf\xbf", "\xff"};
        const FieldRules &rules = spec.rules;
        if (!rules.example.empty() && isOneIn(2))
            return std::string(rules.example);
        if (isOneIn(2))
            return oneOf(words);
        if (rules.bytesMax > 0 && isOneIn(16))
            return std::string(rules.bytesMax + m_random.nextBelow(2), 'x');
        std::string made;
        for (std::uint64_t left = m_random.nextBelow(5); left > 0; --left)
            made += oneOf(pieces);
        return made;
    }

    SeededRandom m_random;
};

/// Method, path and query of a request, as a client sends them.
template <typename C>
std::string requestLine(const RandomRequest &request)
{
    std::string path(C::info.path);
    const std::vector<std::string_view> names = pathMembers<C>();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = "{" + std::string(names[i]) + "}";
        path.replace(path.find(name), name.size(), percentEncoded(request.parts[i]));
    }
    std::string query;
    for (const auto &[name, value] : request.query)
        query.append(query.empty() ? "?" : "&").append(name).append("=").append(percentEncoded(value));
    return std::string(C::info.method) + " " + path + query;
}

} // namespace fairlead
