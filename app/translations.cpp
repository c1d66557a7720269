// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace fairlead {

namespace {
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
    install(QLocale(), QStringLiteral("fairlead"), underscore, own);
    install(QLocale(), QStringLiteral("qtbase"), underscore, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
}

} // namespace fairlead
