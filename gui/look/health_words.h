// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/health.h"

#include <QString>

namespace fairlead {

/// A cause of the verdict, in the language of the machine. One of an unknown kind is in the engine's words.
QString healthWords(const HealthCause &cause);

/// The place in the monitor where a person looks into a cause, or mends it.
enum class HealthPlace { Jobs, Tenants, DeadLetters, Workers, Events, Settings };
HealthPlace placeOf(HealthCauseKind kind);
/// The words of the button that leads there.
QString placeWords(HealthPlace place);

} // namespace fairlead
