// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/scope_bar.h"

#include "gui/look/shown.h"
#include "gui/look/spoken.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>

namespace fairlead {

namespace {
/// Fills the box with `all` and `names`, and keeps the choice.
void offer(QComboBox &box, const QString &all, const QStringList &names)
{
    QStringList now;
    for (int i = 1; i < box.count(); ++i)
        now.append(box.itemText(i));
    if (now == names && box.count() > 0)
        return;
    const QSignalBlocker quiet(&box);
    const QString chosen = box.currentIndex() > 0 ? box.currentText() : QString();
    box.clear();
    box.addItem(all);
    box.addItems(names);
    box.setCurrentIndex(chosen.isEmpty() ? 0 : std::max(box.findText(chosen), 0));
}

void choose(QComboBox &box, const QString &name)
{
    const QSignalBlocker quiet(&box);
    if (!name.isEmpty() && box.findText(name) < 0)
        box.addItem(name);
    box.setCurrentIndex(name.isEmpty() ? 0 : box.findText(name));
}
} // namespace

ScopeBar::ScopeBar(ScopeFilter &scope, QWidget *parent)
    : QWidget(parent)
    , m_scope(scope)
    , m_queue(new QComboBox)
    , m_tenant(new QComboBox)
{
    m_queue->setObjectName(QStringLiteral("scopeQueue"));
    m_tenant->setObjectName(QStringLiteral("scopeTenant"));
    m_queue->setAccessibleName(tr("Queue that is shown"));
    m_tenant->setAccessibleName(tr("Tenant that is shown"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 0, 10, 0);
    for (QComboBox *box : {m_queue, m_tenant}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setMaximumWidth(190);
        layout->addWidget(box);
        connect(box, &QComboBox::activated, this, &ScopeBar::choose);
    }
    offer(*m_queue, tr("All queues"), {});
    offer(*m_tenant, tr("All tenants"), {});
    for (QComboBox *box : {m_queue, m_tenant})
        box->setMinimumWidth(box->sizeHint().width()); // a long name makes room for the buttons of the toolbar
    connect(&scope, &ScopeFilter::changed, this, &ScopeBar::follow);
}

void ScopeBar::show(const Snapshot &snapshot)
{
    QStringList queues;
    for (const QueueView &queue : snapshot.queues)
        queues.append(shown(queue.queue.text()));
    QStringList tenants;
    for (const TenantView &tenant : snapshot.tenants)
        tenants.append(shown(tenant.tenant.text()));
    offer(*m_queue, tr("All queues"), queues);
    offer(*m_tenant, tr("All tenants"), tenants);
}

void ScopeBar::follow()
{
    const Scope &scope = m_scope.scope();
    fairlead::choose(*m_queue, scope.queue ? shown(scope.queue->text()) : QString());
    fairlead::choose(*m_tenant, scope.tenant ? shown(scope.tenant->text()) : QString());
}

void ScopeBar::choose()
{
    Scope scope;
    if (m_queue->currentIndex() > 0)
        scope.queue = QueueName::trusted(m_queue->currentText().toStdString());
    if (m_tenant->currentIndex() > 0)
        scope.tenant = TenantName::trusted(m_tenant->currentText().toStdString());
    m_scope.set(scope);
}

StateChip::StateChip(QWidget *parent)
    : QWidget(parent)
{
    setSpokenRole(*this, QAccessible::Notification);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::show(ShownState state, const QString &words)
{
    if (m_state == state && m_words == words)
        return;
    const bool isKnownAgain = m_state == ShownState::Unknown && state != ShownState::Unknown;
    m_state = state;
    m_words = words;
    setAccessibleName(tr("Engine: %1").arg(words));
    if (isKnownAgain)
        announce(*this);
    setToolTip(tr("State of the engine"));
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    return {metrics.horizontalAdvance(QStringLiteral("▶  ") + m_words) + 22, metrics.height() + 8};
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const StateLook look = lookOf(m_state, palette());
    QColor back = look.colour;
    back.setAlphaF(0.14F);
    painter.setPen(QPen(look.colour, 1));
    painter.setBrush(back);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(rect(), Qt::AlignCenter, look.glyph + QLatin1Char(' ') + m_words);
}

} // namespace fairlead
