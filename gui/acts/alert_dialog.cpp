// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/alert_dialog.h"

#include "gui/look/alert_words.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace fairlead {

namespace {
/// A threshold to begin with.
double usualThreshold(AlertKind kind)
{
    switch (kind) {
    case AlertKind::OldestJob:
    case AlertKind::Held:
        return 300;
    case AlertKind::Unserved:
        return 60;
    case AlertKind::Waiting:
        return 1'000;
    case AlertKind::DeadLetters:
    case AlertKind::Unknown:
        return 10;
    case AlertKind::Failures:
        return 0.2;
    case AlertKind::Full:
        return 0.85;
    }
    return 1;
}
} // namespace

AlertDialog::AlertDialog(QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit)
    , m_kind(new QComboBox)
    , m_scope(new QComboBox)
    , m_above(new QDoubleSpinBox)
    , m_unit(new QComboBox)
    , m_hold(new QSpinBox)
    , m_enabled(new QCheckBox(tr("&In force")))
{
    setObjectName(QStringLiteral("alertDialog"));
    m_unit->addItem(tr("seconds"), 1);
    m_unit->addItem(tr("minutes"), 60);
    m_unit->addItem(tr("hours"), 3'600);
    m_unit->setAccessibleName(tr("Unit of the threshold"));
    m_above->setGroupSeparatorShown(true);
    m_hold->setRange(0, 86'400);
    m_hold->setSuffix(tr(" s"));
    m_hold->setSpecialValueText(tr("at once"));
    m_enabled->setChecked(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_set = buttons->addButton(tr("Set alert"), QDialogButtonBox::AcceptRole);
    m_set->setObjectName(QStringLiteral("setAlert"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addLayout(makeForm());
    layout->addWidget(buttons);
    m_set->setDefault(true); // of this dialog: not before it is in it
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

AlertDialog::AlertDialog(const Snapshot &snapshot, const std::optional<TenantName> &own, QWidget *parent)
    : AlertDialog(parent)
{
    setWindowTitle(tr("New alert"));
    for (const AlertView &alert : snapshot.alerts)
        m_taken.push_back(alert.rule.name.text());
    for (std::size_t i = 0; i < EnumNames<AlertKind>::all.size(); ++i) {
        const auto kind = static_cast<AlertKind>(i);
        if (!own || isMeasuredForTenants(kind))
            m_kind->addItem(alertKindWords(kind), static_cast<int>(i));
    }
    if (own) {
        m_scopes.push_back({.queue = {}, .tenant = own});
    } else {
        m_scopes.emplace_back();
        for (const QueueView &queue : snapshot.queues)
            m_scopes.push_back({.queue = queue.queue, .tenant = {}});
        for (const TenantView &tenant : snapshot.tenants)
            m_scopes.push_back({.queue = {}, .tenant = tenant.tenant});
    }
    connect(m_kind, &QComboBox::currentIndexChanged, this, &AlertDialog::followKind);
    connect(m_name, &QLineEdit::textChanged, this, &AlertDialog::followName);
    followKind();
    followName();
    m_name->setFocus();
}

AlertDialog::AlertDialog(const AlertRule &before, QWidget *parent)
    : AlertDialog(parent)
{
    m_before = before;
    setWindowTitle(tr("Change alert %1").arg(shown(before.name.text())));
    m_name->setText(shown(before.name.text()));
    m_kind->addItem(alertKindWords(before.kind), static_cast<int>(before.kind));
    m_scopes.push_back({.queue = before.queue, .tenant = before.tenant});
    for (QWidget *fixed : std::initializer_list<QWidget *> {m_name, m_kind, m_scope}) {
        fixed->setEnabled(false);
        fixed->setToolTip(tr("To watch something else, set up another alert"));
    }
    followKind();
    showAbove(before.above);
    m_hold->setValue(static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(before.hold).count()));
    m_enabled->setChecked(before.isEnabled);
    m_aboveShown = above();
    m_holdShown = m_hold->value();
    m_above->setFocus();
    m_above->selectAll();
}

QFormLayout *AlertDialog::makeForm()
{
    m_name->setObjectName(QStringLiteral("alertName"));
    m_kind->setObjectName(QStringLiteral("alertKind"));
    m_scope->setObjectName(QStringLiteral("alertScope"));
    m_above->setObjectName(QStringLiteral("alertAbove"));
    m_unit->setObjectName(QStringLiteral("alertUnit"));
    m_hold->setObjectName(QStringLiteral("alertHold"));
    m_enabled->setObjectName(QStringLiteral("alertEnabled"));
    auto *aboveRow = new QHBoxLayout;
    aboveRow->addWidget(m_above, 1);
    aboveRow->addWidget(m_unit);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Measure"), m_kind);
    form->addRow(tr("&Of"), m_scope);
    form->addRow(tr("&At or above"), aboveRow);
    form->addRow(tr("&For"), m_hold);
    form->addRow(QString(), m_enabled);
    static_cast<QLabel *>(form->labelForField(aboveRow))->setBuddy(m_above);
    return form;
}

AlertKind AlertDialog::kind() const
{
    return static_cast<AlertKind>(m_kind->currentData().toInt());
}

void AlertDialog::followKind()
{
    const AlertUnit unit = unitOf(kind());
    m_unit->setVisible(unit == AlertUnit::Seconds);
    m_above->setSuffix(unit == AlertUnit::Share ? tr(" %") : QString());
    m_above->setDecimals(unit == AlertUnit::Jobs ? 0 : 2);
    m_above->setRange(unit == AlertUnit::Jobs ? 1 : 0.01, unit == AlertUnit::Share ? 100 : 1e9);
    showAbove(usualThreshold(kind()));
    m_scope->clear();
    for (std::size_t i = 0; i < m_scopes.size(); ++i) {
        if (!m_scopes[i].tenant || isMeasuredForTenants(kind()))
            m_scope->addItem(shownScope(m_scopes[i]), static_cast<int>(i));
    }
}

void AlertDialog::followName()
{
    const std::string name = m_name->text().trimmed().toStdString();
    const bool isTaken = std::find(m_taken.begin(), m_taken.end(), name) != m_taken.end();
    m_set->setEnabled(isValidName(name) && !isTaken);
    m_set->setToolTip(isTaken    ? tr("There is an alert of this name already")
            : m_set->isEnabled() ? QString()
                                 : tr("Give the alert a name, of letters, digits and the signs . _ : and -"));
}

void AlertDialog::showAbove(double above)
{
    const AlertUnit unit = unitOf(kind());
    if (unit == AlertUnit::Share) {
        m_above->setValue(above * 100);
        return;
    }
    if (unit == AlertUnit::Jobs) {
        m_above->setValue(above);
        return;
    }
    int place = m_unit->count() - 1;
    while (place > 0 && std::fmod(above, m_unit->itemData(place).toDouble()) != 0)
        --place;
    m_unit->setCurrentIndex(place);
    m_above->setValue(above / m_unit->itemData(place).toDouble());
}

double AlertDialog::above() const
{
    switch (unitOf(kind())) {
    case AlertUnit::Seconds:
        return m_above->value() * m_unit->currentData().toDouble();
    case AlertUnit::Jobs:
        return m_above->value();
    case AlertUnit::Share:
        return m_above->value() / 100;
    }
    return m_above->value();
}

AlertRule AlertDialog::rule() const
{
    AlertRule rule;
    if (m_before)
        rule = *m_before;
    rule.name = AlertName::trusted(m_name->text().trimmed().toStdString());
    rule.kind = kind();
    const Scope &scope = m_scopes.at(static_cast<std::size_t>(m_scope->currentData().toInt()));
    rule.queue = scope.queue;
    rule.tenant = scope.tenant;
    if (!m_before || above() != m_aboveShown)
        rule.above = above();
    if (!m_before || m_hold->value() != m_holdShown)
        rule.hold = std::chrono::seconds {m_hold->value()};
    rule.isEnabled = m_enabled->isChecked();
    return rule;
}

} // namespace fairlead
