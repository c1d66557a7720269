<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>ActWords</name>
    <message numerus="yes">
        <source>%Ln job(s) become ready again.</source>
        <translation>
            <numerusform>%Ln job becomes ready again.</numerusform>
            <numerusform>%Ln jobs become ready again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) are found no more.</source>
        <translation>
            <numerusform>%Ln job is found no more.</numerusform>
            <numerusform>%Ln jobs are found no more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) are ended without a result; running ones are told to stop and lose their work.</source>
        <translation>
            <numerusform>%Ln job is ended without a result; if it runs, it is told to stop and loses its work.</numerusform>
            <numerusform>%Ln jobs are ended without a result; running ones are told to stop and lose their work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them wait(s): cancelled first; jobs that wait for what is cancelled never run.</source>
        <translation>
            <numerusform>%Ln of them waits: it is cancelled first, and jobs that wait for it never run.</numerusform>
            <numerusform>%Ln of them wait: they are cancelled first, and jobs that wait for them never run.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertWords</name>
    <message numerus="yes">
        <source>%Ln alert(s) raised</source>
        <translation>
            <numerusform>%Ln alert raised</numerusform>
            <numerusform>%Ln alerts raised</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventWords</name>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HoldWords</name>
    <message numerus="yes">
        <source>%n job(s): %1</source>
        <translation>
            <numerusform>%n job: %1</numerusform>
            <numerusform>%n jobs: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobRules</name>
    <message numerus="yes">
        <source>all %Ln that match(es)</source>
        <translation>
            <numerusform>the %Ln that matches</numerusform>
            <numerusform>all %Ln that match</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperationWords</name>
    <message numerus="yes">
        <source>%n chosen job(s)</source>
        <translation>
            <numerusform>%n chosen job</numerusform>
            <numerusform>%n chosen jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WaitWords</name>
    <message numerus="yes">
        <source>at least %Ln job(s) of tenant %1 are before it</source>
        <translation>
            <numerusform>at least %Ln job of tenant %1 is before it</numerusform>
            <numerusform>at least %Ln jobs of tenant %1 are before it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) of tenant %1 are before it</source>
        <translation>
            <numerusform>%Ln job of tenant %1 is before it</numerusform>
            <numerusform>%Ln jobs of tenant %1 are before it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tenant(s) take turns in queue %1</source>
        <translation>
            <numerusform>%Ln tenant takes turns in queue %1</numerusform>
            <numerusform>%Ln tenants take turns in queue %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs %Ln job(s), as many as it may at once (workers)</source>
        <translation>
            <numerusform>%1 runs %Ln job, as many as it may at once (workers)</numerusform>
            <numerusform>%1 runs %Ln jobs, as many as it may at once (workers)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs %Ln job(s), as many as it may at once (concurrency)</source>
        <translation>
            <numerusform>%1 runs %Ln job, as many as it may at once (concurrency)</numerusform>
            <numerusform>%1 runs %Ln jobs, as many as it may at once (concurrency)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ConnectDialog</name>
    <message numerus="yes">
        <source>Fairlead %1, %Ln worker(s)</source>
        <translation>
            <numerusform>Fairlead %1, %Ln worker</numerusform>
            <numerusform>Fairlead %1, %Ln workers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::DeadPage</name>
    <message numerus="yes">
        <source>%1 dead letter(s)</source>
        <translation>
            <numerusform>%1 dead letter</numerusform>
            <numerusform>%1 dead letters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> in %n group(s)</source>
        <translation>
            <numerusform> in %n group</numerusform>
            <numerusform> in %n groups</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::DeadlineDialog</name>
    <message numerus="yes">
        <source>%n job(s) expired: the deadline has passed. With it they would expire again at once. Retry all that were chosen:</source>
        <translation>
            <numerusform>%n job expired: its deadline has passed. With it it would expire again at once. Retry all that were chosen:</numerusform>
            <numerusform>%n jobs expired: their deadlines have passed. With them they would expire again at once. Retry all that were chosen:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::EngineActs</name>
    <message numerus="yes">
        <source>%n running job(s) are interrupted and return to their queue; the attempt is not counted. Waiting jobs stay where they are. The engine then ends.</source>
        <translation>
            <numerusform>%n running job is interrupted and returns to its queue; the attempt is not counted. Waiting jobs stay where they are. The engine then ends.</numerusform>
            <numerusform>%n running jobs are interrupted and return to their queue; the attempt is not counted. Waiting jobs stay where they are. The engine then ends.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No job starts any more. %n running job(s) may finish within the drain limit; then the engine ends. Waiting jobs stay where they are.</source>
        <translation>
            <numerusform>No job starts any more. %n running job may finish within the drain limit; then the engine ends. Waiting jobs stay where they are.</numerusform>
            <numerusform>No job starts any more. %n running jobs may finish within the drain limit; then the engine ends. Waiting jobs stay where they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restored %n job(s)</source>
        <translation>
            <numerusform>Restored %n job</numerusform>
            <numerusform>Restored %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) at most for queue %1</source>
        <translation>
            <numerusform>%n worker at most for queue %1</numerusform>
            <numerusform>%n workers at most for queue %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n of them as cancelled</source>
        <translation>
            <numerusform>, %n of them as cancelled</numerusform>
            <numerusform>, %n of them as cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %Ln that match(es)</source>
        <translation>
            <numerusform>the %Ln that matches</numerusform>
            <numerusform>all %Ln that match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Changed the settings of %n tenant(s) or queue(s)</source>
        <translation>
            <numerusform>Changed the settings of %n tenant or queue</numerusform>
            <numerusform>Changed the settings of %n tenants or queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n job(s) were changed</source>
        <translation>
            <numerusform>Tags of %n job were changed</numerusform>
            <numerusform>Tags of %n jobs were changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::EventsPage</name>
    <message numerus="yes">
        <source>✓ Audit log sound at %1: %Ln entries, the chain ends in %2</source>
        <translation>
            <numerusform>✓ Audit log sound at %1: %Ln entry, the chain ends in %2</numerusform>
            <numerusform>✓ Audit log sound at %1: %Ln entries, the chain ends in %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::JobExport</name>
    <message numerus="yes">
        <source>Saved the first %Ln job(s) in %1</source>
        <translation>
            <numerusform>Saved the first %Ln job in %1</numerusform>
            <numerusform>Saved the first %Ln jobs in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln job(s) in %1</source>
        <translation>
            <numerusform>Saved %Ln job in %1</numerusform>
            <numerusform>Saved %Ln jobs in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::JobsPage</name>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::LayersModel</name>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::MainWindow</name>
    <message numerus="yes">
        <source>Copied %n id(s)</source>
        <translation>
            <numerusform>Copied %n id</numerusform>
            <numerusform>Copied %n ids</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pause(s)</source>
        <translation>
            <numerusform>%Ln pause</numerusform>
            <numerusform>%Ln pauses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::OverviewPage</name>
    <message numerus="yes">
        <source>%n running job(s) left</source>
        <translation>
            <numerusform>%n running job left</numerusform>
            <numerusform>%n running jobs left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n worker(s) busy</source>
        <translation>
            <numerusform>%1 of %n worker busy</numerusform>
            <numerusform>%1 of %n workers busy</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::PayloadView</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::QueuesModel</name>
    <message numerus="yes">
        <source>%n job(s) by %1</source>
        <translation>
            <numerusform>%n job by %1</numerusform>
            <numerusform>%n jobs by %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n tenant(s)</source>
        <translation>
            <numerusform>%1 of %n tenant</numerusform>
            <numerusform>%1 of %n tenants</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::QueuesPage</name>
    <message numerus="yes">
        <source>%Ln queue(s), %1 with jobs waiting</source>
        <translation>
            <numerusform>%Ln queue, %1 with jobs waiting</numerusform>
            <numerusform>%Ln queues, %1 with jobs waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::RunStrip</name>
    <message numerus="yes">
        <source>Waited %1, ran %2, %n failed run(s)</source>
        <translation>
            <numerusform>Waited %1, ran %2, %n failed run</numerusform>
            <numerusform>Waited %1, ran %2, %n failed runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::StatusLine</name>
    <message numerus="yes">
        <source>%1/%n worker(s) busy </source>
        <translation>
            <numerusform>%1/%n worker busy </numerusform>
            <numerusform>%1/%n workers busy </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n job(s)</source>
        <translation>
            <numerusform>Tags of %n job</numerusform>
            <numerusform>Tags of %n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::TenantsPage</name>
    <message numerus="yes">
        <source>%n tenant(s)</source>
        <translation>
            <numerusform>%n tenant</numerusform>
            <numerusform>%n tenants</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::WhatIfDialog</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %Ln job(s) so far</source>
        <translation>
            <numerusform>Reading: %Ln job so far</numerusform>
            <numerusform>Reading: %Ln jobs so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) since %1</source>
        <translation>
            <numerusform>%Ln job since %1</numerusform>
            <numerusform>%Ln jobs since %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) of queues that workers elsewhere serve are left out.</source>
        <translation>
            <numerusform>%Ln job of queues that workers elsewhere serve is left out.</numerusform>
            <numerusform>%Ln jobs of queues that workers elsewhere serve are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::WorkersPage</name>
    <message numerus="yes">
        <source>%n worker(s), %1 busy</source>
        <translation>
            <numerusform>%n worker, %1 busy</numerusform>
            <numerusform>%n workers, %1 busy</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %1 job(s) waiting</source>
        <translation>
            <numerusform>, %1 job waiting</numerusform>
            <numerusform>, %1 jobs waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
