// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/simulation/simulation.h"

#include <string>

namespace fairlead {

/// Reads a load for the simulation: a description in TOML (docs/SIMULATE.md), or, from a file named *.json or *.jsonl,
/// recorded jobs: the answers of GET /v1/jobs, one a line. Fails with Configuration; the text has one line for each
/// fault: `file:line: key: expected ...`. With `settings`, a queue that they do not have is a fault.
Result<SimulatedLoad> loadLoad(const std::string &path, const EngineSettings *settings = nullptr);
/// The TOML form; `name` stands for the file in errors.
Result<SimulatedLoad> parseLoad(
    const std::string &text, const std::string &name, const EngineSettings *settings = nullptr);
/// The recorded form, as LoadRecording takes it.
Result<SimulatedLoad> parseRecordedLoad(
    const std::string &text, const std::string &name, const EngineSettings *settings = nullptr);

} // namespace fairlead
