// SPDX-License-Identifier: Apache-2.0
// A fair queue between threads: one tenant sends a thousand requests, another sends one, and it comes second.
#include "engine/fair_queue/fair_queue.h"
#include "engine/fair_queue/fair_queue_prometheus.h"

#include <cstdio>
#include <thread>

using namespace fairlead;

int main()
{
    const SystemClock clock;
    FairQueueOptions options;
    options.limits.tenantLengthMax = 1'000; // the 1,001st is refused, and the caller hears it
    FairQueue<std::string> queue(clock, options);

    for (int i = 1; i <= 1'001; ++i) {
        const auto accepted = queue.enqueue("flooder", "request " + std::to_string(i));
        if (!accepted)
            std::printf("refused: %s\n", accepted.error().text.c_str());
    }
    static_cast<void>(queue.enqueue("guest", "the only one"));
    ItemOptions urgent;
    urgent.priority = Priority::High;
    static_cast<void>(queue.enqueue("flooder", "late, but urgent", urgent)); // refused as well: 1,000 is 1,000
    static_cast<void>(queue.enqueue("operator", "urgent", urgent));

    std::thread worker([&queue] {
        for (int served = 1;; ++served) {
            const auto item = queue.dequeue(); // waits
            if (!item)
                return; // closed, and nothing is left
            if (served <= 4)
                std::printf("%d: %s, %s\n", served, item->tenant.c_str(), item->value.c_str());
        }
    });
    queue.close(CloseMode::Drain);
    worker.join();
    // For a /metrics page. The waits, which differ from run to run, are left out here.
    auto stats = queue.stats();
    stats.waited = {};
    std::printf("%s", prometheusText(stats, "requests").c_str());
}
