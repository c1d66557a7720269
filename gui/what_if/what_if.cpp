// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/what_if.h"

#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "gui/look/shown.h"
#include "gui/what_if/simulation_run.h"

#include <utility>

namespace fairlead {

WhatIf::WhatIf(MonitorFeed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
    , m_run(new SimulationRun(this))
{
    // Another reader may not see what this one saw.
    connect(&feed, &MonitorFeed::bearerChanged, this, &WhatIf::forget);
}

bool WhatIf::isBusy() const
{
    return m_phase == Phase::Reading || m_phase == Phase::SimulatingNow || m_phase == Phase::SimulatingDraft;
}

void WhatIf::read(Microseconds within)
{
    const Draft draft = m_draft;
    forget();
    m_draft = draft;
    m_since = m_feed.snapshot().takenAt - within;
    setPhase(Phase::Reading);
    if (m_feed.whyNot<ListConfiguration>().isEmpty())
        askConfiguration();
    else
        askPage();
}

void WhatIf::forget()
{
    m_run->stop();
    ++m_reading;
    m_cursor.clear();
    m_recording = {};
    m_leftOut = 0;
    m_isCut = false;
    m_hasConfiguration = false;
    m_configuration.clear();
    m_load.reset();
    m_draft = {};
    m_now.reset();
    m_then.reset();
    m_trouble.clear();
    setPhase(Phase::Idle);
}

void WhatIf::askConfiguration()
{
    m_feed.client().ask(
        ListConfiguration {}, this, [this, reading = m_reading](Result<std::vector<ConfigEntry>> entries) {
            if (reading != m_reading || m_phase != Phase::Reading)
                return;
            m_hasConfiguration = entries.has_value();
            if (entries)
                m_configuration = std::move(*entries);
            askPage();
        });
}

void WhatIf::askPage()
{
    ListJobs call;
    call.since = m_since;
    call.cursor = m_cursor;
    call.limit = pageLength;
    m_feed.client().ask(std::move(call), this, [this, reading = m_reading](const Result<JobPage> &page) {
        if (reading == m_reading && m_phase == Phase::Reading)
            take(page);
    });
}

void WhatIf::take(const Result<JobPage> &page)
{
    if (!page) {
        fail(shown(page.error().text));
        return;
    }
    for (const JobRecord &record : page->jobs) {
        const QueueView *queue = m_feed.snapshot().findQueue(record.job.spec.queue);
        if (queue && isServedHere(*queue))
            m_recording.add(record);
        else
            ++m_leftOut;
    }
    m_cursor = page->cursor;
    m_isCut = !m_cursor.empty();
    if (m_isCut && m_recording.size() + static_cast<std::size_t>(m_leftOut) < jobsMost) {
        Q_EMIT changed();
        askPage();
        return;
    }
    simulateLoad();
}

void WhatIf::stop()
{
    if (m_phase == Phase::Reading && m_recording.size() > 0) {
        simulateLoad();
        return;
    }
    m_run->stop();
    if (isBusy())
        setPhase(m_now ? Phase::Ready : Phase::Stopped);
}

void WhatIf::simulateLoad()
{
    m_load = std::make_shared<const SimulatedLoad>(m_recording.load());
    m_settings = settingsOf(m_feed.snapshot(), m_configuration);
    if (m_load->recorded.empty())
        setPhase(Phase::Ready);
    else
        simulateNow();
}

void WhatIf::simulateNow()
{
    setPhase(Phase::SimulatingNow);
    m_run->start(m_settings, m_load, [this](const Result<SimulationReport> &report) {
        if (!report) {
            fail(shown(report.error().text));
            return;
        }
        m_now = *report;
        compare();
        simulateDraft();
    });
}

void WhatIf::setDraft(const Draft &draft)
{
    m_draft = draft;
    if (m_now) {
        m_then.reset();
        compare();
        simulateDraft();
    } else {
        Q_EMIT changed(); // the draft follows when it is known how it is now
    }
}

void WhatIf::simulateDraft()
{
    m_run->stop();
    if (m_draft.isEmpty()) {
        setPhase(Phase::Ready);
        return;
    }
    setPhase(Phase::SimulatingDraft);
    m_run->start(drafted(m_settings, m_draft), m_load, [this](const Result<SimulationReport> &report) {
        if (!report) {
            fail(shown(report.error().text));
            return;
        }
        m_then = *report;
        compare();
        setPhase(Phase::Ready);
    });
}

void WhatIf::draftApplied()
{
    m_run->stop();
    m_settings = drafted(m_settings, m_draft);
    m_draft = {};
    m_now = std::exchange(m_then, std::nullopt);
    if (m_now) {
        compare();
        setPhase(Phase::Ready);
    } else if (m_phase != Phase::Reading && m_load && !m_load->recorded.empty()) {
        simulateNow(); // the draft was not simulated to its end
    } else {
        Q_EMIT changed();
    }
}

void WhatIf::compare()
{
    if (m_now)
        m_comparison = compared(*m_now, m_then ? &*m_then : nullptr);
}

void WhatIf::setPhase(Phase phase)
{
    m_phase = phase;
    Q_EMIT changed();
}

void WhatIf::fail(const QString &trouble)
{
    m_trouble = trouble;
    setPhase(Phase::Failed);
}

} // namespace fairlead
