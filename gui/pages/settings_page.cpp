// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/settings_page.h"

#include "engine/calls/engine_calls.h"
#include "gui/look/plain_texts.h"

#include <QComboBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace fairlead {

SettingsPage::SettingsPage(const PageContext &context)
    : Page(context)
{
    m_config = new ConfigPanel(feed(), acts());
    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(makeEngineFacts(), 3);
    top->addWidget(makePreferences(), 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(m_config, 1);
}

QLabel *SettingsPage::addFact(QFormLayout *form, const QString &name)
{
    auto *value = new PlainLabel(QStringLiteral("–"));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setWordWrap(true);
    form->addRow(name + QLatin1Char(':'), value);
    return value;
}

QWidget *SettingsPage::makeEngineFacts()
{
    auto *box = new QGroupBox(tr("Engine"));
    auto *form = new QFormLayout(box);
    m_connection = addFact(form, tr("Connection"));
    m_version = addFact(form, tr("Version"));
    m_store = addFact(form, tr("Store"));
    m_durability = addFact(form, tr("Durability"));
    m_data = addFact(form, tr("Data folder"));
    m_started = addFact(form, tr("Started"));
    m_workers = addFact(form, tr("Workers"));
    return box;
}

QWidget *SettingsPage::makePreferences()
{
    auto *box = new QGroupBox(tr("This monitor"));
    auto *form = new QFormLayout(box);
    m_look = new QComboBox;
    m_look->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    m_zone = new QComboBox;
    m_zone->addItems({tr("Local time"), tr("UTC")});
    m_interval = new QComboBox;
    m_interval->addItem(tr("Twice a second"), 500);
    m_interval->addItem(tr("Once a second"), 1000);
    m_interval->setCurrentIndex(1);
    form->addRow(tr("&Appearance:"), m_look);
    form->addRow(tr("Time&s:"), m_zone);
    form->addRow(tr("&Refresh:"), m_interval);
    connect(
        m_look, &QComboBox::currentIndexChanged, this, [this](int at) { Q_EMIT lookChosen(static_cast<Look>(at)); });
    connect(
        m_zone, &QComboBox::currentIndexChanged, this, [this](int at) { Q_EMIT zoneChosen(static_cast<Zone>(at)); });
    connect(m_interval, &QComboBox::currentIndexChanged, this,
        [this] { Q_EMIT pollIntervalChosen(Milliseconds {m_interval->currentData().toInt()}); });
    return box;
}

void SettingsPage::setConnection(const QString &words)
{
    m_connection->setText(words);
}

void SettingsPage::setLook(Look look)
{
    const QSignalBlocker quiet(m_look);
    m_look->setCurrentIndex(static_cast<int>(look));
}

void SettingsPage::setZone(Zone zone)
{
    const QSignalBlocker quiet(m_zone);
    m_zone->setCurrentIndex(static_cast<int>(zone));
}

void SettingsPage::setPollInterval(Milliseconds interval)
{
    const QSignalBlocker quiet(m_interval);
    m_interval->setCurrentIndex(m_interval->findData(static_cast<int>(interval.count())));
}

void SettingsPage::reload()
{
    m_config->reload();
}

QWidget *SettingsPage::filterField()
{
    return m_config->filterField();
}

void SettingsPage::showData()
{
    m_config->showData();
    if (!feed().hasData())
        return;
    const StatusView &status = feed().snapshot().status;
    if (const QString whyNot = feed().whyNot<GetStatus>(); isLive() && !whyNot.isEmpty()) {
        for (QLabel *fact : {m_store, m_durability, m_data, m_started, m_workers})
            fact->setText(dash());
        m_version->setText(whyNot);
        return;
    }
    m_version->setText(tr("%1, process %2").arg(shown(status.version)).arg(status.pid));
    m_store->setText(shown(status.store));
    const QString durability = status.durability == "full" ? tr("full: what is acknowledged survives a power cut")
        : status.durability == "relaxed"                   ? tr("relaxed: a power cut may take the last moments")
        : status.durability == "none"                      ? tr("none: jobs live in memory only")
                                                           : shown(status.durability);
    m_durability->setText(durability);
    m_data->setText(status.dataDir.empty() ? tr("none") : shown(status.dataDir));
    m_started->setText(tr("%1 (%2)").arg(
        shownTime(status.startedAt, feed().clock().now()), shownAge(status.startedAt, feed().clock().now())));
    m_workers->setText(shown(std::int64_t {status.workers}));
}

} // namespace fairlead
