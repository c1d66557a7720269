// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/tenant_views.h"

#include <QString>

namespace fairlead {

/// The things that keep a tenant's jobs from starting, in words with their numbers, such as "12 jobs: its rate". A
/// pause without jobs is told, too. Empty when nothing holds it.
QString holdWords(const TenantView &tenant);
/// The same, one a line, each with the time of its next start.
QString holdLines(const TenantView &tenant);

} // namespace fairlead
