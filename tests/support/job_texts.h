// SPDX-License-Identifier: Apache-2.0
// All texts of a job's body, by its table: a text that is added to the table is in these tests at once.
#pragma once

#include "engine/domain/job_fields.h"

namespace fairlead {

/// Gives each text of the body another value: the name of its member and `end`.
inline void fillTexts(JobBody &body, const std::string &end)
{
    eachText(body, [&end](const FieldSpec &field, std::string &text) { text = std::string(field.name) + end; });
}
/// "name=value" of each text of the body.
inline std::vector<std::string> textsOf(const JobBody &body)
{
    std::vector<std::string> texts;
    eachText(body, [&texts](const FieldSpec &field, const std::string &text) {
        texts.push_back(std::string(field.name) + "=" + text);
    });
    return texts;
}

} // namespace fairlead
