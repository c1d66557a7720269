// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/limits_dialog.h"

#include "gui/acts/limit_words.h"
#include "gui/look/plain_texts.h"
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

namespace {
constexpr double bytesOfMegabyte = 1e6;

double secondsOf(Microseconds duration)
{
    return static_cast<double>(duration.count()) / 1e6;
}
} // namespace

LimitsDialog::LimitsDialog(const TenantView &tenant, const QStringList &plans, QWidget *parent)
    : QDialog(parent)
    , m_before(tenant.limits)
    , m_plan(new QComboBox)
    , m_rate(new QDoubleSpinBox)
    , m_unit(new QComboBox)
    , m_concurrency(new QSpinBox)
    , m_depth(new QSpinBox)
    , m_megabytes(new QDoubleSpinBox)
    , m_retryPercent(new QDoubleSpinBox)
    , m_whenFull(new QComboBox)
    , m_waitSeconds(new QDoubleSpinBox)
    , m_shedPercent(new QDoubleSpinBox)
{
    setObjectName(QStringLiteral("limitsDialog"));
    setWindowTitle(tr("Limits of tenant %1").arg(shown(tenant.tenant.text())));
    auto *intro =
        new PlainLabel(tr("What is set here goes before the plan; what is left as it is stays the plan's. 0 is "
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
    m_concurrency->setRange(0, 1'000'000);
    m_depth->setRange(0, 1'000'000'000);
    m_megabytes->setRange(0, 1e9);
    m_retryPercent->setRange(0, 100);
    m_retryPercent->setSuffix(tr(" % of runs"));
    for (QAbstractSpinBox *box :
        std::initializer_list<QAbstractSpinBox *> {m_rate, m_concurrency, m_depth, m_megabytes}) {
        box->setSpecialValueText(tr("no limit"));
        box->setGroupSeparatorShown(true);
    }
    if (tenant.limits.rate)
        showRate(*tenant.limits.rate);
    m_concurrency->setValue(tenant.limits.concurrency);
    m_depth->setValue(static_cast<int>(std::min<std::int64_t>(tenant.limits.depthMax, m_depth->maximum())));
    m_megabytes->setSuffix(tr(" MB"));
    m_megabytes->setValue(static_cast<double>(tenant.limits.bytesMax) / bytesOfMegabyte);
    m_megabytesShown = m_megabytes->value();
    m_retryPercent->setValue(tenant.limits.retryShare * 100);
    m_retryShown = m_retryPercent->value();
    showBackpressure(tenant.limits.backpressure);
    QFormLayout *form = makeForm();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *set = buttons->addButton(tr("Set limits"), QDialogButtonBox::AcceptRole);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(intro);
    layout->addLayout(form);
    layout->addWidget(buttons);
    set->setDefault(true); // the shortcut works inside the dialog only
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_rate->setFocus();
}

QFormLayout *LimitsDialog::makeForm()
{
    m_plan->setObjectName(QStringLiteral("limitPlan"));
    m_rate->setObjectName(QStringLiteral("limitRate"));
    m_concurrency->setObjectName(QStringLiteral("limitConcurrency"));
    m_depth->setObjectName(QStringLiteral("limitDepth"));
    m_megabytes->setObjectName(QStringLiteral("limitBytes"));
    m_retryPercent->setObjectName(QStringLiteral("limitRetries"));
    m_whenFull->setObjectName(QStringLiteral("limitWhenFull"));
    m_waitSeconds->setObjectName(QStringLiteral("limitWait"));
    m_shedPercent->setObjectName(QStringLiteral("limitShed"));
    m_waitSeconds->setAccessibleName(tr("Longest wait of a sender"));
    m_shedPercent->setAccessibleName(tr("Share of the limit from which low priorities are refused"));
    auto *rateRow = new QHBoxLayout;
    rateRow->addWidget(m_rate, 1);
    rateRow->addWidget(m_unit);
    auto *fullRow = new QHBoxLayout;
    fullRow->addWidget(m_whenFull, 1);
    fullRow->addWidget(m_waitSeconds);
    fullRow->addWidget(m_shedPercent);
    auto *form = new QFormLayout;
    form->addRow(tr("&Plan"), m_plan);
    form->addRow(tr("&Starts"), rateRow);
    form->addRow(tr("&Runs at once"), m_concurrency);
    form->addRow(tr("&Waiting at most"), m_depth);
    form->addRow(tr("Payloads waiting at &most"), m_megabytes);
    form->addRow(tr("Re&tries at most"), m_retryPercent);
    form->addRow(tr("When &full"), fullRow);
    static_cast<QLabel *>(form->labelForField(rateRow))->setBuddy(m_rate);
    static_cast<QLabel *>(form->labelForField(fullRow))->setBuddy(m_whenFull);
    return form;
}

void LimitsDialog::showBackpressure(const std::optional<Backpressure> &backpressure)
{
    m_whenFull->addItem(tr("As the plan or the queue says"), -1);
    m_whenFull->addItem(tr("Refuse new jobs"), static_cast<int>(WhenFull::Reject));
    m_whenFull->addItem(tr("Drop the oldest job"), static_cast<int>(WhenFull::DropOldest));
    m_whenFull->addItem(tr("Drop the newest job"), static_cast<int>(WhenFull::DropNewest));
    m_whenFull->addItem(tr("Let the sender wait"), static_cast<int>(WhenFull::Wait));
    m_whenFull->addItem(tr("Refuse low priorities early"), static_cast<int>(WhenFull::ShedLow));
    m_waitSeconds->setRange(0.001, secondsOf(waitMost));
    m_waitSeconds->setDecimals(3);
    m_waitSeconds->setSuffix(tr(" s"));
    m_shedPercent->setRange(0, 100);
    m_shedPercent->setSuffix(tr(" %"));
    m_shedPercent->setPrefix(tr("from "));
    const Backpressure values = backpressure.value_or(Backpressure {});
    m_whenFull->setCurrentIndex(backpressure ? m_whenFull->findData(static_cast<int>(values.whenFull)) : 0);
    m_waitSeconds->setValue(secondsOf(values.waitMax));
    m_shedPercent->setValue(values.shedFrom * 100);
    connect(m_whenFull, &QComboBox::currentIndexChanged, this, &LimitsDialog::followBackpressure);
    followBackpressure();
    m_backpressureShown = this->backpressure();
}

void LimitsDialog::followBackpressure()
{
    const int chosen = m_whenFull->currentData().toInt();
    m_waitSeconds->setVisible(chosen == static_cast<int>(WhenFull::Wait));
    m_shedPercent->setVisible(chosen == static_cast<int>(WhenFull::ShedLow));
}

std::optional<Backpressure> LimitsDialog::backpressure() const
{
    const int chosen = m_whenFull->currentData().toInt();
    if (chosen < 0)
        return {};
    Backpressure backpressure {.whenFull = static_cast<WhenFull>(chosen)};
    if (backpressure.whenFull == WhenFull::Wait)
        backpressure.waitMax = Microseconds {std::llround(m_waitSeconds->value() * 1e6)};
    if (backpressure.whenFull == WhenFull::ShedLow)
        backpressure.shedFrom = m_shedPercent->value() / 100;
    return backpressure;
}

void LimitsDialog::showRate(const Rate &rate)
{
    // The smallest unit in which the rate is a whole number: "30 a minute" rather than "0.5 a second".
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
    // A value that differs only by the rounding of the box has not changed.
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
    if (m_megabytes->value() != m_megabytesShown)
        after.bytesMax = std::llround(m_megabytes->value() * bytesOfMegabyte);
    if (m_retryPercent->value() != m_retryShown)
        after.retryShare = m_retryPercent->value() / 100;
    if (backpressure() != m_backpressureShown)
        after.backpressure = backpressure();
    return patchBetween(m_before, after);
}

} // namespace fairlead
