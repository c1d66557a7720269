// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/measures.h"
#include "engine/assembly/running_engine.h"

#include <memory>
#include <string>

namespace fairlead::bench {

/// A whole engine without HTTP, from the text of its configuration. Threads: the caller's, as RunningEngine::start.
inline std::unique_ptr<RunningEngine> startEngine(
    const std::string &text, const std::string &dataDir, RunningEngine::Options options)
{
    EngineConfig config = must(parseConfig("[http]\nlisten = \"\"\n" + text, "the benchmark's configuration"));
    config.dataDir = dataDir;
    return must(RunningEngine::start(std::move(config), std::move(options)));
}

} // namespace fairlead::bench
