// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/save_file.h"

#include <QFileDialog>
#include <QSaveFile>

namespace fairlead {

void askForFile(QWidget *parent, const QString &title, const QString &proposal,
    const std::function<void(const QString &file)> &then)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(proposal);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, then);
    dialog->open();
}

namespace {
/// A spreadsheet must not run a text from a job as a formula (OWASP ASVS 5.0, 1.2.10).
QString withoutFormula(const QString &cell)
{
    constexpr QStringView starters = u"=+-@\t\r";
    const bool isFormula = !cell.isEmpty() && starters.contains(cell.front());
    return isFormula ? QLatin1Char('\'') + cell : cell;
}
} // namespace

QByteArray csvLine(const QStringList &cells)
{
    QStringList quoted;
    for (const QString &raw : cells) {
        QString cell = withoutFormula(raw);
        const bool isPlain = !cell.contains(QLatin1Char(',')) && !cell.contains(QLatin1Char('"'))
            && !cell.contains(QLatin1Char('\n')) && !cell.contains(QLatin1Char('\r'));
        if (isPlain)
            quoted.append(cell);
        else
            quoted.append(QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"'));
    }
    return quoted.join(QLatin1Char(',')).toUtf8() + '\n';
}

QString saveFile(const QString &name, const QByteArray &bytes)
{
    QSaveFile file(name);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    return isWritten ? QString() : file.errorString();
}

} // namespace fairlead
