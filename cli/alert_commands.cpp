// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/alert_calls.h"

namespace fairlead {

namespace {
void printAlerts(const std::vector<AlertView> &alerts, Width width)
{
    Table table({{"ALERT", Fit::Name}, "STATE", "MEASURE", {"OF", Fit::Cut}, "VALUE", "THRESHOLD", "FOR", "RAISED",
        {"WHO", Fit::Cut}});
    for (const AlertView &alert : alerts) {
        const AlertRule &rule = alert.rule;
        const char *state = alert.raised ? "raised" : "ok";
        table.add({rule.name.text(), rule.isEnabled ? state : "off", std::string(nameOf(rule.kind)),
            scopeText({rule.queue, rule.tenant}), measureText(rule.kind, alert.value),
            measureText(rule.kind, rule.above), durationText(rule.hold), timeCell(alert.raised), rule.who});
    }
    table.print(width);
}
void printAlert(const AlertView &alert, Width width)
{
    printAlerts({alert}, width);
}
} // namespace

Commands alertCommands()
{
    const auto change = [](const ChangeAlert &call) -> Result<> {
        if (!call.patch.above && !call.patch.hold && !call.patch.isEnabled)
            return failure(ErrorCode::Invalid, "nothing to change; see fairleadctl alert change --help");
        return {};
    };
    return {callCommand<ListAlerts>("alerts", "alerts", printAlerts),
        callCommand<AddAlert>("alert add", "alert add waits oldest_job --above 300 --for 2m -t acme", printAlert,
            {.names = {{"above", "--above"}, {"enabled", ""}}}),
        callCommand<ChangeAlert>("alert change", "alert change waits --above 600", printAlert, {}, change),
        callCommand<RemoveAlert>("alert remove", "alert remove waits", printAlert)};
}

} // namespace fairlead
