// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_table_model.h"
#include "gui/what_if/draft.h"

namespace fairlead {

struct DraftRow
{
    DraftKey setting;
    std::string now; ///< as one types it
    std::string then;

    const DraftKey &key() const { return setting; }
    bool isChanged() const { return now != then; }
};

/// "tenant acme: weight".
QString settingWords(const DraftKey &key);
/// "tenant acme: weight 1 → 3".
QString changeWords(const DraftRow &row);

/// The settings that can be tried, each with its value now and in the draft, which is edited in place. Threads: GUI.
class DraftModel final : public KeyedTableModel<DraftRow>
{
    Q_OBJECT
public:
    enum Column { Setting, Now, Then, ColumnCount };
    explicit DraftModel(QObject *parent);

    void show(const Snapshot &snapshot, const Draft &draft);
    const Draft &draft() const { return m_draft; }
    /// The rows that the draft changes.
    std::vector<DraftRow> changes() const;

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void edited();
    /// A text was typed that is no value of the setting.
    void refused(const QString &why);

private:
    void showRows();

    SettingTexts m_now;
    Draft m_draft;
};

} // namespace fairlead
