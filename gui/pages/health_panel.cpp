// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/health_panel.h"

#include "gui/look/health_words.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace fairlead {

HealthPanel::HealthPanel()
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(1, 1);
    int row = 0;
    for (Line &line : m_lines) {
        line.mark = new MarkupLabel;
        line.text = new PlainLabel;
        line.text->setWordWrap(true); // its number stands at the end
        line.text->setObjectName(QStringLiteral("healthCause"));
        line.button = new QPushButton;
        line.button->setObjectName(QStringLiteral("healthButton"));
        layout->addWidget(line.mark, row, 0);
        layout->addWidget(line.text, row, 1);
        layout->addWidget(line.button, row, 2);
        connect(line.button, &QPushButton::clicked, this, [this, &line] { Q_EMIT causeChosen(line.cause); });
        ++row;
    }
    m_more = new PlainLabel;
    layout->addWidget(m_more, row, 1);
    setReport({});
}

void HealthPanel::setReport(const HealthReport &report)
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines.at(i);
        const bool isShown = i < report.causes.size();
        if (isShown)
            fill(line, report.causes[i]);
        for (QWidget *part :
            {static_cast<QWidget *>(line.mark), static_cast<QWidget *>(line.text), static_cast<QWidget *>(line.button)})
            part->setVisible(isShown);
    }
    const auto all = static_cast<std::int64_t>(report.causes.size()) + report.leftOut;
    const std::int64_t more = all - static_cast<std::int64_t>(linesMax);
    m_more->setVisible(more > 0);
    m_more->setText(tr("and %1 more: fairleadctl status --check lists them").arg(shown(more)));
    setVisible(all > 0);
}

void HealthPanel::fill(Line &line, const HealthCause &cause)
{
    line.cause = cause;
    const StateLook look = lookOf(cause.isFailing ? ShownState::Dead : ShownState::Retrying, line.mark->palette());
    line.mark->setText(QStringLiteral("<span style='color:%1'><b>%2</b></span>").arg(look.colour.name(), look.glyph));
    line.text->setText(healthWords(cause));
    line.button->setText(placeWords(placeOf(cause.kind)));
    line.button->setAccessibleName(line.button->text() + QStringLiteral(": ") + healthWords(cause));
}

} // namespace fairlead
