// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/draft_model.h"

#include "gui/look/shown.h"

#include <QLocale>

namespace fairlead {

namespace {
/// A value that was typed, in words.
QString valueWords(DraftPart part, const std::string &value)
{
    switch (part) {
    case DraftPart::Weight:
        return QLocale().toString(QString::fromStdString(value).toDouble());
    case DraftPart::Rate:
        return value == "none" ? DraftModel::tr("no limit") : shown(value);
    case DraftPart::Concurrency:
    case DraftPart::DepthMax:
        return value == "0" ? DraftModel::tr("no limit") : shown(QString::fromStdString(value).toLongLong());
    case DraftPart::Workers:
        return shown(QString::fromStdString(value).toLongLong());
    }
    return {};
}

QString expectedWords(DraftPart part)
{
    switch (part) {
    case DraftPart::Weight:
        return DraftModel::tr("a number above 0, such as 2.5");
    case DraftPart::Rate:
        return DraftModel::tr("starts in a time, such as 10/s or 30/min, or none");
    case DraftPart::Concurrency:
    case DraftPart::DepthMax:
        return DraftModel::tr("a whole number; 0 is no limit");
    case DraftPart::Workers:
        return DraftModel::tr("a whole number from 1 to %1").arg(shown(std::int64_t {queueWorkersMost}));
    }
    return {};
}
} // namespace

QString settingWords(const DraftKey &key)
{
    const QString name = shown(key.name);
    switch (key.part) {
    case DraftPart::Weight:
        return DraftModel::tr("tenant %1: weight").arg(name);
    case DraftPart::Rate:
        return DraftModel::tr("tenant %1: rate of starts").arg(name);
    case DraftPart::Concurrency:
        return DraftModel::tr("tenant %1: runs at once").arg(name);
    case DraftPart::DepthMax:
        return DraftModel::tr("tenant %1: jobs waiting at most").arg(name);
    case DraftPart::Workers:
        return DraftModel::tr("queue %1: workers").arg(name);
    }
    return {};
}

QString changeWords(const DraftRow &row)
{
    return DraftModel::tr("%1 %2 → %3")
        .arg(settingWords(row.setting), valueWords(row.setting.part, row.now), valueWords(row.setting.part, row.then));
}

DraftModel::DraftModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Setting"), [](const DraftRow &row) { return settingWords(row.setting); }),
            ColumnOf(tr("Now"), [](const DraftRow &row) { return valueWords(row.setting.part, row.now); }).number(),
            ColumnOf(tr("Draft"), [](const DraftRow &row) { return valueWords(row.setting.part, row.then); })
                .tip(tr("Type a value, or press F2, to try it"))
                .number()
                .cellTip([](const DraftRow &row) { return expectedWords(row.setting.part); })
                .spoken([](const DraftRow &row) {
                    const QString value = valueWords(row.setting.part, row.then);
                    return row.isChanged() ? tr("%1, changed").arg(value) : value;
                })
                .state([](const DraftRow &row) {
                    return row.isChanged() ? std::optional(ShownState::Scheduled) : std::nullopt;
                })
                .role(Qt::EditRole, [](const DraftRow &row) { return QString::fromStdString(row.then); })},
        parent)
{
}

void DraftModel::show(const Snapshot &snapshot, const Draft &draft)
{
    SettingTexts now = textsNow(snapshot);
    if (now == m_now && draft == m_draft)
        return;
    m_now = std::move(now);
    m_draft = draft;
    showRows();
}

void DraftModel::showRows()
{
    std::vector<DraftRow> rows;
    rows.reserve(m_now.size());
    for (const auto &[key, text] : m_now)
        rows.push_back({key, text, textIn(m_draft, key).value_or(text)});
    replaceRows(std::move(rows));
}

std::vector<DraftRow> DraftModel::changes() const
{
    const std::vector<DraftKey> keys = keysOf(m_draft);
    std::vector<DraftRow> changed;
    changed.reserve(keys.size());
    for (const DraftKey &key : keys) {
        const auto now = m_now.find(key);
        changed.push_back({key, now == m_now.end() ? std::string() : now->second, textIn(m_draft, key).value_or("")});
    }
    return changed;
}

Qt::ItemFlags DraftModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == Then ? flags | Qt::ItemIsEditable : flags;
}

bool DraftModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const DraftKey key = row(index.row()).setting;
    const QString text = value.toString().trimmed();
    // A number may be typed as the machine writes it.
    bool isNumber = false;
    const double number = QLocale().toDouble(text, &isNumber);
    const std::string typed = key.part == DraftPart::Weight && isNumber ? numberText(number) : text.toStdString();
    if (!trySetPart(m_draft, m_now, key, typed)) {
        Q_EMIT refused(
            tr("“%1” is no value for %2: expected %3").arg(text, settingWords(key), expectedWords(key.part)));
        return false;
    }
    showRows();
    Q_EMIT edited();
    return true;
}

} // namespace fairlead
