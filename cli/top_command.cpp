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
#include <functional>
#include <limits>
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
        take();
    }
    ~Screen() { giveBack(); }
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
    /// The keys that were pressed: the lines by which they scroll. q, or a signal, ends the program; Ctrl+Z stops it.
    int scrolledBy()
    {
        int lines = 0;
        char key = 0;
        while (m_isRaw && read(STDIN_FILENO, &key, 1) == 1) {
            switch (key) { // of an arrow or a page key the last byte but '~'
            case 'q':
            case 'Q':
                isOver = 1;
                break;
            case 'j':
            case 'B':
                ++lines;
                break;
            case 'k':
            case 'A':
                --lines;
                break;
            case ' ':
            case '6':
                lines += page;
                break;
            case 'b':
            case '5':
                lines -= page;
                break;
            case suspend:
                giveBack();
                std::raise(SIGTSTP);
                take();
                break;
            default:
                break;
            }
        }
        return lines;
    }

private:
    static constexpr int page = 10;
    static constexpr char suspend = 'Z' - '@';

    void take()
    {
        // Keys come at once and are not shown.
        if (tcgetattr(STDIN_FILENO, &m_before) == 0) {
            termios raw = m_before;
            raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
            raw.c_cc[VMIN] = 0;
            raw.c_cc[VTIME] = 0;
            raw.c_cc[VSUSP] = _POSIX_VDISABLE; // the screen is given back first
            m_isRaw = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
        }
        draw("\033[?1049h\033[?25l");
    }
    void giveBack() const
    {
        draw("\033[?25h\033[?1049l");
        if (m_isRaw)
            tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }

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

/// Where a frame is drawn.
struct Place
{
    std::size_t width;
    std::size_t height; ///< lines; 0: as many as there are
    std::size_t rowsMax; ///< of queues, and of tenants
    std::size_t from = 0; ///< rows above the first one that is shown
};

/// The lines of one table, the busiest first. When there are more than `most`, the last line is their number.
template <typename View, typename RowOf>
void addBusiest(std::vector<std::string> &lines, Table table, std::vector<View> views, std::size_t most,
    const Place &place, const RowOf &rowOf)
{
    std::stable_sort(views.begin(), views.end(), [](const View &a, const View &b) {
        const auto busy = [](const View &view) {
            return std::pair(countOf(view.counts, JobState::Running), countOf(view.counts, JobState::Ready));
        };
        return busy(a) > busy(b);
    });
    const std::size_t fitting = views.size() > most ? std::max<std::size_t>(most, 1) - 1 : views.size();
    const std::size_t shown = std::min(fitting, place.rowsMax);
    const std::size_t first = std::min(place.from, views.size() - shown);
    for (std::size_t i = first; i < first + shown; ++i)
        table.add(rowOf(views[i]));
    for (std::string &line : table.lines(place.width))
        lines.push_back(std::move(line));
    if (shown < views.size())
        lines.push_back("and " + std::to_string(views.size() - shown) + " more"
            + (first > 0 ? ", " + std::to_string(first) + " of them above" : ""));
}

void addQueues(std::vector<std::string> &lines, const Look &seen, std::size_t most, const Place &place)
{
    Table table({{"QUEUE", Fit::Name}, "READY", "RUNNING", "STATE", "DEAD", "OLDEST", "SCHEDULED", "QUEUE P95",
        "RUN P50", "RUN P95"});
    addBusiest(lines, std::move(table), seen.queues, most, place, [&seen](const QueueView &queue) {
        const std::string oldest = queue.oldestReady
            ? durationForPeople(std::max(seen.lastMinute.until - *queue.oldestReady, Microseconds {0}))
            : "-";
        return std::vector<std::string> {queue.queue.text(), number(countOf(queue.counts, JobState::Ready)),
            number(countOf(queue.counts, JobState::Running)),
            !queue.isConfigured ? "not configured"
                : queue.pause   ? "paused"
                                : "running",
            number(countOf(queue.counts, JobState::Dead)), oldest, number(countOf(queue.counts, JobState::Scheduled)),
            percentileCell(queue.queueTime, &Quantiles::p95), percentileCell(queue.runTime, &Quantiles::p50),
            percentileCell(queue.runTime, &Quantiles::p95)};
    });
}

void addTenants(std::vector<std::string> &lines, const Look &seen, std::size_t most, const Place &place)
{
    Table table(
        {{"TENANT", Fit::Name}, "RUNNING", "READY", "STATE", "DEAD", "RUNS", "WORKER TIME", "QUEUE P95", "RUN P95"});
    addBusiest(lines, std::move(table), seen.tenants, most, place, [](const TenantView &tenant) {
        return std::vector<std::string> {tenant.tenant.text(), number(countOf(tenant.counts, JobState::Running)),
            number(countOf(tenant.counts, JobState::Ready)), tenant.pause ? "paused" : "running",
            number(countOf(tenant.counts, JobState::Dead)), number(tenant.attempts),
            durationForPeople(Microseconds {tenant.workerTime}), percentileCell(tenant.queueTime, &Quantiles::p95),
            percentileCell(tenant.runTime, &Quantiles::p95)};
    });
}

std::vector<std::string> frameOf(const Look &seen, const Place &place)
{
    const StatusView &status = seen.status;
    std::vector<std::string> lines = wrapped("fairlead " + shownSafely(status.version) + ", "
            + std::string(nameOf(status.state)) + "; " + number(status.busy) + " of " + number(status.workers)
            + " workers busy; " + number(static_cast<std::int64_t>(status.pauses.size())) + " pauses",
        place.width);
    for (std::string &line : wrapped(summary(seen), place.width))
        lines.push_back(std::move(line));
    lines.emplace_back();
    // A table that is cut has a line with the number of the rest.
    const std::size_t queues = std::min(seen.queues.size(), place.rowsMax + 1);
    const std::size_t tenants = std::min(seen.tenants.size(), place.rowsMax + 1);
    const std::size_t others = lines.size() + 3; // two heads, and the line between the tables
    const std::size_t room = place.height == 0 ? queues + tenants : std::max(place.height, others + 2) - others;
    const std::size_t queueLines = std::min(queues, std::max(room / 2, room - std::min(room, tenants)));
    addQueues(lines, seen, queueLines, place);
    lines.emplace_back();
    addTenants(lines, seen, std::min(tenants, room - queueLines), place);
    return lines;
}

/// Lets time pass until the next look; scrolls in between.
void pass(Microseconds time, Screen &screen, const std::function<void(int)> &scroll)
{
    constexpr int keyCheckMs = 100;
    QEventLoop loop;
    QTimer::singleShot(std::chrono::duration_cast<Milliseconds>(time), &loop, &QEventLoop::quit);
    QTimer keys;
    QObject::connect(&keys, &QTimer::timeout, &loop, [&] {
        if (const int lines = screen.scrolledBy(); lines != 0)
            scroll(lines);
        if (isOver != 0)
            loop.quit();
    });
    keys.start(keyCheckMs);
    loop.exec();
}

struct TopLine
{
    Microseconds interval = std::chrono::seconds {2};
    std::optional<int> rows {};
};

Place placeFor(const TopLine &line, std::size_t from)
{
    return {static_cast<std::size_t>(std::max(terminalWidth(), 4)), static_cast<std::size_t>(terminalHeight()),
        line.rows ? static_cast<std::size_t>(*line.rows) : std::numeric_limits<int>::max(), from};
}

Result<> top(Session &session, const TopLine &line)
{
    if (session.isJson)
        return session.show(session.ask(GetStatus {}), [](const StatusView &) {});
    Result<Look> seen = look(session);
    if (!seen)
        return failure(seen.error());
    if (terminalHeight() == 0) {
        for (const std::string &one : frameOf(*seen, placeFor(line, 0)))
            say("%s\n", one.c_str());
        return {};
    }
    Screen screen;
    std::size_t from = 0;
    // An engine that is away for a moment is told of, and asked again.
    const auto show = [&] {
        const Place place = placeFor(line, from);
        screen.show(seen ? frameOf(*seen, place) : wrapped(shownSafely(seen.error().text), place.width));
    };
    while (isOver == 0) {
        show();
        pass(line.interval, screen, [&](int lines) {
            const auto most = seen ? std::max(seen->queues.size(), seen->tenants.size()) : std::size_t {0};
            const auto back = static_cast<std::size_t>(std::max(-lines, 0));
            from = std::min(from - std::min(from, back) + static_cast<std::size_t>(std::max(lines, 0)), most);
            show();
        });
        if (isOver == 0)
            seen = look(session);
    }
    return {};
}
} // namespace

Commands topCommands()
{
    const auto line = std::make_shared<TopLine>();
    Command command {"top", "The busiest queues and tenants, live; j and k scroll, q ends it", "top --interval 500ms",
        [line](Session &session) { return top(session, *line); }};
    addField(
        command, {"interval", "between two looks", {.least = 100, .most = 3'600'000}}, line->interval, "-i,--interval");
    addField(command, {"limit", "queues, and tenants; else as many as there are lines for", {.least = 1}}, line->rows,
        "-n,--limit");
    return {command};
}

} // namespace fairlead
