// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"
#include "gui/models/keyed_table_model.h"

namespace fairlead {

/// One operation as a row. The newest comes first.
struct OperationRow
{
    /// Ids ascend with time.
    struct Key
    {
        std::string id;
        bool operator<(const Key &other) const { return other.id < id; }
        bool operator==(const Key &other) const = default;
    };
    explicit OperationRow(Operation one)
        : operation(std::move(one))
        , m_key {operation.id.text()}
    {
    }
    Operation operation;
    const Key &key() const { return m_key; }

private:
    Key m_key;
};

/// The operation in words: "Retry 40 chosen jobs", "Delete: dead, tenant acme, spread over 10 min".
QString operationWords(const OperationRequest &request);

/// The engine's operations and their progress. Threads: GUI.
class OperationsModel final : public KeyedTableModel<OperationRow>
{
    Q_OBJECT
public:
    enum Column { What, State, Part, Done, Skipped, Failed, Begun, By, ColumnCount };

    OperationsModel(const Clock &clock, QObject *parent);
    void show(const std::vector<Operation> &operations);

private:
    const Clock &m_clock;
};

} // namespace fairlead
