// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/limits_dialog.h"

#include "gui/acts/limit_words.h"
#include "gui/look/shown.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace fairlead {

LimitsDialog::LimitsDialog(const TenantView &tenant, const QStringList &plans, QWidget *parent)
    : QDialog(parent)
    , m_before(tenant.limits)
    , m_plan(new QComboBox)
    , m_rate(new QDoubleSpinBox)
    , m_unit(new QComboBox)
    , m_concurrency(new QSpinBox)
    , m_depth(new QSpinBox)
{
    setObjectName(QStringLiteral("limitsDialog"));
    setWindowTitle(tr("Limits of tenant %1").arg(shown(tenant.tenant.text())));
    auto *intro = new QLabel(tr("What is set here goes before the plan; what is left as it is stays the plan's. 0 is "
                                "no limit."));
    intro->setWordWrap(true);
    m_plan->setEditable(true);
    m_plan->addItems(plans);
    m_plan->setCurrentText(shown(tenant.limits.plan));
    m_plan->lineEdit()->setPlaceholderText(tr("no plan"));
    m_unit->addItem(tr("a second"), 1);
    m_unit->addItem(tr("a minute"), 60);
    m_unit->addItem(tr("an hour"), 3600);
    m_unit->setAccessibleName(tr("Unit of the rate"));
    m_rate->setRange(0, 1'000'000);
    m_rate->setSpecialValueText(tr("no limit"));
    m_concurrency->setRange(0, 1'000'000);
    m_depth->setRange(0, 1'000'000'000);
    for (QSpinBox *box : {m_concurrency, m_depth}) {
        box->setSpecialValueText(tr("no limit"));
        box->setGroupSeparatorShown(true);
    }
    if (tenant.limits.rate)
        showRate(*tenant.limits.rate);
    m_concurrency->setValue(tenant.limits.concurrency);
    m_depth->setValue(static_cast<int>(std::min<std::int64_t>(tenant.limits.depthMax, m_depth->maximum())));
    m_plan->setObjectName(QStringLiteral("limitPlan"));
    m_rate->setObjectName(QStringLiteral("limitRate"));
    m_concurrency->setObjectName(QStringLiteral("limitConcurrency"));
    m_depth->setObjectName(QStringLiteral("limitDepth"));
    auto *rateRow = new QHBoxLayout;
    rateRow->addWidget(m_rate, 1);
    rateRow->addWidget(m_unit);
    auto *form = new QFormLayout;
    form->addRow(tr("&Plan"), m_plan);
    form->addRow(tr("&Starts"), rateRow);
    form->addRow(tr("&Runs at once"), m_concurrency);
    form->addRow(tr("&Waiting at most"), m_depth);
    static_cast<QLabel *>(form->labelForField(rateRow))->setBuddy(m_rate);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *set = buttons->addButton(tr("Set limits"), QDialogButtonBox::AcceptRole);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(intro);
    layout->addLayout(form);
    layout->addWidget(buttons);
    set->setDefault(true); // which holds only inside of the dialog
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_rate->setFocus();
}

void LimitsDialog::showRate(const Rate &rate)
{
    // The smallest unit in which it is a whole number: "30 a minute" rather than "0.5 a second".
    int unit = 0;
    while (unit + 1 < m_unit->count()) {
        const double count = rate.perSecond * m_unit->itemData(unit).toDouble();
        if (std::abs(count - std::round(count)) < 1e-9 * count)
            break;
        ++unit;
    }
    m_unit->setCurrentIndex(unit);
    m_rate->setValue(rate.perSecond * m_unit->currentData().toDouble());
    m_unitShown = unit;
    m_rateShown = m_rate->value();
}

std::optional<Rate> LimitsDialog::rate() const
{
    if (m_rate->value() <= 0)
        return {};
    // What the box rounds is not a change.
    if (m_before.rate && m_rate->value() == m_rateShown && m_unit->currentIndex() == m_unitShown)
        return m_before.rate;
    const double perSecond = m_rate->value() / m_unit->currentData().toDouble();
    return Rate {.perSecond = perSecond, .burst = std::max(perSecond, 1.0)};
}

TenantPatch LimitsDialog::patch() const
{
    TenantLimits after = m_before;
    after.plan = m_plan->currentText().trimmed().toStdString();
    after.rate = rate();
    after.concurrency = m_concurrency->value();
    if (m_depth->value() < m_depth->maximum())
        after.depthMax = m_depth->value();
    return patchBetween(m_before, after);
}

} // namespace fairlead
