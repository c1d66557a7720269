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
