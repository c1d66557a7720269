// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// The text without the escape sequences by which programs colour their output (ECMA-48).
std::string withoutEscapes(std::string_view text);

/// The one line of a failure's text that says the error, without escape sequences. Of a stack trace of Python, Java,
/// Node, Go, Rust or Ruby it is the line of the exception: of a chain of causes the last one. Empty when the text is no
/// such trace.
std::string tracedError(std::string_view text);

/// The error in one line: `tracedError`, or else the first line that is not empty.
std::string errorTitle(std::string_view text);

} // namespace fairlead
