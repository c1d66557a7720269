// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fairlead {

/// Installs the translators of the user's language: Fairlead's texts, then those of Qt itself (Cancel, Close, ...).
/// REQUIRES: a QCoreApplication, which owns them. Threads: the application's.
void installTranslations();

} // namespace fairlead
