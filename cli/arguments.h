// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace fairlead {

// What the words of a command line mean. All fail with Invalid.

/// A whole number of 1 or more.
Result<std::int64_t> parseNumber(const std::string &name, const std::string &text);
Result<JobId> parseId(const std::string &word);
/// The first positional word as a job's id.
Result<JobId> idOf(const Arguments &arguments);
/// The options that filter lists: state, queue, tenant, since, limit, tag, cursor.
Result<JobQuery> queryOf(const Arguments &arguments);

/// Who sits here, for the logs; 128 bytes at most.
std::string operatorName();

/// Takes --payload, or the bytes of --payload-file, with their content type.
Result<> readPayload(const Arguments &arguments, NewJob &job);

template <typename T>
Result<> takeInto(T &to, const Result<T> &from)
{
    if (!from)
        return failure(from.error());
    to = *from;
    return {};
}

} // namespace fairlead
