// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <array>

namespace fairlead {

namespace {
/// The texts of Qt's standard buttons that the window uses. Its own translations may not be installed.
[[maybe_unused]] constexpr std::array buttonTexts {QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Close"), QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "&Yes"), QT_TRANSLATE_NOOP("QPlatformTheme", "&No"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Save"), QT_TRANSLATE_NOOP("QPlatformTheme", "Open")};

template <typename... Arguments>
void install(const Arguments &...arguments)
{
    auto *translator = new QTranslator(QCoreApplication::instance());
    if (translator->load(arguments...))
        QCoreApplication::installTranslator(translator);
}
} // namespace

void installTranslations()
{
    const QString own = QStringLiteral(":/i18n");
    const QString underscore = QStringLiteral("_");
    // English plurals ("1 job", "2 jobs"): the texts in the sources have neither form.
    install(QStringLiteral("fairlead_en"), own);
    install(QLocale(), QStringLiteral("qtbase"), underscore, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QLocale(), QStringLiteral("fairlead"), underscore, own); // the one installed last is asked first
}

} // namespace fairlead
