/* SPDX-License-Identifier: Apache-2.0
 *
 * Leases, fencing tokens and recovery of one job, with every interleaving of the engine, two workers that answer late, twice or
 * never, the end of a lease at any moment, and crashes of the engine between and inside its steps. `./dev test --long` lets
 * spin (G. Holzmann) check it whole:
 *   spin -a lease.pml && cc -O2 -DSAFETY -o pan pan.c && ./pan
 * Named after the code: claim and finish of engine/storage/job_store.h, runs of recovery_store.h, endRun and armLeaseTimer of engine/dispatch.
 * -DNO_FENCING leaves the check of the token out, and spin then finds the old run that ends the new one: the model can fail.
 */
#define MAX_ATTEMPTS 3
#define CRASH_LIMIT 2
#define LIVES 4

mtype = { ready, running, succeeded, dead };

/* The disk: what outlives a crash. */
mtype state = ready;
byte attempts = 0;      /* counted runs */
byte crashes = 0;
byte token = 0;         /* of the present or last run; only rises */

/* The engine's memory: gone after a crash. */
bool isUp = true;
byte leased = 0;        /* token that the engine has given out and waits for; 0: none */

/* What was seen outside. */
byte runsStarted = 0;
byte successes = 0;

byte lives = 1;

chan given = [2] of { byte };        /* tokens on their way to workers */
chan answers = [4] of { byte, bool };/* token, success: on their way back; may be old, may come twice */

#ifdef NO_FENCING
#define IS_CURRENT(t) (state == running)
#else
#define IS_CURRENT(t) (state == running && token == t)
#endif

/* One commit: ends the present run. */
inline failRun(isCrash) {
    attempts++;
    if
    :: isCrash -> crashes++
    :: else
    fi;
    if
    :: attempts >= MAX_ATTEMPTS || crashes >= CRASH_LIMIT -> state = dead
    :: else -> state = ready
    fi
}

active proctype Engine() {
    byte t;
    bool isSuccess;
end:
    do
    /* claim: one commit, before the worker hears of it; the engine may die in between */
    :: isUp && state == ready ->
        atomic {
            if
            :: isUp && state == ready -> token++; state = running; t = token
            :: else -> goto end
            fi
        }
        atomic {
            if
            :: isUp && state == running && token == t -> leased = t; runsStarted++; given ! t
            :: else
            fi
        }
    /* an answer: taken when its lease is held; the store looks at the token once more */
    :: atomic { isUp && answers ? [t, isSuccess] -> answers ? t, isSuccess;
            if
#ifndef NO_FENCING
            :: leased == t -> leased = 0
            :: leased != t -> goto end
#else
            :: true -> leased = 0
#endif
            fi }
        atomic {
            if
            :: isUp && IS_CURRENT(t) ->
                assert(t == token); /* an old run ends nothing */
                if
                :: isSuccess -> attempts++; successes++; state = succeeded
                :: else -> failRun(false)
                fi
            :: else
            fi
        }
    /* the lease is over before the answer came */
    :: atomic { isUp && leased != 0 -> t = leased; leased = 0 }
        atomic {
            if
            :: isUp && IS_CURRENT(t) -> failRun(false)
            :: else
            fi
        }
    od
}

/* Dies at any moment; the next life ends the runs it finds before it does anything else. */
active proctype Fate() {
end:
    do
    :: atomic { isUp && lives < LIVES -> isUp = false; leased = 0; lives++ }
        atomic {
            if
            :: state == running -> failRun(true)
            :: else
            fi;
            isUp = true
        }
    od
}

active [2] proctype Worker() {
    byte t;
end:
    do
    :: given ? t ->
        if
        :: answers ! t, true
        :: answers ! t, false
        :: answers ! t, true; answers ! t, true /* a reply was lost: says it again */
        :: skip                                 /* dies */
        fi
    od
}

active proctype Promises() {
    assert(!(successes > 1));                    /* none finished twice */
    assert(!(attempts > MAX_ATTEMPTS));
    assert(!(crashes > CRASH_LIMIT));
    assert(!(runsStarted > attempts + (state == running)));
    assert(!(state == succeeded && successes != 1));
    assert(!(successes == 1 && state != succeeded)) /* what has succeeded stays so */
}
