// SPDX-License-Identifier: Apache-2.0
// The loads of fair_bench.cpp on firq: fairlead-bench-firq TENANTS THREADS PRODUCERS PAIRS prints pairs a second. With
// PRODUCERS 0 each thread puts and takes in turn, one alone in processor time; else so many put and this thread takes.
use firq_core::{BackpressurePolicy, DequeueResult, EnqueueResult, Priority, Scheduler, SchedulerConfig, Task, TenantKey};
use std::time::Instant;

fn thread_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

fn put(queue: &Scheduler<u32>, tenant: u64) {
    let task = Task {
        payload: tenant as u32,
        enqueue_ts: Instant::now(),
        deadline: None,
        priority: Priority::Normal,
        cost: 1,
    };
    assert!(matches!(queue.enqueue(TenantKey::from(tenant), task), EnqueueResult::Enqueued));
}

fn take(queue: &Scheduler<u32>) -> bool {
    matches!(queue.try_dequeue(), DequeueResult::Task { .. })
}

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|text| text.parse().expect("a number")).collect();
    let (tenants, threads, producers, pairs) = (numbers[0], numbers[1], numbers[2], numbers[3] as usize);
    let queue: Scheduler<u32> = Scheduler::new(SchedulerConfig {
        shards: if threads + producers > 1 { 8 } else { 1 }, // the faster of the two
        max_global: 10_000_000,
        max_per_tenant: 10_000_000,
        quantum: 1,
        backpressure: BackpressurePolicy::Reject,
        ..Default::default()
    });
    let mut state: u64 = 42; // xorshift (G. Marsaglia)
    let choices: Vec<u64> = (0..1 << 16)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % tenants
        })
        .collect();
    let choice = |number: usize| choices[number * 7 % choices.len()];
    for number in 0..tenants.max(1000) {
        put(&queue, number % tenants);
    }
    let work = |offset: usize| {
        for number in 0..pairs {
            put(&queue, choice(offset + number));
            take(&queue);
        }
    };
    let (start, start_seconds) = (Instant::now(), thread_seconds());
    let mut all = pairs;
    std::thread::scope(|scope| {
        if producers > 0 {
            for producer in 0..producers as usize {
                let (queue, choice) = (&queue, &choice);
                scope.spawn(move || (0..pairs / producers as usize).for_each(|i| put(queue, choice(producer * 9973 + i))));
            }
            all = pairs / producers as usize * producers as usize;
            let mut taken = 0;
            while taken < all {
                if take(&queue) { taken += 1 } else { std::thread::yield_now() }
            }
            return;
        }
        for thread in 1..threads as usize {
            let work = &work;
            scope.spawn(move || work(thread * 9973));
        }
        work(0);
        all = pairs * threads as usize;
    });
    let is_alone = threads == 1 && producers == 0;
    let seconds = if is_alone { thread_seconds() - start_seconds } else { start.elapsed().as_secs_f64() };
    println!("{:.0}", all as f64 / seconds);
}
