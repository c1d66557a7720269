// SPDX-License-Identifier: Apache-2.0
// The engine at work, live.
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/log_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/domain/units.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <termios.h>
#include <unistd.h>

namespace fairlead {

namespace {
volatile std::sig_atomic_t isOver = 0;

void end(int)
{
    isOver = 1;
}

/// Takes the whole screen and gives it back as it was. Threads: main.
class Screen
{
public:
    Screen()
    {
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            std::signal(signal, end);
        // Keys come at once and are not shown.
        if (tcgetattr(STDIN_FILENO, &m_before) == 0) {
            termios raw = m_before;
            raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
            raw.c_cc[VMIN] = 0;
            raw.c_cc[VTIME] = 0;
            m_isRaw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
        }
        draw("\033[?1049h\033[?25l");
    }
    ~Screen()
    {
        draw("\033[?25h\033[?1049l");
        if (m_isRaw)
            tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    void show(const std::vector<std::string> &lines) const
    {
        std::string frame = "\033[H";
        const auto rows = std::min(lines.size(), static_cast<std::size_t>(terminalHeight()));
        for (std::size_t i = 0; i < rows; ++i)
            frame += (i == 0 ? "" : "\r\n") + lines[i] + "\033[K";
        draw(frame + "\033[J");
    }
    /// Whether q was pressed, or a signal came.
    bool isLeft() const
    {
        char key = 0;
        while (m_isRaw && read(STDIN_FILENO, &key, 1) == 1) {
            if (key == 'q' || key == 'Q')
                return true;
        }
        return isOver != 0;
    }

private:
    termios m_before {};
    bool m_isRaw = false;
};

/// What one frame is drawn from.
struct Look
{
    StatusView status;
    std::vector<QueueView> queues;
    std::vector<TenantView> tenants;
    History lastMinute;
};

Result<Look> look(Session &session)
{
    Look seen;
    FAIRLEAD_TRY(seen.status, session.ask(GetStatus {}));
    FAIRLEAD_TRY(seen.queues, session.ask(ListQueues {}));
    ListTenants list {{.limit = 1000}};
    do {
        FAIRLEAD_TRY(TenantPage page, session.ask(list));
        std::move(page.tenants.begin(), page.tenants.end(), std::back_inserter(seen.tenants));
        list.cursor = page.cursor;
    } while (list.cursor);
    FAIRLEAD_TRY(seen.lastMinute, session.ask(FindHistory {{.range = std::chrono::minutes {1}}}));
    return seen;
}

std::string number(std::int64_t value)
{
    return std::to_string(value);
}

std::string summary(const Look &seen)
{
    FlowCounts sum;
    for (const HistoryPoint &point : seen.lastMinute.points) {
        sum.accepted += point.counts.accepted;
        sum.started += point.counts.started;
        sum.succeeded += point.counts.succeeded;
        sum.failed += point.counts.failed;
        sum.dead += point.counts.dead;
    }
    return "last minute: " + number(sum.accepted) + " accepted, " + number(sum.started) + " started, "
        + number(sum.succeeded) + " succeeded, " + number(sum.failed) + " failed, " + number(sum.dead) + " dead";
}

void addQueues(std::vector<std::string> &lines, const Look &seen)
{
    Table table({{"QUEUE", Fit::Name}, "READY", "RUNNING", "STATE", "DEAD", "OLDEST", "SCHEDULED", "QUEUE P95",
        "RUN P50", "RUN P95"});
    for (const QueueView &queue : seen.queues) {
        const std::string oldest = queue.oldestReady
            ? durationForPeople(std::max(seen.lastMinute.until - *queue.oldestReady, Microseconds {0}))
            : "-";
        table.add({queue.queue.text(), number(countOf(queue.counts, JobState::Ready)),
            number(countOf(queue.counts, JobState::Running)),
            !queue.isConfigured ? "not configured"
                : queue.pause   ? "paused"
                                : "running",
            number(countOf(queue.counts, JobState::Dead)), oldest, number(countOf(queue.counts, JobState::Scheduled)),
            percentileCell(queue.queueTime, &Quantiles::p95), percentileCell(queue.runTime, &Quantiles::p50),
            percentileCell(queue.runTime, &Quantiles::p95)});
    }
    for (std::string &line : table.lines(static_cast<std::size_t>(terminalWidth())))
        lines.push_back(std::move(line));
}

void addTenants(std::vector<std::string> &lines, std::vector<TenantView> tenants, std::size_t most)
{
    std::sort(tenants.begin(), tenants.end(), [](const TenantView &a, const TenantView &b) {
        const auto busy = [](const TenantView &view) {
            return std::pair(countOf(view.counts, JobState::Running), countOf(view.counts, JobState::Ready));
        };
        return busy(a) > busy(b);
    });
    Table table(
        {{"TENANT", Fit::Name}, "RUNNING", "READY", "STATE", "DEAD", "RUNS", "WORKER TIME", "QUEUE P95", "RUN P95"});
    for (const TenantView &tenant : tenants) {
        if (most-- == 0)
            break;
        table.add({tenant.tenant.text(), number(countOf(tenant.counts, JobState::Running)),
            number(countOf(tenant.counts, JobState::Ready)), tenant.pause ? "paused" : "running",
            number(countOf(tenant.counts, JobState::Dead)), number(tenant.attempts),
            durationForPeople(Microseconds {tenant.workerTime}), percentileCell(tenant.queueTime, &Quantiles::p95),
            percentileCell(tenant.runTime, &Quantiles::p95)});
    }
    for (std::string &line : table.lines(static_cast<std::size_t>(terminalWidth())))
        lines.push_back(std::move(line));
}

std::vector<std::string> frameOf(const Look &seen, int height)
{
    const StatusView &status = seen.status;
    std::vector<std::string> lines;
    lines.push_back("fairlead " + shownSafely(status.version) + ", " + std::string(nameOf(status.state)) + "; "
        + number(status.busy) + " of " + number(status.workers) + " workers busy; "
        + number(static_cast<std::int64_t>(status.pauses.size())) + " pauses");
    lines.push_back(summary(seen));
    lines.emplace_back();
    addQueues(lines, seen);
    lines.emplace_back();
    const auto used = static_cast<int>(lines.size()) + 1;
    addTenants(
        lines, seen.tenants, height == 0 ? seen.tenants.size() : static_cast<std::size_t>(std::max(height - used, 0)));
    return lines;
}

void pass(Microseconds time, const Screen &screen)
{
    constexpr int keyCheckMs = 100;
    QEventLoop loop;
    QTimer::singleShot(std::chrono::duration_cast<Milliseconds>(time), &loop, &QEventLoop::quit);
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &loop, [&] {
        if (screen.isLeft()) {
            isOver = 1;
            loop.quit();
        }
    });
    keys.start(keyCheckMs);
    loop.exec();
}

Result<> top(Session &session, Microseconds interval)
{
    if (session.isJson)
        return session.show(session.ask(GetStatus {}), [](const StatusView &) {});
    Result<Look> seen = look(session);
    if (!seen)
        return failure(seen.error());
    if (terminalHeight() == 0) {
        for (const std::string &line : frameOf(*seen, 0))
            say("%s\n", line.c_str());
        return {};
    }
    const Screen screen;
    while (isOver == 0) {
        // An engine that is away for a moment is told of, and asked again.
        screen.show(seen ? frameOf(*seen, terminalHeight()) : std::vector {shownSafely(seen.error().text)});
        pass(interval, screen);
        if (isOver == 0)
            seen = look(session);
    }
    return {};
}
} // namespace

Commands topCommands()
{
    const auto interval = std::make_shared<Microseconds>(std::chrono::seconds {2});
    Command command {"top", "The engine at work, live; q ends it", "top --interval 500ms",
        [interval](Session &session) { return top(session, *interval); }};
    addField(command, {"interval", "between two looks", {.least = 100, .most = 3'600'000}}, *interval, "-i,--interval");
    return {command};
}

} // namespace fairlead
