// SPDX-License-Identifier: Apache-2.0
// A fair queue without a thread that waits: items come as callbacks, on an executor of your own. This one is a list of
// tasks that main works off; an event loop or a pool is used in the same way.
#include "engine/fair_queue/fair_queue.h"

#include <cstdio>
#include <deque>

using namespace fairlead;

using Queue = FairQueue<std::string>;

int main()
{
    const SystemClock clock;
    Queue queue(clock);
    // Two turns for each one of the others, for all whose name begins so; a name in a table would do as well.
    queue.setWeightFunction([](const std::string &tenant) { return tenant.starts_with("premium") ? 2.0 : 1.0; });

    std::deque<std::function<void()>> tasks;
    const Queue::Executor executor = [&tasks](std::function<void()> task) { tasks.push_back(std::move(task)); };

    // Asks again after each item, so that one is under way at a time.
    std::function<void(const Result<Queue::Delivery> &)> serve = [&](const Result<Queue::Delivery> &item) {
        if (!item) {
            std::printf("end: %s\n", item.error().text.c_str());
            return;
        }
        std::printf("%s %s\n", item->tenant.c_str(), item->value.c_str());
        queue.dequeueAsync(executor, serve);
    };
    queue.dequeueAsync(executor, serve);

    for (const char *text : {"one", "two", "three", "four"}) {
        static_cast<void>(queue.enqueue("free", text));
        static_cast<void>(queue.enqueue("premium", text));
    }
    queue.close(CloseMode::Drain);
    while (!tasks.empty()) {
        const auto task = std::move(tasks.front());
        tasks.pop_front();
        task();
    }
}
