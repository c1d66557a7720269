// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"
#include "gui/models/keyed_table_model.h"

#include <map>

namespace fairlead {

/// Dead letters whose last error is alike.
struct DeadGroup
{
    std::string fingerprint;
    std::string errorClass;
    std::string text; ///< of the newest
    std::int64_t jobs = 0;
    std::map<std::string, std::int64_t> tenants;
    std::map<std::string, std::int64_t> queues;
    TimePoint first;
    TimePoint last;

    const std::string &key() const { return fingerprint; }
};

/// Sorts letters into groups, by fingerprint.
std::vector<DeadGroup> groupByError(const std::vector<DeadLetter> &letters);

/// Groups of the newest dead letters: the Client lists letters, and this looks through `lettersMax` of them. Threads:
/// GUI.
class DeadGroupsModel final : public KeyedTableModel<DeadGroup>
{
    Q_OBJECT
public:
    static constexpr std::size_t lettersMax = 10'000;
    enum Column { Problem, Jobs, Tenants, Last, First, Class, Queues, ColumnCount };

    DeadGroupsModel(GuiClient &client, const Clock &clock, QObject *parent);

    /// Looks through the letters of a scope; the groups shown stay until the new ones are complete.
    void load(const Scope &scope);
    bool isLoading() const { return m_isLoading; }
    bool isLoaded() const { return m_isLoaded; }
    /// More letters than looked at: counts are of the newest only.
    bool isTruncated() const { return m_isTruncated; }
    const QString &trouble() const { return m_trouble; }

    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void loaded();

private:
    void ask();
    void take(Result<DeadLetterPage> page);
    QVariant display(const DeadGroup &group, int column) const;

    GuiClient &m_client;
    const Clock &m_clock;
    DeadLetterQuery m_query;
    std::vector<DeadLetter> m_letters;
    int m_generation = 0;
    bool m_isLoading = false;
    bool m_isLoaded = false;
    bool m_isTruncated = false;
    QString m_trouble;
};

} // namespace fairlead
