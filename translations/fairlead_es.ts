<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>ActWords</name>
    <message>
        <source>Delete jobs?</source>
        <translation>¿Borrar trabajos?</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Borrar %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) become ready again.</source>
        <translation>
            <numerusform>%Ln trabajo vuelve a la espera.</numerusform>
            <numerusform>%Ln trabajos vuelven a la espera.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) are found no more.</source>
        <translation>
            <numerusform>%Ln trabajo deja de encontrarse.</numerusform>
            <numerusform>%Ln trabajos dejan de encontrarse.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) are ended without a result; running ones are told to stop and lose their work.</source>
        <translation>
            <numerusform>%Ln trabajo termina sin resultado; si está en curso, se le pide parar y pierde lo hecho.</numerusform>
            <numerusform>%Ln trabajos terminan sin resultado; a los que están en curso se les pide parar y pierden lo hecho.</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry jobs?</source>
        <translation>¿Reintentar trabajos?</translation>
    </message>
    <message>
        <source>Retry %1</source>
        <translation>Reintentar %1</translation>
    </message>
    <message>
        <source>Cancel jobs?</source>
        <translation>¿Cancelar trabajos?</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>Cancelar %1</translation>
    </message>
    <message>
        <source>They can be restored for some minutes, one by one, by command line.</source>
        <translation>Durante unos minutos se pueden restaurar, uno a uno, desde la línea de órdenes.</translation>
    </message>
    <message>
        <source>Undo makes the ready ones ready again, at the end of their queue and with their runs counted anew. The scheduled ones come back as cancelled.</source>
        <translation>Deshacer devuelve los listos a la espera, al final de su cola y con sus ejecuciones contadas de nuevo. Los programados vuelven como cancelados.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them wait(s): cancelled first; jobs that wait for what is cancelled never run.</source>
        <translation>
            <numerusform>%Ln de ellos espera: primero se cancela, y los trabajos que esperan por él no se ejecutan nunca.</numerusform>
            <numerusform>%Ln de ellos esperan: primero se cancelan, y los trabajos que esperan por ellos no se ejecutan nunca.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlertWords</name>
    <message>
        <source>wait of the oldest job</source>
        <translation>espera del trabajo más antiguo</translation>
    </message>
    <message>
        <source>time without a worker</source>
        <translation>tiempo sin obrero</translation>
    </message>
    <message>
        <source>wait behind a gate</source>
        <translation>espera tras una barrera</translation>
    </message>
    <message>
        <source>jobs that wait</source>
        <translation>trabajos en espera</translation>
    </message>
    <message>
        <source>jobs that died in a minute</source>
        <translation>trabajos muertos en un minuto</translation>
    </message>
    <message>
        <source>share of runs that failed</source>
        <translation>parte de ejecuciones fallidas</translation>
    </message>
    <message>
        <source>share of the room for waiting jobs</source>
        <translation>parte ocupada del sitio para trabajos en espera</translation>
    </message>
    <message>
        <source>unknown measure</source>
        <translation>medida desconocida</translation>
    </message>
    <message>
        <source>%1: %2 is %3 (threshold %4)</source>
        <translation>%1: %2: %3 (umbral %4)</translation>
    </message>
    <message>
        <source>Alert %1: %2</source>
        <translation>Alerta %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln alert(s) raised</source>
        <translation>
            <numerusform>%Ln alerta disparada</numerusform>
            <numerusform>%Ln alertas disparadas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventWords</name>
    <message>
        <source>handed in</source>
        <translation>entregado</translation>
    </message>
    <message>
        <source>run started</source>
        <translation>ejecución iniciada</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>con éxito</translation>
    </message>
    <message>
        <source>run failed</source>
        <translation>ejecución fallida</translation>
    </message>
    <message>
        <source>died</source>
        <translation>murió</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>vencido</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>aplazado</translation>
    </message>
    <message>
        <source>run cut off</source>
        <translation>ejecución cortada</translation>
    </message>
    <message>
        <source>put back</source>
        <translation>devuelto a la espera</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>reanudado</translation>
    </message>
    <message>
        <source>limits set</source>
        <translation>límites fijados</translation>
    </message>
    <message>
        <source>engine started</source>
        <translation>motor iniciado</translation>
    </message>
    <message>
        <source>engine is stopping</source>
        <translation>el motor se detiene</translation>
    </message>
    <message>
        <source>engine stopped</source>
        <translation>motor detenido</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>borrado</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>restaurado</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>movido</translation>
    </message>
    <message>
        <source>part of the store is lost</source>
        <translation>se perdió parte del almacén</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>intento %1</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>previsto %1</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>hueco</translation>
    </message>
    <message>
        <source>events %1 to %2</source>
        <translation>eventos %1 a %2</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>motor</translation>
    </message>
    <message>
        <source>not kept any more</source>
        <translation>ya no se guardan</translation>
    </message>
    <message>
        <source>not loaded yet: a click or Enter loads them</source>
        <translation>aún sin cargar: un clic o Intro los carga</translation>
    </message>
    <message>
        <source>event %1</source>
        <translation>evento %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln trabajo</numerusform>
            <numerusform>%Ln trabajos</numerusform>
        </translation>
    </message>
    <message>
        <source>alert raised</source>
        <translation>alerta disparada</translation>
    </message>
    <message>
        <source>alert is over</source>
        <translation>la alerta ha cesado</translation>
    </message>
    <message>
        <source>tags changed</source>
        <translation>etiquetas cambiadas</translation>
    </message>
</context>
<context>
    <name>FigureWords</name>
    <message>
        <source>Jobs that wait for a worker, now</source>
        <translation>Trabajos que esperan un obrero, ahora</translation>
    </message>
    <message>
        <source>Jobs that have a worker, now; for the whole engine, busy workers of all</source>
        <translation>Trabajos que tienen un obrero, ahora; para todo el motor, obreros ocupados de todos</translation>
    </message>
    <message>
        <source>Jobs that start later, now; those that failed and wait for their next attempt are among them</source>
        <translation>Trabajos que empiezan más tarde, ahora; incluye los que fallaron y esperan su próximo intento</translation>
    </message>
    <message>
        <source>Jobs that failed for good and were not retried or deleted, now</source>
        <translation>Trabajos que fallaron definitivamente y no se reintentaron ni se borraron, ahora</translation>
    </message>
    <message>
        <source>Runs ended per second, in the last seconds, whatever their outcome; below, the jobs that succeeded and are kept</source>
        <translation>Ejecuciones terminadas por segundo, en los últimos segundos, sea cual sea su resultado; debajo, los trabajos con éxito que se conservan</translation>
    </message>
    <message>
        <source>Jobs handed in, runs ended and runs failed per second, over the time shown</source>
        <translation>Trabajos entregados, ejecuciones terminadas y ejecuciones fallidas por segundo, en el tiempo mostrado</translation>
    </message>
    <message>
        <source>Jobs that waited for a worker, over the time shown</source>
        <translation>Trabajos que esperaban un obrero, en el tiempo mostrado</translation>
    </message>
    <message>
        <source>Time from ready to the start of the first attempt, for the runs that started at each moment of the time shown</source>
        <translation>Tiempo desde que está listo hasta el inicio del primer intento, para las ejecuciones que empezaron en cada momento del tiempo mostrado</translation>
    </message>
    <message>
        <source>Time from start to end of a run, for the runs that ended at each moment of the time shown</source>
        <translation>Tiempo desde el inicio hasta el fin de una ejecución, para las que terminaron en cada momento del tiempo mostrado</translation>
    </message>
    <message>
        <source>Worker time that the tenant got, of that of all tenants, in the last ten minutes</source>
        <translation>Tiempo de obreros que recibió el inquilino, del de todos los inquilinos, en los últimos diez minutos</translation>
    </message>
    <message>
        <source>The queue; its jobs share a handler and layers</source>
        <translation>La cola; sus trabajos comparten un manejador y capas</translation>
    </message>
    <message>
        <source>Paused, running, ready or idle, now</source>
        <translation>En pausa, en curso, listo u ocioso, ahora</translation>
    </message>
    <message>
        <source>How long its oldest ready job has waited, now; paused and held jobs do not count</source>
        <translation>Cuánto ha esperado su trabajo listo más antiguo, ahora; los pausados y retenidos no cuentan</translation>
    </message>
    <message>
        <source>Jobs handed in per second, in the last minute</source>
        <translation>Trabajos entregados por segundo, en el último minuto</translation>
    </message>
    <message>
        <source>Runs ended per second, in the last minute</source>
        <translation>Ejecuciones terminadas por segundo, en el último minuto</translation>
    </message>
    <message>
        <source>Runs of the last minute that failed, of all that ended</source>
        <translation>Ejecuciones del último minuto que fallaron, de todas las que terminaron</translation>
    </message>
    <message>
        <source>95 % of the first attempts waited no longer than this, in the last 15 minutes</source>
        <translation>El 95 % de los primeros intentos no esperó más que esto, en los últimos 15 minutos</translation>
    </message>
    <message>
        <source>95 % of the runs took no longer than this, in the last 15 minutes</source>
        <translation>El 95 % de las ejecuciones no tardó más que esto, en los últimos 15 minutos</translation>
    </message>
    <message>
        <source>Runs under way now, of the largest number at once; double-click or F2 changes that, Enter shows the runs</source>
        <translation>Ejecuciones en curso ahora, del mayor número a la vez; doble clic o F2 lo cambia, Intro muestra las ejecuciones</translation>
    </message>
    <message>
        <source>The layer that lets no more jobs start just now, and the jobs behind it</source>
        <translation>La capa que no deja empezar más trabajos ahora mismo, y los trabajos tras ella</translation>
    </message>
    <message>
        <source>Dead letters that were not retried or deleted, now</source>
        <translation>Trabajos muertos que no se reintentaron ni se borraron, ahora</translation>
    </message>
    <message>
        <source>Later, retries included, now</source>
        <translation>Más tarde, reintentos incluidos, ahora</translation>
    </message>
    <message>
        <source>Its share of the workers against the other queues, as set now</source>
        <translation>Su parte de los obreros frente a las otras colas, según lo fijado ahora</translation>
    </message>
    <message>
        <source>The kind of program that runs its jobs, as configured now</source>
        <translation>El tipo de programa que ejecuta sus trabajos, según la configuración actual</translation>
    </message>
    <message>
        <source>Who hands in the jobs</source>
        <translation>Quién entrega los trabajos</translation>
    </message>
    <message>
        <source>How long its oldest ready job has waited, now; held jobs count, paused ones do not</source>
        <translation>Cuánto ha esperado su trabajo listo más antiguo, ahora; los retenidos cuentan, los pausados no</translation>
    </message>
    <message>
        <source>Jobs that have a worker, now</source>
        <translation>Trabajos que tienen un obrero, ahora</translation>
    </message>
    <message>
        <source>Worker time of the last minute against what the weight is worth. The mark is the fair share; the bar is logarithmic, from a hundredth to a hundred times of it</source>
        <translation>Tiempo de obreros del último minuto frente a lo que vale el peso. La marca es la parte justa; la barra es logarítmica, de una centésima a cien veces de ella</translation>
    </message>
    <message>
        <source>What keeps its ready jobs from starting now, whatever their turn</source>
        <translation>Lo que impide que sus trabajos listos empiecen ahora, sea cual sea su turno</translation>
    </message>
    <message>
        <source>How much worker time the tenant is due against the others, as set now; double-click or F2 changes it, Enter shows its jobs</source>
        <translation>Cuánto tiempo de obreros le corresponde al inquilino frente a los demás, según lo fijado ahora; doble clic o F2 lo cambia, Intro muestra sus trabajos</translation>
    </message>
    <message>
        <source>Runs ended per second in the last ten minutes</source>
        <translation>Ejecuciones terminadas por segundo en los últimos diez minutos</translation>
    </message>
    <message>
        <source>Runs that failed and were put back, of all runs since the engine started</source>
        <translation>Ejecuciones que fallaron y se devolvieron, de todas desde que arrancó el motor</translation>
    </message>
    <message>
        <source>A worker of this engine; it runs one job at a time</source>
        <translation>Un obrero de este motor; ejecuta un trabajo a la vez</translation>
    </message>
    <message>
        <source>Whether the worker has a job, now</source>
        <translation>Si el obrero tiene un trabajo, ahora</translation>
    </message>
    <message>
        <source>The queue of its present job</source>
        <translation>La cola de su trabajo actual</translation>
    </message>
    <message>
        <source>The tenant of its present job</source>
        <translation>El inquilino de su trabajo actual</translation>
    </message>
    <message>
        <source>The end of the id of its present job</source>
        <translation>El final del id de su trabajo actual</translation>
    </message>
    <message>
        <source>How long its present job has run, now</source>
        <translation>Cuánto tiempo lleva en curso su trabajo actual, ahora</translation>
    </message>
    <message>
        <source>Runs that it has ended, since it began</source>
        <translation>Ejecuciones que ha terminado, desde que empezó</translation>
    </message>
    <message>
        <source>Runs of it that failed, since it began</source>
        <translation>Ejecuciones suyas que fallaron, desde que empezó</translation>
    </message>
    <message>
        <source>The queue whose runs pass the layer</source>
        <translation>La cola cuyas ejecuciones pasan por la capa</translation>
    </message>
    <message>
        <source>The kind of the layer; the outermost of a queue comes first</source>
        <translation>El tipo de la capa; la más externa de una cola va primero</translation>
    </message>
    <message>
        <source>Its settings, as configured now</source>
        <translation>Sus ajustes, según la configuración actual</translation>
    </message>
    <message>
        <source>What it does now: an open circuit, runs under way, hits and misses of a cache since the start</source>
        <translation>Lo que hace ahora: un circuito abierto, ejecuciones en curso, aciertos y fallos de una caché desde el arranque</translation>
    </message>
    <message>
        <source>The last line of the newest error of the group</source>
        <translation>La última línea del error más reciente del grupo</translation>
    </message>
    <message>
        <source>Dead letters of the group that were not retried or deleted, now</source>
        <translation>Trabajos muertos del grupo que no se reintentaron ni se borraron, ahora</translation>
    </message>
    <message>
        <source>The tenants with the most dead letters of the group, three at most</source>
        <translation>Los inquilinos con más trabajos muertos del grupo, tres como máximo</translation>
    </message>
    <message>
        <source>How long ago the newest dead letter of the group died</source>
        <translation>Cuánto hace que murió el trabajo muerto más reciente del grupo</translation>
    </message>
    <message>
        <source>How long ago the oldest dead letter of the group died</source>
        <translation>Cuánto hace que murió el trabajo muerto más antiguo del grupo</translation>
    </message>
    <message>
        <source>The class of the newest error of the group</source>
        <translation>La clase del error más reciente del grupo</translation>
    </message>
    <message>
        <source>The queues with the most dead letters of the group, three at most</source>
        <translation>Las colas con más trabajos muertos del grupo, tres como máximo</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>A fecha de %1</translation>
    </message>
</context>
<context>
    <name>HealthWords</name>
    <message>
        <source>%1: its room for waiting jobs is %2 full (threshold %3)</source>
        <translation>%1: su espacio para trabajos en espera está lleno al %2 (umbral %3)</translation>
    </message>
    <message>
        <source>tenants whose room for waiting jobs is full: %1; the fullest: %2, at %3 (threshold %4)</source>
        <translation>inquilinos cuyo espacio para trabajos en espera está lleno: %1; el más lleno: %2, al %3 (umbral %4)</translation>
    </message>
    <message>
        <source>%1 got %2 of its fair share of worker time (threshold %3)</source>
        <translation>%1 recibió el %2 de su parte justa del tiempo de los obreros (umbral %3)</translation>
    </message>
    <message>
        <source>tenants that get too little: %1; the one with the least: %2, with %3 of its fair share of worker time (threshold %4)</source>
        <translation>inquilinos que reciben demasiado poco: %1; el que menos recibió: %2, con el %3 de su parte justa del tiempo de los obreros (umbral %4)</translation>
    </message>
    <message>
        <source>%1: its circuit breaker is open</source>
        <translation>%1: su cortacircuitos está abierto</translation>
    </message>
    <message>
        <source>%1: the circuit breaker is open for %2; open in all: %3</source>
        <translation>%1: el cortacircuitos está abierto para %2; abiertos en total: %3</translation>
    </message>
    <message>
        <source>the clock was set back by %1, %2 ago (threshold %3)</source>
        <translation>el reloj se atrasó %1, hace %2 (umbral %3)</translation>
    </message>
    <message>
        <source>the clock was set forward by %1, %2 ago (threshold %3)</source>
        <translation>el reloj se adelantó %1, hace %2 (umbral %3)</translation>
    </message>
    <message>
        <source>the disk has room for %1 of new jobs (threshold %2)</source>
        <translation>el disco tiene sitio para %1 de trabajos nuevos (umbral %2)</translation>
    </message>
    <message>
        <source>restarts of the engine in 15 minutes: %1 (threshold %2)</source>
        <translation>reinicios del motor en 15 minutos: %1 (umbral %2)</translation>
    </message>
    <message>
        <source>the store is slow: one commit of a hundred takes %1 or more (threshold %2)</source>
        <translation>el almacén es lento: una de cada cien escrituras tarda %1 o más (umbral %2)</translation>
    </message>
    <message>
        <source>%1: no worker has served it for %2 (threshold %3); jobs that wait: %4</source>
        <translation>%1: ningún obrero la atiende desde hace %2 (umbral %3); trabajos en espera: %4</translation>
    </message>
    <message>
        <source>%1: the oldest job that may start has waited for %2 (threshold %3)</source>
        <translation>%1: el trabajo más antiguo que puede empezar espera desde hace %2 (umbral %3)</translation>
    </message>
    <message>
        <source>%1: jobs that died in 15 minutes: %2 (threshold %3)</source>
        <translation>%1: trabajos muertos en 15 minutos: %2 (umbral %3)</translation>
    </message>
    <message>
        <source>%1: %2 of its runs failed in 15 minutes (threshold %3)</source>
        <translation>%1: falló el %2 de sus ejecuciones en 15 minutos (umbral %3)</translation>
    </message>
    <message>
        <source>%1: leases that ended without an answer in 15 minutes: %2 (threshold %3)</source>
        <translation>%1: arriendos que terminaron sin respuesta en 15 minutos: %2 (umbral %3)</translation>
    </message>
    <message>
        <source>%1: for each job that leaves come %2 (threshold %3); jobs that wait: %4</source>
        <translation>%1: por cada trabajo que sale llegan %2 (umbral %3); trabajos en espera: %4</translation>
    </message>
    <message>
        <source>%1: jobs held by its %2: %3; the oldest waits for %4 (threshold %5)</source>
        <translation>%1: trabajos retenidos por su %2: %3; el más antiguo espera desde hace %4 (umbral %5)</translation>
    </message>
    <message>
        <source>%1: paused for %2 (threshold %3)</source>
        <translation>%1: en pausa desde hace %2 (umbral %3)</translation>
    </message>
    <message>
        <source>Show jobs</source>
        <translation>Mostrar los trabajos</translation>
    </message>
    <message>
        <source>Show tenants</source>
        <translation>Mostrar los inquilinos</translation>
    </message>
    <message>
        <source>Show dead letters</source>
        <translation>Mostrar los trabajos muertos</translation>
    </message>
    <message>
        <source>Show workers</source>
        <translation>Mostrar los obreros</translation>
    </message>
    <message>
        <source>Show events</source>
        <translation>Mostrar los eventos</translation>
    </message>
    <message>
        <source>Show settings</source>
        <translation>Mostrar los ajustes</translation>
    </message>
    <message>
        <source>the start of the engine %1 ago found that the log of the store was taken away: the jobs that were accepted last are gone</source>
        <translation>el arranque del motor de hace %1 halló que se quitó el registro del almacén: los últimos trabajos aceptados se han perdido</translation>
    </message>
    <message>
        <source>the store failed: nothing is accepted until the engine is started again</source>
        <translation>el almacén falló: no se acepta nada hasta que el motor arranque de nuevo</translation>
    </message>
    <message>
        <source>the store has taken no ends of runs for %1; ends that wait: %2</source>
        <translation>el almacén no acepta finales de ejecuciones desde hace %1; finales en espera: %2</translation>
    </message>
    <message>
        <source>%1; others with the same trouble: %2</source>
        <translation>%1; otros con el mismo problema: %2</translation>
    </message>
</context>
<context>
    <name>HoldWords</name>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>queue %1 is not configured</source>
        <translation>la cola %1 no está configurada</translation>
    </message>
    <message>
        <source>queues that are not configured</source>
        <translation>colas sin configurar</translation>
    </message>
    <message>
        <source>no worker asks for queue %1</source>
        <translation>ningún obrero pide de la cola %1</translation>
    </message>
    <message>
        <source>queues that no worker asks for</source>
        <translation>colas de las que no pide ningún obrero</translation>
    </message>
    <message>
        <source>its rate</source>
        <translation>su ritmo</translation>
    </message>
    <message>
        <source>its concurrency, %1 of %2</source>
        <translation>su concurrencia, %1 de %2</translation>
    </message>
    <message>
        <source>%1 of queue %2</source>
        <translation>%1 de la cola %2</translation>
    </message>
    <message>
        <source>%1 of several queues</source>
        <translation>%1 de varias colas</translation>
    </message>
    <message>
        <source>something that this monitor does not know</source>
        <translation>algo que este monitor no conoce</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s): %1</source>
        <translation>
            <numerusform>%n trabajo: %1</numerusform>
            <numerusform>%n trabajos: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; the next may start at %2</source>
        <translation>%1; el siguiente puede empezar a las %2</translation>
    </message>
</context>
<context>
    <name>JobRules</name>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;uplicar…</translation>
    </message>
    <message>
        <source>Hand in a job like this one</source>
        <translation>Entregar un trabajo como este</translation>
    </message>
    <message>
        <source>Only dead letters and waiting jobs can be edited</source>
        <translation>Solo se pueden editar los trabajos muertos y los que esperan</translation>
    </message>
    <message>
        <source>&amp;Edit…</source>
        <translation>&amp;Editar…</translation>
    </message>
    <message>
        <source>Put a job with another payload into its place</source>
        <translation>Poner en su lugar un trabajo con otra carga</translation>
    </message>
    <message>
        <source>Choose a job first</source>
        <translation>Elija antes un trabajo</translation>
    </message>
    <message>
        <source>Choose %1 jobs at most, or all that match</source>
        <translation>Elija como mucho %1 trabajos, o todos los que coinciden</translation>
    </message>
    <message>
        <source>The chosen jobs are being fetched</source>
        <translation>Se están cargando los trabajos elegidos</translation>
    </message>
    <message>
        <source>all that match</source>
        <translation>todos los que coinciden</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Choose one job</source>
        <translation>Elija un solo trabajo</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>&amp;Retry %1</source>
        <translation>&amp;Reintentar %1</translation>
    </message>
    <message>
        <source>Only dead, expired and cancelled jobs can be retried</source>
        <translation>Solo se reintentan trabajos muertos, vencidos o cancelados</translation>
    </message>
    <message>
        <source>Make %1 ready again</source>
        <translation>Devolver %1 a la espera</translation>
    </message>
    <message>
        <source>&amp;Edit and retry…</source>
        <translation>&amp;Editar y reintentar…</translation>
    </message>
    <message>
        <source>Hand in a new job with a mended payload</source>
        <translation>Entregar un trabajo nuevo con la carga corregida</translation>
    </message>
    <message>
        <source>&amp;Cancel…</source>
        <translation>&amp;Cancelar…</translation>
    </message>
    <message>
        <source>&amp;Cancel %1…</source>
        <translation>&amp;Cancelar %1…</translation>
    </message>
    <message>
        <source>Only jobs that have not ended can be cancelled</source>
        <translation>Solo se cancelan trabajos que no han terminado</translation>
    </message>
    <message>
        <source>End %1 without a result</source>
        <translation>Terminar %1 sin resultado</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Borrar</translation>
    </message>
    <message>
        <source>&amp;Delete %1</source>
        <translation>&amp;Borrar %1</translation>
    </message>
    <message>
        <source>Running and blocked jobs cannot be deleted</source>
        <translation>Los trabajos en ejecución o bloqueados no se pueden borrar</translation>
    </message>
    <message>
        <source>Delete %1; they can be restored for some minutes</source>
        <translation>Borrar %1; se pueden restaurar durante unos minutos</translation>
    </message>
    <message>
        <source>Copy &amp;id</source>
        <translation>Copiar &amp;id</translation>
    </message>
    <message>
        <source>Choose %1 jobs at most</source>
        <translation>Elija como mucho %1 trabajos</translation>
    </message>
    <message>
        <source>Copy the ids of the selected jobs</source>
        <translation>Copiar los ids de los trabajos seleccionados</translation>
    </message>
    <message numerus="yes">
        <source>all %Ln that match(es)</source>
        <translation>
            <numerusform>el %Ln que coincide</numerusform>
            <numerusform>los %Ln que coinciden</numerusform>
        </translation>
    </message>
    <message>
        <source>Ta&amp;gs of %1…</source>
        <translation>Eti&amp;quetas de %1…</translation>
    </message>
    <message>
        <source>Ta&amp;gs…</source>
        <translation>Eti&amp;quetas…</translation>
    </message>
    <message>
        <source>Add tags, or remove tags</source>
        <translation>Añadir o quitar etiquetas</translation>
    </message>
</context>
<context>
    <name>JsonMark</name>
    <message>
        <source>This is no JSON: line %1, column %2</source>
        <translation>Esto no es JSON: línea %1, columna %2</translation>
    </message>
</context>
<context>
    <name>LimitWords</name>
    <message>
        <source>no plan</source>
        <translation>ningún plan</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>plan %1</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>peso %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>máx. %1</translation>
    </message>
    <message>
        <source>any rate</source>
        <translation>cualquier ritmo</translation>
    </message>
    <message>
        <source>%1 at once</source>
        <translation>%1 a la vez</translation>
    </message>
    <message>
        <source>any number at once</source>
        <translation>cualquier número a la vez</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 en espera</translation>
    </message>
    <message>
        <source>any number waiting</source>
        <translation>cualquier número en espera</translation>
    </message>
    <message>
        <source>no limits</source>
        <translation>sin límites</translation>
    </message>
    <message>
        <source>refuses when full</source>
        <translation>rechaza si está lleno</translation>
    </message>
    <message>
        <source>drops the oldest when full</source>
        <translation>descarta el más antiguo si está lleno</translation>
    </message>
    <message>
        <source>drops the newest when full</source>
        <translation>descarta el más nuevo si está lleno</translation>
    </message>
    <message>
        <source>senders wait up to %1 when full</source>
        <translation>quien envía espera hasta %1 si está lleno</translation>
    </message>
    <message>
        <source>refuses low priorities from %1 on</source>
        <translation>rechaza prioridades bajas desde el %1</translation>
    </message>
    <message>
        <source>any size waiting</source>
        <translation>cualquier tamaño en espera</translation>
    </message>
    <message>
        <source>retries at most %1 of runs</source>
        <translation>reintentos: como mucho el %1 de las ejecuciones</translation>
    </message>
    <message>
        <source>any share of retries</source>
        <translation>cualquier parte de reintentos</translation>
    </message>
    <message>
        <source>what the plan or the queue does when full</source>
        <translation>lo que haga el plan o la cola si está lleno</translation>
    </message>
</context>
<context>
    <name>MarkWords</name>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <source>engine started</source>
        <translation>motor iniciado</translation>
    </message>
    <message>
        <source>configuration reloaded</source>
        <translation>configuración recargada</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>mark of another kind</source>
        <translation>marca de otro tipo</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 por %2</translation>
    </message>
    <message>
        <source>alert raised</source>
        <translation>alerta disparada</translation>
    </message>
</context>
<context>
    <name>MonitorWords</name>
    <message>
        <source>Attached to %1</source>
        <translation>Conectado a %1</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Demostración</translation>
    </message>
    <message>
        <source>Demo: an engine in memory, inside this program</source>
        <translation>Demostración: un motor en memoria, dentro de este programa</translation>
    </message>
    <message>
        <source>The engine inside this program</source>
        <translation>El motor dentro de este programa</translation>
    </message>
    <message>
        <source>The engine inside this program, also at %1</source>
        <translation>El motor dentro de este programa, también en %1</translation>
    </message>
</context>
<context>
    <name>OperationWords</name>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Set priority</source>
        <translation>Fijar prioridad</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen job(s)</source>
        <translation>
            <numerusform>%n trabajo elegido</numerusform>
            <numerusform>%n trabajos elegidos</numerusform>
        </translation>
    </message>
    <message>
        <source>error %1</source>
        <translation>error %1</translation>
    </message>
    <message>
        <source>tag &quot;%1&quot;</source>
        <translation>etiqueta «%1»</translation>
    </message>
    <message>
        <source>handler %1</source>
        <translation>manejador %1</translation>
    </message>
    <message>
        <source>all jobs that match</source>
        <translation>todos los trabajos que coinciden</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hecho</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falló</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>, spread over %1</source>
        <translation>, repartido en %1</translation>
    </message>
    <message>
        <source>retried by %1</source>
        <translation>reintentados por %1</translation>
    </message>
    <message>
        <source>a tag that begins with &quot;%1&quot;</source>
        <translation>una etiqueta que empieza por «%1»</translation>
    </message>
    <message>
        <source>payload %1</source>
        <translation>carga %1</translation>
    </message>
</context>
<context>
    <name>ProgramWords</name>
    <message>
        <source>Fairlead: a durable, multi-tenant, fair job queue.</source>
        <translation>Fairlead: una cola de trabajos duradera, para varios inquilinos y justa.</translation>
    </message>
    <message>
        <source>Read the configuration from FILE (TOML).</source>
        <translation>Lee la configuración de FILE (TOML).</translation>
    </message>
    <message>
        <source>Keep the jobs in DIR.</source>
        <translation>Guarda los trabajos en DIR.</translation>
    </message>
    <message>
        <source>Run the engine without a window.</source>
        <translation>Ejecuta el motor sin ventana.</translation>
    </message>
    <message>
        <source>Serve HTTP on ADDR:PORT; port 0 takes a free one.</source>
        <translation>Sirve HTTP en ADDR:PORT; el puerto 0 toma uno libre.</translation>
    </message>
    <message>
        <source>Check the configuration and end: 0 good, 78 faulty.</source>
        <translation>Comprueba la configuración y termina: 0 correcta, 78 con errores.</translation>
    </message>
    <message>
        <source>With --headless: end when nothing is left to run.</source>
        <translation>Con --headless: termina cuando no queda nada que ejecutar.</translation>
    </message>
    <message>
        <source>Watch the engine at URL instead of running one.</source>
        <translation>Observa el motor en URL en lugar de ejecutar uno.</translation>
    </message>
    <message>
        <source>With --connect: the token is in FILE, which only its owner may read.</source>
        <translation>Con --connect: el token está en FILE, que solo su dueño puede leer.</translation>
    </message>
    <message>
        <source>With --connect: the authorities to trust for https, in PEM.</source>
        <translation>Con --connect: las autoridades en las que confiar para https, en PEM.</translation>
    </message>
    <message>
        <source>Watch a demonstration: an engine in memory with made-up jobs.</source>
        <translation>Muestra una demostración: un motor en memoria con trabajos inventados.</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>Muestra las opciones.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Muestra la versión.</translation>
    </message>
    <message>
        <source>configuration is good</source>
        <translation>la configuración es correcta</translation>
    </message>
    <message>
        <source>no window can be opened (%1); fairlead --headless runs the engine without one</source>
        <translation>no se puede abrir ninguna ventana (%1); fairlead --headless ejecuta el motor sin ella</translation>
    </message>
    <message>
        <source>Open page NAME: overview, queues, tenants, jobs, dead, workers, events, settings.</source>
        <translation>Abrir la página NAME: overview, queues, tenants, jobs, dead, workers, events, settings.</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Sí</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;No</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>SeriesName</name>
    <message>
        <source>in</source>
        <translation>entran</translation>
    </message>
    <message>
        <source>done</source>
        <translation>hechos</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>muertos</translation>
    </message>
    <message>
        <source>others</source>
        <translation>otras</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>listos</translation>
    </message>
    <message>
        <source>share</source>
        <translation>parte</translation>
    </message>
    <message>
        <source>fair share now</source>
        <translation>parte justa ahora</translation>
    </message>
</context>
<context>
    <name>ShareWords</name>
    <message>
        <source>The engine is paused: nobody&apos;s jobs start.</source>
        <translation>El motor está en pausa: no empieza ningún trabajo.</translation>
    </message>
    <message>
        <source>The tenant is paused: none of its jobs start. The others share what it would have got.</source>
        <translation>El inquilino está en pausa: ninguno de sus trabajos empieza. Los demás se reparten lo que le tocaría.</translation>
    </message>
    <message>
        <source>It has nothing to do: no job of it waits or runs.</source>
        <translation>No tiene nada que hacer: ningún trabajo suyo espera ni se ejecuta.</translation>
    </message>
    <message>
        <source>It got %1 of the worker time of the last minute; weight %2 is worth %3 among the tenants with work.</source>
        <translation>Obtuvo %1 del tiempo de los obreros en el último minuto; el peso %2 vale %3 entre los inquilinos con trabajo.</translation>
    </message>
    <message>
        <source>Nothing of it waits: it gets all that it asks for.</source>
        <translation>Nada suyo espera: obtiene todo lo que pide.</translation>
    </message>
    <message>
        <source>Nobody else has work: it may use every worker.</source>
        <translation>Nadie más tiene trabajo: puede usar todos los obreros.</translation>
    </message>
    <message>
        <source>It uses what others leave; as soon as they ask, it is held back.</source>
        <translation>Usa lo que otros dejan; en cuanto lo pidan, se le frena.</translation>
    </message>
    <message>
        <source>Hardly anything of it waits.</source>
        <translation>Apenas espera nada suyo.</translation>
    </message>
    <message>
        <source>It gets less than it is due: its queues may be paused or limited to few workers, or its work has only just arrived.</source>
        <translation>Recibe menos de lo que le toca: sus colas pueden estar en pausa o limitadas a pocos obreros, o su trabajo acaba de llegar.</translation>
    </message>
    <message>
        <source>It gets what it is due; what still waits is more than its share.</source>
        <translation>Recibe lo que le toca; lo que aún espera supera su parte.</translation>
    </message>
    <message>
        <source>It gets less than it is due: its own limits (%1) may hold it back.</source>
        <translation>Recibe menos de lo que le corresponde: puede que la frenen sus propios límites (%1).</translation>
    </message>
</context>
<context>
    <name>ShownText</name>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 local
%2 UTC</source>
        <translation>%1 local
%2 UTC</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>ahora mismo</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>hace %1</translation>
    </message>
    <message>
        <source>tenant %1 in queue %2</source>
        <translation>el inquilino %1 en la cola %2</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>la cola %1</translation>
    </message>
    <message>
        <source>tenant %1</source>
        <translation>el inquilino %1</translation>
    </message>
    <message>
        <source>the engine</source>
        <translation>el motor</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>lector</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>operador</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>administrador</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>crítica</translation>
    </message>
    <message>
        <source>high</source>
        <translation>alta</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>low</source>
        <translation>baja</translation>
    </message>
    <message>
        <source>background</source>
        <translation>de fondo</translation>
    </message>
</context>
<context>
    <name>WaitWords</name>
    <message>
        <source>Why it waits:</source>
        <translation>Por qué espera:</translation>
    </message>
    <message>
        <source>It may start at %1 at the earliest, in %2.</source>
        <translation>Puede empezar a las %1 como muy pronto, en %2.</translation>
    </message>
    <message>
        <source>%1 is paused since %2</source>
        <translation>%1: en pausa desde %2</translation>
    </message>
    <message>
        <source>%1 is paused since %2 by %3</source>
        <translation>%1: en pausa desde %2 por %3</translation>
    </message>
    <message>
        <source>%1 of %2 is shut; the next start is at %3</source>
        <translation>%1 de %2 está cerrado; el próximo inicio es a las %3</translation>
    </message>
    <message>
        <source>%1 of %2 is shut until a run ends</source>
        <translation>%1 de %2 está cerrado hasta que termine una ejecución</translation>
    </message>
    <message>
        <source>attempt %1 failed (%2); it is tried again at %3</source>
        <translation>el intento %1 falló (%2); se vuelve a intentar a las %3</translation>
    </message>
    <message>
        <source>its time comes at %1</source>
        <translation>le toca a las %1</translation>
    </message>
    <message numerus="yes">
        <source>at least %Ln job(s) of tenant %1 are before it</source>
        <translation>
            <numerusform>tiene delante al menos %Ln trabajo del inquilino %1</numerusform>
            <numerusform>tiene delante al menos %Ln trabajos del inquilino %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) of tenant %1 are before it</source>
        <translation>
            <numerusform>tiene delante %Ln trabajo del inquilino %1</numerusform>
            <numerusform>tiene delante %Ln trabajos del inquilino %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tenant(s) take turns in queue %1</source>
        <translation>
            <numerusform>%Ln inquilino se turna en la cola %1</numerusform>
            <numerusform>%Ln inquilinos se turnan en la cola %1</numerusform>
        </translation>
    </message>
    <message>
        <source>at the rate of the last minute it starts in about %1</source>
        <translation>al ritmo del último minuto empieza en unos %1</translation>
    </message>
    <message>
        <source>the engine is stopping and starts nothing; the job is kept</source>
        <translation>el motor se está deteniendo y no empieza nada; el trabajo se conserva</translation>
    </message>
    <message>
        <source>queue %1 is not configured; the job is kept until it is</source>
        <translation>la cola %1 no está configurada; el trabajo se conserva hasta que lo esté</translation>
    </message>
    <message numerus="yes">
        <source>%1 runs %Ln job(s), as many as it may at once (workers)</source>
        <translation>
            <numerusform>%1: ejecuta %Ln trabajo, el máximo a la vez (workers)</numerusform>
            <numerusform>%1: ejecuta %Ln trabajos, el máximo a la vez (workers)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 runs %Ln job(s), as many as it may at once (concurrency)</source>
        <translation>
            <numerusform>%1: ejecuta %Ln trabajo, el máximo a la vez (concurrency)</numerusform>
            <numerusform>%1: ejecuta %Ln trabajos, el máximo a la vez (concurrency)</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 has used up its rate; the next start is at %2</source>
        <translation>%1: ha agotado su ritmo; el próximo inicio es a las %2</translation>
    </message>
    <message>
        <source>another job must end first</source>
        <translation>antes debe terminar otro trabajo</translation>
    </message>
    <message>
        <source>it runs since %1 on %2</source>
        <translation>se ejecuta desde %1 en %2</translation>
    </message>
    <message>
        <source>it has ended: %1</source>
        <translation>ha terminado: %1</translation>
    </message>
    <message>
        <source>no worker has asked for jobs of queue %1 for %2</source>
        <translation>ningún trabajador ha pedido trabajos de la cola %1 desde hace %2</translation>
    </message>
    <message>
        <source>%1 of %2 is open again; it held jobs a moment ago</source>
        <translation>%1 de %2 vuelve a estar abierto; retuvo trabajos hace un momento</translation>
    </message>
</context>
<context>
    <name>fairlead::AlertDialog</name>
    <message>
        <source>&amp;In force</source>
        <translation>En &amp;vigor</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>segundos</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutos</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>horas</translation>
    </message>
    <message>
        <source>Unit of the threshold</source>
        <translation>Unidad del umbral</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>al instante</translation>
    </message>
    <message>
        <source>Set alert</source>
        <translation>Guardar la alerta</translation>
    </message>
    <message>
        <source>New alert</source>
        <translation>Alerta nueva</translation>
    </message>
    <message>
        <source>Change alert %1</source>
        <translation>Cambiar la alerta %1</translation>
    </message>
    <message>
        <source>To watch something else, set up another alert</source>
        <translation>Para vigilar otra cosa, cree otra alerta</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Nombre</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Medida</translation>
    </message>
    <message>
        <source>&amp;Of</source>
        <translation>De &amp;qué</translation>
    </message>
    <message>
        <source>&amp;At or above</source>
        <translation>&amp;Desde</translation>
    </message>
    <message>
        <source>&amp;For</source>
        <translation>D&amp;urante</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>There is an alert of this name already</source>
        <translation>Ya hay una alerta con este nombre</translation>
    </message>
    <message>
        <source>Give the alert a name, of letters, digits and the signs . _ : and -</source>
        <translation>Dé un nombre a la alerta, con letras, cifras y los signos . _ : y -</translation>
    </message>
</context>
<context>
    <name>fairlead::Alerts</name>
    <message>
        <source>The engine does not answer</source>
        <translation>El motor no responde</translation>
    </message>
    <message>
        <source>Many jobs die</source>
        <translation>Mueren muchos trabajos</translation>
    </message>
    <message>
        <source>Ten or more in the last minute, three times as many as before</source>
        <translation>Diez o más en el último minuto, el triple que antes</translation>
    </message>
    <message>
        <source>Alert %1</source>
        <translation>Alerta %1</translation>
    </message>
</context>
<context>
    <name>fairlead::AlertsDialog</name>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>&amp;Add…</source>
        <translation>&amp;Añadir…</translation>
    </message>
    <message>
        <source>Chang&amp;e…</source>
        <translation>Ca&amp;mbiar…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Eliminar</translation>
    </message>
    <message>
        <source>No alert is set up</source>
        <translation>No hay ninguna alerta</translation>
    </message>
    <message>
        <source>Choose an alert first</source>
        <translation>Elija primero una alerta</translation>
    </message>
</context>
<context>
    <name>fairlead::AlertsModel</name>
    <message>
        <source>Alert</source>
        <translation>Alerta</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>out of force</source>
        <translation>sin vigor</translation>
    </message>
    <message>
        <source>raised</source>
        <translation>disparada</translation>
    </message>
    <message>
        <source>all is well</source>
        <translation>todo en orden</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medida</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Umbral</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>durante %1</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>Disparada</translation>
    </message>
</context>
<context>
    <name>fairlead::ChartPanel</name>
    <message>
        <source>Show %1 as a table</source>
        <translation>Mostrar %1 como tabla</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Antigüedad</translation>
    </message>
    <message>
        <source>rising</source>
        <translation>sube</translation>
    </message>
    <message>
        <source>falling</source>
        <translation>baja</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>estable</translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2, %3</translation>
    </message>
    <message>
        <source>Enter lists the jobs handed in during the selected rows</source>
        <translation>Intro muestra los trabajos entregados durante las filas elegidas</translation>
    </message>
    <message>
        <source>Nothing in this time</source>
        <translation>Nada en este tiempo</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>no se sabe nada</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>hace %1</translation>
    </message>
    <message>
        <source>%1 to %2: Enter lists the jobs handed in then</source>
        <translation>%1 a %2: Intro muestra los trabajos entregados entonces</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
</context>
<context>
    <name>fairlead::CommandPalette</name>
    <message>
        <source>Find or run</source>
        <translation>Buscar o ejecutar</translation>
    </message>
    <message>
        <source>An action, a queue or a tenant</source>
        <translation>Una acción, una cola o un inquilino</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>Show only queue %1</source>
        <translation>Mostrar solo la cola %1</translation>
    </message>
    <message>
        <source>Show only tenant %1</source>
        <translation>Mostrar solo el inquilino %1</translation>
    </message>
    <message>
        <source>Show only tenant %1 in queue %2</source>
        <translation>Mostrar solo el inquilino %1 en la cola %2</translation>
    </message>
</context>
<context>
    <name>fairlead::ConfigModel</name>
    <message>
        <source>⟳ waits for a restart</source>
        <translation>⟳ espera un reinicio</translation>
    </message>
    <message>
        <source>✋ an operator said otherwise</source>
        <translation>✋ un operador dispuso otra cosa</translation>
    </message>
    <message>
        <source>✓ just taken over</source>
        <translation>✓ recién aplicado</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Origen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>fairlead::ConfigPanel</name>
    <message>
        <source>Read the file a&amp;gain</source>
        <translation>Volver a &amp;leer el archivo</translation>
    </message>
    <message>
        <source>Configuration in force</source>
        <translation>Configuración vigente</translation>
    </message>
    <message>
        <source>Filter keys and values</source>
        <translation>Filtrar claves y valores</translation>
    </message>
    <message>
        <source>The engine reads its configuration file: what can change at once does, the rest waits for a restart</source>
        <translation>El motor lee su archivo de configuración: lo que puede cambiar enseguida cambia, el resto espera un reinicio</translation>
    </message>
    <message>
        <source>No key matches</source>
        <translation>Ninguna clave coincide</translation>
    </message>
</context>
<context>
    <name>fairlead::ConfirmDialog</name>
    <message>
        <source>Type &quot;%1&quot; to go on:</source>
        <translation>Escriba «%1» para continuar:</translation>
    </message>
    <message>
        <source>Confirmation</source>
        <translation>Confirmación</translation>
    </message>
</context>
<context>
    <name>fairlead::ConnectDialog</name>
    <message>
        <source>Connect to an engine</source>
        <translation>Conectar con un motor</translation>
    </message>
    <message>
        <source>It opens in a window of its own.</source>
        <translation>Se abre en su propia ventana.</translation>
    </message>
    <message>
        <source>only if the engine wants one; it is not kept</source>
        <translation>solo si el motor lo pide; no se guarda</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Dirección</translation>
    </message>
    <message>
        <source>&amp;Token</source>
        <translation>&amp;Ficha</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Watch the demonstration</source>
        <translation>Ver la demostración</translation>
    </message>
    <message>
        <source>This is no address of an engine.</source>
        <translation>Esto no es la dirección de un motor.</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Probando…</translation>
    </message>
    <message>
        <source>a PEM file, for https</source>
        <translation>un archivo PEM, para https</translation>
    </message>
    <message>
        <source>File of certificate authorities</source>
        <translation>Archivo de autoridades de certificación</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>A&amp;uthorities</source>
        <translation>A&amp;utoridades</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>Autoridades de certificación</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificados (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Fairlead, tenant %1 alone, role %2</source>
        <translation>Fairlead, solo el inquilino %1, papel %2</translation>
    </message>
    <message>
        <source>%1, role %2</source>
        <translation>%1, papel %2</translation>
    </message>
    <message numerus="yes">
        <source>Fairlead %1, %Ln worker(s)</source>
        <translation>
            <numerusform>Fairlead %1, %Ln obrero</numerusform>
            <numerusform>Fairlead %1, %Ln obreros</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::DeadGroupsModel</name>
    <message>
        <source>The deadline passed before a run</source>
        <translation>El plazo venció antes de ejecutarse</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Trabajos</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Inquilinos</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Más nuevo</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Más antiguo</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Colas</translation>
    </message>
    <message>
        <source>%1 – newest: %2</source>
        <translation>%1 – último: %2</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
</context>
<context>
    <name>fairlead::DeadPage</name>
    <message>
        <source>Retry &amp;group</source>
        <translation>Reintentar &amp;grupo</translation>
    </message>
    <message>
        <source>Jobs of the group</source>
        <translation>Trabajos del grupo</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>✓ Nothing of %1 is dead</source>
        <translation>✓ Nada muerto en %1</translation>
    </message>
    <message>
        <source>✓ Nothing is dead. Jobs that fail for good are gathered here.</source>
        <translation>✓ Nada muerto. Aquí se reúnen los trabajos que fallan del todo.</translation>
    </message>
    <message>
        <source>Jobs with: %1</source>
        <translation>Trabajos con: %1</translation>
    </message>
    <message>
        <source>Choose a group above</source>
        <translation>Elija un grupo arriba</translation>
    </message>
    <message>
        <source>Choose a group first</source>
        <translation>Elija antes un grupo</translation>
    </message>
    <message>
        <source>Retry &amp;group (%1)</source>
        <translation>Reintentar &amp;grupo (%1)</translation>
    </message>
    <message>
        <source>Groups of dead letters</source>
        <translation>Grupos de trabajos muertos</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Agrupar por</translation>
    </message>
    <message>
        <source>By error</source>
        <translation>Por error</translation>
    </message>
    <message>
        <source>By queue</source>
        <translation>Por cola</translation>
    </message>
    <message>
        <source>By tenant</source>
        <translation>Por inquilino</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Repartir</translation>
    </message>
    <message>
        <source>Delete group…</source>
        <translation>Borrar grupo…</translation>
    </message>
    <message>
        <source>Retry group over %1</source>
        <translation>Reintentar el grupo en %1</translation>
    </message>
    <message>
        <source> (the largest of %1)</source>
        <translation> (los mayores de %1)</translation>
    </message>
    <message>
        <source>Puts all jobs of the group back</source>
        <translation>Devuelve a la espera todos los trabajos del grupo</translation>
    </message>
    <message>
        <source>Puts the jobs of the group back bit by bit, so that what failed is not overrun</source>
        <translation>Devuelve los trabajos del grupo poco a poco, para no desbordar lo que falló</translation>
    </message>
    <message>
        <source>Deletes all jobs of the group</source>
        <translation>Borra todos los trabajos del grupo</translation>
    </message>
    <message numerus="yes">
        <source>%1 dead letter(s)</source>
        <translation>
            <numerusform>%1 trabajo muerto</numerusform>
            <numerusform>%1 trabajos muertos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> in %n group(s)</source>
        <translation>
            <numerusform> en %n grupo</numerusform>
            <numerusform> en %n grupos</numerusform>
        </translation>
    </message>
    <message>
        <source>A part of an error, queue:mail, tenant:acme</source>
        <translation>Parte de un error, queue:mail, tenant:acme</translation>
    </message>
    <message>
        <source>Only groups by error can be found by it</source>
        <translation>Solo los grupos por error se encuentran por él</translation>
    </message>
    <message>
        <source>The filter is not understood, so nothing is listed</source>
        <translation>El filtro no se entiende, así que no se muestra nada</translation>
    </message>
    <message>
        <source>No group matches: %1</source>
        <translation>Ningún grupo coincide: %1</translation>
    </message>
</context>
<context>
    <name>fairlead::DeadlineDialog</name>
    <message>
        <source>Without a &amp;deadline</source>
        <translation>Sin &amp;plazo</translation>
    </message>
    <message>
        <source>With a &amp;new deadline, after</source>
        <translation>Con un plazo &amp;nuevo, dentro de</translation>
    </message>
    <message>
        <source>Retry what has expired?</source>
        <translation>¿Reintentar lo vencido?</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) expired: the deadline has passed. With it they would expire again at once. Retry all that were chosen:</source>
        <translation>
            <numerusform>%n trabajo venció: su plazo ha pasado. Con él vencería otra vez enseguida. Reintentar todo lo elegido:</numerusform>
            <numerusform>%n trabajos vencieron: su plazo ha pasado. Con él vencerían otra vez enseguida. Reintentar todo lo elegido:</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the deadline</source>
        <translation>Tiempo hasta el plazo</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutos</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>horas</translation>
    </message>
    <message>
        <source>days</source>
        <translation>días</translation>
    </message>
    <message>
        <source>Unit of time</source>
        <translation>Unidad de tiempo</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>fairlead::DraftModel</name>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>a number above 0, such as 2.5</source>
        <translation>un número mayor que 0, como 2.5</translation>
    </message>
    <message>
        <source>starts in a time, such as 10/s or 30/min, or none</source>
        <translation>inicios por tiempo, como 10/s o 30/min, o none</translation>
    </message>
    <message>
        <source>a whole number; 0 is no limit</source>
        <translation>un número entero; 0 es sin límite</translation>
    </message>
    <message>
        <source>a whole number from 1 to %1</source>
        <translation>un número entero de 1 a %1</translation>
    </message>
    <message>
        <source>tenant %1: weight</source>
        <translation>inquilino %1: peso</translation>
    </message>
    <message>
        <source>tenant %1: rate of starts</source>
        <translation>inquilino %1: ritmo de inicios</translation>
    </message>
    <message>
        <source>tenant %1: runs at once</source>
        <translation>inquilino %1: ejecuciones a la vez</translation>
    </message>
    <message>
        <source>tenant %1: jobs waiting at most</source>
        <translation>inquilino %1: trabajos en espera como máximo</translation>
    </message>
    <message>
        <source>queue %1: workers</source>
        <translation>cola %1: obreros</translation>
    </message>
    <message>
        <source>%1 %2 → %3</source>
        <translation>%1 %2 → %3</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Ajuste</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Type a value, or press F2, to try it</source>
        <translation>Escriba un valor, o pulse F2, para probarlo</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, cambiado</translation>
    </message>
    <message>
        <source>“%1” is no value for %2: expected %3</source>
        <translation>«%1» no es un valor para %2: se espera %3</translation>
    </message>
</context>
<context>
    <name>fairlead::EditRetryDialog</name>
    <message>
        <source>This token may not read the payload in full, so it cannot replace it</source>
        <translation>Este token no puede leer la carga entera, así que no puede sustituirla</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>A new job of tenant %1 takes the place of this one in queue %2, behind those that wait. The old job ends as cancelled; this cannot be undone, but the new job can be edited again.</source>
        <translation>Un trabajo nuevo del inquilino %1 ocupa el lugar de este en la cola %2, detrás de los que esperan. El trabajo anterior termina cancelado; esto no se puede deshacer, pero el trabajo nuevo se puede volver a editar.</translation>
    </message>
    <message>
        <source>The payload is larger than 1 MiB; hand in a new job by command line</source>
        <translation>La carga supera 1 MiB; entregue un trabajo nuevo por línea de órdenes</translation>
    </message>
    <message>
        <source>The payload is not plain text: an editor would change its bytes</source>
        <translation>La carga no es texto puro: un editor cambiaría sus bytes</translation>
    </message>
    <message>
        <source>Edit and retry %1</source>
        <translation>Editar y reintentar %1</translation>
    </message>
    <message>
        <source>A new job for tenant %1 in queue %2 gets this payload. The old job stays as it is; the new one carries its id as correlation id. Unique and idempotency keys are not copied.</source>
        <translation>Un trabajo nuevo del inquilino %1 en la cola %2 recibe esta carga. El antiguo queda como está; el nuevo lleva su id como id de correlación. Las claves de unicidad e idempotencia no se copian.</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Diferencias</translation>
    </message>
    <message>
        <source>What differs from the old payload is shown here</source>
        <translation>Aquí se muestra lo que difiere de la carga antigua</translation>
    </message>
    <message>
        <source>Hand in the new job</source>
        <translation>Entregar el trabajo nuevo</translation>
    </message>
    <message>
        <source>Nothing is changed yet: the new job would be the same again</source>
        <translation>Aún no hay cambios: el trabajo nuevo sería igual</translation>
    </message>
    <message>
        <source>Changed; the new payload has %1</source>
        <translation>Cambiada; la carga nueva tiene %1</translation>
    </message>
</context>
<context>
    <name>fairlead::EngineActs</name>
    <message>
        <source>Job %1 was accepted</source>
        <translation>Se ha aceptado el trabajo %1</translation>
    </message>
    <message>
        <source>Job %1 took the place of the old one, which ended as cancelled; edit the new one to change it back</source>
        <translation>El trabajo %1 ha ocupado el lugar del anterior, que ha terminado cancelado; edite el nuevo para volver atrás</translation>
    </message>
    <message>
        <source>Paused %1: nothing of it starts until it is resumed</source>
        <translation>En pausa %1: nada empieza hasta que se reanude</translation>
    </message>
    <message>
        <source>Resumed %1</source>
        <translation>Reanudado: %1</translation>
    </message>
    <message>
        <source>Stop %1 now?</source>
        <translation>¿Detener %1 ahora?</translation>
    </message>
    <message>
        <source>Drain and stop %1?</source>
        <translation>¿Vaciar y detener %1?</translation>
    </message>
    <message numerus="yes">
        <source>%n running job(s) are interrupted and return to their queue; the attempt is not counted. Waiting jobs stay where they are. The engine then ends.</source>
        <translation>
            <numerusform>%n trabajo en curso se interrumpe y vuelve a su cola; el intento no cuenta. Los trabajos en espera quedan donde están. Después el motor termina.</numerusform>
            <numerusform>%n trabajos en curso se interrumpen y vuelven a su cola; el intento no cuenta. Los trabajos en espera quedan donde están. Después el motor termina.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No job starts any more. %n running job(s) may finish within the drain limit; then the engine ends. Waiting jobs stay where they are.</source>
        <translation>
            <numerusform>Ya no empieza ningún trabajo. %n trabajo en curso puede terminar dentro del límite; después el motor termina. Los trabajos en espera quedan donde están.</numerusform>
            <numerusform>Ya no empieza ningún trabajo. %n trabajos en curso pueden terminar dentro del límite; después el motor termina. Los trabajos en espera quedan donde están.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Detener ahora</translation>
    </message>
    <message>
        <source>Drain and stop</source>
        <translation>Vaciar y detener</translation>
    </message>
    <message>
        <source>Stopping now</source>
        <translation>Deteniendo</translation>
    </message>
    <message>
        <source>Draining</source>
        <translation>Vaciando</translation>
    </message>
    <message>
        <source>Retried %1</source>
        <translation>Reintentados: %1</translation>
    </message>
    <message>
        <source>Cancelled %1</source>
        <translation>Cancelados: %1</translation>
    </message>
    <message>
        <source>, %1 skipped (in another state by now)</source>
        <translation>, %1 omitidos (ya están en otro estado)</translation>
    </message>
    <message>
        <source>New job %1 is waiting; the old one stays as it is</source>
        <translation>El trabajo nuevo %1 espera; el antiguo queda como está</translation>
    </message>
    <message>
        <source>Tenant %1 now has %2</source>
        <translation>El inquilino %1 tiene ahora %2</translation>
    </message>
    <message>
        <source>Deleted job %1</source>
        <translation>Trabajo %1 borrado</translation>
    </message>
    <message>
        <source>Job %1 waits again</source>
        <translation>El trabajo %1 espera de nuevo</translation>
    </message>
    <message>
        <source>Cancelled job %1</source>
        <translation>Trabajo %1 cancelado</translation>
    </message>
    <message>
        <source>They are spread over %1.</source>
        <translation>Se reparten en %1.</translation>
    </message>
    <message>
        <source>Ended; what was done stays done</source>
        <translation>Terminado; lo hecho, hecho queda</translation>
    </message>
    <message numerus="yes">
        <source>Restored %n job(s)</source>
        <translation>
            <numerusform>%n trabajo restaurado</numerusform>
            <numerusform>%n trabajos restaurados</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, the others not: %2</source>
        <translation>%1, los demás no: %2</translation>
    </message>
    <message>
        <source>Deleted %1</source>
        <translation>Borrados: %1</translation>
    </message>
    <message>
        <source>, then ended by hand</source>
        <translation>, y se terminó a mano</translation>
    </message>
    <message>
        <source>%1, then it failed: %2</source>
        <translation>%1, y luego falló: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) at most for queue %1</source>
        <translation>
            <numerusform>%n trabajador como máximo para la cola %1</numerusform>
            <numerusform>%n trabajadores como máximo para la cola %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Queue %1 has as many workers as the configuration says</source>
        <translation>La cola %1 tiene los trabajadores que dice la configuración</translation>
    </message>
    <message>
        <source>The configuration has not changed</source>
        <translation>La configuración no ha cambiado</translation>
    </message>
    <message>
        <source>Configuration: %1 taken over, %2 wait for a restart, %3 overruled</source>
        <translation>Configuración: %1 aplicadas, %2 esperan un reinicio, %3 sin efecto por decisión de un operador</translation>
    </message>
    <message>
        <source>The engine does it; this token does not see how far it is</source>
        <translation>El motor lo hace; este token no ve cuánto lleva</translation>
    </message>
    <message>
        <source>, %1 failed: %2</source>
        <translation>, %1 fallidos: %2</translation>
    </message>
    <message>
        <source>Nothing was done: no job matches in whose state this is possible</source>
        <translation>No se hizo nada: no coincide ningún trabajo cuyo estado lo permita</translation>
    </message>
    <message>
        <source>Those that wait are cancelled first. There is no Undo: they can be restored for some minutes, one by one, by command line.</source>
        <translation>Los que esperan se cancelan antes. No se puede deshacer: durante unos minutos se pueden restaurar, uno a uno, desde la línea de órdenes.</translation>
    </message>
    <message numerus="yes">
        <source>, %n of them as cancelled</source>
        <translation>
            <numerusform>, %n de ellos como cancelado</numerusform>
            <numerusform>, %n de ellos como cancelados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %Ln that match(es)</source>
        <translation>
            <numerusform>el %Ln que coincide</numerusform>
            <numerusform>los %Ln que coinciden</numerusform>
        </translation>
    </message>
    <message>
        <source>Alert %1 is set up</source>
        <translation>La alerta %1 está creada</translation>
    </message>
    <message>
        <source>Alert %1 is changed</source>
        <translation>La alerta %1 ha cambiado</translation>
    </message>
    <message>
        <source>Alert %1 is removed</source>
        <translation>La alerta %1 se ha eliminado</translation>
    </message>
    <message>
        <source>Apply the draft?</source>
        <translation>¿Aplicar el borrador?</translation>
    </message>
    <message>
        <source>At once, and until they are changed again:</source>
        <translation>En el acto, y hasta que se cambien de nuevo:</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message numerus="yes">
        <source>Changed the settings of %n tenant(s) or queue(s)</source>
        <translation>
            <numerusform>Cambiados los ajustes de %n inquilino o cola</numerusform>
            <numerusform>Cambiados los ajustes de %n inquilinos o colas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 changes are in force; the next one failed: %3</source>
        <translation>%1 de %2 cambios están en vigor; el siguiente falló: %3</translation>
    </message>
    <message>
        <source>Queue %1 now has %2</source>
        <translation>La cola %1 tiene ahora %2</translation>
    </message>
    <message>
        <source>Queue %1 has the weight that the configuration says</source>
        <translation>La cola %1 tiene el peso que dice la configuración</translation>
    </message>
    <message>
        <source>Tags of some jobs were not changed: %1</source>
        <translation>No se cambiaron las etiquetas de algunos trabajos: %1</translation>
    </message>
    <message>
        <source>The tags are as before</source>
        <translation>Las etiquetas están como antes</translation>
    </message>
    <message numerus="yes">
        <source>Tags of %n job(s) were changed</source>
        <translation>
            <numerusform>Se cambiaron las etiquetas de %n trabajo</numerusform>
            <numerusform>Se cambiaron las etiquetas de %n trabajos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Sobre</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
</context>
<context>
    <name>fairlead::EventsPage</name>
    <message>
        <source>Events and acts of operators</source>
        <translation>Eventos y actos de operadores</translation>
    </message>
    <message>
        <source>Acts of operators</source>
        <translation>Actos de operadores</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Starts, stops, pauses, limits, and jobs that died</source>
        <translation>Arranques, paradas, pausas, límites y trabajos que murieron</translation>
    </message>
    <message>
        <source>Every job</source>
        <translation>Cada trabajo</translation>
    </message>
    <message>
        <source>Each step of each job</source>
        <translation>Cada paso de cada trabajo</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Shows the newest as they come; ends when you scroll away from the top</source>
        <translation>Muestra lo nuevo según llega; termina al desplazarse desde arriba</translation>
    </message>
    <message>
        <source>Check the audit log</source>
        <translation>Comprobar el registro de auditoría</translation>
    </message>
    <message>
        <source>Follows the chain of hashes through the whole log</source>
        <translation>Recorre la cadena de resúmenes de todo el registro</translation>
    </message>
    <message>
        <source>Show older</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Saves the rows shown (CSV)</source>
        <translation>Guarda las filas mostradas (CSV)</translation>
    </message>
    <message>
        <source>Export events</source>
        <translation>Exportar eventos</translation>
    </message>
    <message>
        <source>%1 new: show (F5)</source>
        <translation>%1 nuevos: mostrar (F5)</translation>
    </message>
    <message>
        <source>more than %1 new: show (F5)</source>
        <translation>más de %1 nuevos: mostrar (F5)</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>Nothing of this kind happened among the newest events</source>
        <translation>Nada de este tipo entre los eventos más nuevos</translation>
    </message>
    <message>
        <source>Acts of operators are not shown: %1</source>
        <translation>No se muestran los actos de operadores: %1</translation>
    </message>
    <message>
        <source>Checking the audit log…</source>
        <translation>Comprobando el registro de auditoría…</translation>
    </message>
    <message>
        <source>The audit log was not checked: %1</source>
        <translation>El registro de auditoría no se comprobó: %1</translation>
    </message>
    <message>
        <source>✕ The audit log is not sound: %1</source>
        <translation>✕ El registro de auditoría no es íntegro: %1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>Guardado %1</translation>
    </message>
    <message numerus="yes">
        <source>✓ Audit log sound at %1: %Ln entries, the chain ends in %2</source>
        <translation>
            <numerusform>✓ Registro de auditoría íntegro a las %1: %Ln entrada, la cadena acaba en %2</numerusform>
            <numerusform>✓ Registro de auditoría íntegro a las %1: %Ln entradas, la cadena acaba en %2</numerusform>
        </translation>
    </message>
    <message>
        <source>A time such as 03:10, who:ann, kind:paused, queue:mail, or a text</source>
        <translation>Una hora como 03:10, who:ann, kind:paused, queue:mail o un texto</translation>
    </message>
    <message>
        <source>The filter is not understood, so nothing is listed</source>
        <translation>El filtro no se entiende, así que no se muestra nada</translation>
    </message>
    <message>
        <source>No row matches: %1</source>
        <translation>Ninguna fila coincide: %1</translation>
    </message>
    <message>
        <source>The audit log was empty at %1</source>
        <translation>El registro de auditoría estaba vacío a las %1</translation>
    </message>
</context>
<context>
    <name>fairlead::FilterBar</name>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Completions</source>
        <translation>Sugerencias</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Vistas</translation>
    </message>
    <message>
        <source>Saved filters of this list</source>
        <translation>Filtros guardados de esta lista</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>At character %1, &quot;%2&quot;: %3</source>
        <translation>En el carácter %1, «%2»: %3</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>Quitar %1</translation>
    </message>
    <message>
        <source>Removes this part of the filter (Delete)</source>
        <translation>Quita esta parte del filtro (Supr)</translation>
    </message>
    <message>
        <source>Save view…</source>
        <translation>Guardar vista…</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>Guardar vista</translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation>Nombre de la vista:</translation>
    </message>
    <message>
        <source>The view was not saved: it needs a name</source>
        <translation>La vista no se guardó: necesita un nombre</translation>
    </message>
</context>
<context>
    <name>fairlead::FilterGrammar</name>
    <message>
        <source>expected one of: %1</source>
        <translation>se espera uno de: %1</translation>
    </message>
    <message>
        <source>no queue can have this name</source>
        <translation>ninguna cola puede tener este nombre</translation>
    </message>
    <message>
        <source>no tenant can have this name</source>
        <translation>ningún inquilino puede tener este nombre</translation>
    </message>
    <message>
        <source>a tag has at most %1 bytes</source>
        <translation>una etiqueta tiene como máximo %1 bytes</translation>
    </message>
    <message>
        <source>expected a duration, such as 10m</source>
        <translation>se espera una duración, como 10m</translation>
    </message>
    <message>
        <source>expected a number, such as 3</source>
        <translation>se espera un número, como 3</translation>
    </message>
    <message>
        <source>this list has no field &quot;%1&quot;; it has: %2</source>
        <translation>esta lista no tiene el campo «%1»; tiene: %2</translation>
    </message>
    <message>
        <source>not understood; a term is a field and a value, such as %1</source>
        <translation>no se entiende; un término es un campo y un valor, como %1</translation>
    </message>
    <message>
        <source>after &quot;%1&quot; comes %2</source>
        <translation>después de «%1» va %2</translation>
    </message>
    <message>
        <source>its value is missing</source>
        <translation>falta su valor</translation>
    </message>
    <message>
        <source>a quotation mark is not closed</source>
        <translation>falta cerrar las comillas</translation>
    </message>
    <message>
        <source>&quot;%1&quot; stands there already; remove it first</source>
        <translation>«%1» ya está puesto; quítelo primero</translation>
    </message>
    <message>
        <source>a filter has at most %1 terms</source>
        <translation>un filtro tiene como máximo %1 términos</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: the window shows queue %2 alone</source>
        <translation>«%1»: la ventana muestra solo la cola %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: the window shows tenant %2 alone</source>
        <translation>«%1»: la ventana muestra solo el inquilino %2</translation>
    </message>
    <message>
        <source>expected the beginning of an id, or its end as tables show it</source>
        <translation>se espera el comienzo de un id, o su final como lo muestran las tablas</translation>
    </message>
    <message>
        <source>expected a place and a value, such as %1</source>
        <translation>se esperaba un lugar y un valor, como %1</translation>
    </message>
</context>
<context>
    <name>fairlead::FirstStepDialog</name>
    <message>
        <source>A first queue</source>
        <translation>Una primera cola</translation>
    </message>
    <message>
        <source>Put these lines into the configuration file of the engine. Then let it read the file again.</source>
        <translation>Ponga estas líneas en el archivo de configuración del motor. Después haga que lo lea de nuevo.</translation>
    </message>
    <message>
        <source>These lines make a queue. They go into %1, which is not there yet.</source>
        <translation>Estas líneas hacen una cola. Van en %1, que aún no existe.</translation>
    </message>
    <message>
        <source>Put these lines into %1. Then let the engine read the file again.</source>
        <translation>Ponga estas líneas en %1. Después haga que el motor lea el archivo de nuevo.</translation>
    </message>
    <message>
        <source>Lines of a queue</source>
        <translation>Líneas de una cola</translation>
    </message>
    <message>
        <source>Then hand in a job: fairleadctl job add echo --payload &apos;&quot;hello&quot;&apos;</source>
        <translation>Después entregue un trabajo: fairleadctl job add echo --payload &apos;&quot;hello&quot;&apos;</translation>
    </message>
    <message>
        <source>Copy the lines</source>
        <translation>Copiar las líneas</translation>
    </message>
    <message>
        <source>Write the file and read it</source>
        <translation>Escribir el archivo y leerlo</translation>
    </message>
    <message>
        <source>Read the file again</source>
        <translation>Leer el archivo de nuevo</translation>
    </message>
    <message>
        <source>the folder %1 cannot be made</source>
        <translation>no se puede crear la carpeta %1</translation>
    </message>
</context>
<context>
    <name>fairlead::HealthPanel</name>
    <message>
        <source>and %1 more: fairleadctl status --check lists them</source>
        <translation>y %1 más: fairleadctl status --check las enumera</translation>
    </message>
</context>
<context>
    <name>fairlead::Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Select a job or a tenant</source>
        <translation>Seleccione un trabajo o un inquilino</translation>
    </message>
</context>
<context>
    <name>fairlead::JobExport</name>
    <message>
        <source>%1 was not written: %2</source>
        <translation>%1 no se escribió: %2</translation>
    </message>
    <message numerus="yes">
        <source>Saved the first %Ln job(s) in %1</source>
        <translation>
            <numerusform>Guardado el primer trabajo (%Ln) en %1</numerusform>
            <numerusform>Guardados los primeros %Ln trabajos en %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %Ln job(s) in %1</source>
        <translation>
            <numerusform>Guardado %Ln trabajo en %1</numerusform>
            <numerusform>Guardados %Ln trabajos en %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::JobPanel</name>
    <message>
        <source>Payload</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>Failed runs</source>
        <translation>Ejecuciones fallidas</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Fetching…</source>
        <translation>Trayendo…</translation>
    </message>
    <message>
        <source>tenant %1 · queue %2 · attempt %3 of %4</source>
        <translation>inquilino %1 · cola %2 · intento %3 de %4</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Runs at</source>
        <translation>Se ejecuta a las</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Empezó</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminó</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Plazo</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Obrero</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>%1 % %2</source>
        <translation>%1 % %2</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Tiempo límite</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Reintentos</translation>
    </message>
    <message>
        <source>Crashes</source>
        <translation>Caídas</translation>
    </message>
    <message>
        <source>Unique key</source>
        <translation>Clave de unicidad</translation>
    </message>
    <message>
        <source>Idempotency key</source>
        <translation>Clave de idempotencia</translation>
    </message>
    <message>
        <source>Correlation id</source>
        <translation>Id de correlación</translation>
    </message>
    <message>
        <source>Trace id</source>
        <translation>Id de traza</translation>
    </message>
    <message>
        <source>Withheld</source>
        <translation>Retenido</translation>
    </message>
    <message>
        <source>payload or texts: the token may not read them</source>
        <translation>carga o textos: el token no puede leerlos</translation>
    </message>
    <message>
        <source>parts of payload and texts, shown as ***</source>
        <translation>partes de la carga y de los textos, mostradas como ***</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>Padre</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>%1, after %2, on %3</source>
        <translation>%1, tras %2, en %3</translation>
    </message>
    <message>
        <source>No run has failed.</source>
        <translation>Ninguna ejecución ha fallado.</translation>
    </message>
    <message>
        <source>Errors (%1)</source>
        <translation>Errores (%1)</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Trabajo</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
</context>
<context>
    <name>fairlead::JobsModel</name>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Inquilino</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejec.</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Esperó</translation>
    </message>
    <message>
        <source>Ran</source>
        <translation>Duró</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>Último error</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>The end of the job&apos;s id; the whole one is in its tooltip</source>
        <translation>El final del id; el id entero está en la ayuda emergente</translation>
    </message>
    <message>
        <source>Runs so far, of those allowed</source>
        <translation>Ejecuciones hasta ahora, de las permitidas</translation>
    </message>
    <message>
        <source>Until its first run</source>
        <translation>Hasta su primera ejecución</translation>
    </message>
    <message>
        <source>The present or last run</source>
        <translation>La ejecución actual o la última</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>The last error in one line</source>
        <translation>El último error en una línea</translation>
    </message>
    <message>
        <source>Time since it was handed in</source>
        <translation>Tiempo desde que se entregó</translation>
    </message>
</context>
<context>
    <name>fairlead::JobsPage</name>
    <message>
        <source>Jobs</source>
        <translation>Trabajos</translation>
    </message>
    <message>
        <source>%1 new: show (F5)</source>
        <translation>%1 nuevos: mostrar (F5)</translation>
    </message>
    <message>
        <source>more than %1 jobs</source>
        <translation>más de %1 trabajos</translation>
    </message>
    <message>
        <source>, as of %1</source>
        <translation>, a las %1</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>No jobs yet. Hand one in with: fairleadctl job add QUEUE --payload JSON</source>
        <translation>Aún no hay trabajos. Entregue uno con: fairleadctl job add COLA --payload JSON</translation>
    </message>
    <message>
        <source>No job matches: %1</source>
        <translation>Ningún trabajo coincide: %1</translation>
    </message>
    <message>
        <source>Lists the jobs of all times again</source>
        <translation>Muestra de nuevo los trabajos de cualquier hora</translation>
    </message>
    <message>
        <source>handed in %1 to %2</source>
        <translation>entregados de %1 a %2</translation>
    </message>
    <message>
        <source>more than %1 new: show (F5)</source>
        <translation>más de %1 nuevos: mostrar (F5)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln trabajo</numerusform>
            <numerusform>%Ln trabajos</numerusform>
        </translation>
    </message>
    <message>
        <source>Lists the jobs that other acts retried, or none, too</source>
        <translation>Lista también los trabajos que reintentaron otros actos, o ninguno</translation>
    </message>
    <message>
        <source>retried by %1</source>
        <translation>reintentados por %1</translation>
    </message>
    <message>
        <source>The filter is not understood, so nothing is listed</source>
        <translation>El filtro no se entiende, así que no se muestra nada</translation>
    </message>
    <message>
        <source>state:dead tenant:acme age&gt;10m, a tag, or an id as it is shown</source>
        <translation>state:dead tenant:acme age&gt;10m, una etiqueta o un id como se muestra</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>The order of the list</source>
        <translation>El orden de la lista</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Los más nuevos primero</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Los más antiguos primero</translation>
    </message>
    <message>
        <source>Next to start first</source>
        <translation>Los próximos en empezar primero</translation>
    </message>
    <message>
        <source>Ends the search in payloads; the jobs found so far stay listed</source>
        <translation>Termina la búsqueda en las cargas; los trabajos encontrados hasta ahora siguen en la lista</translation>
    </message>
    <message>
        <source>&quot;%1&quot;: scheduled jobs alone have a next start</source>
        <translation>«%1»: solo los trabajos programados tienen un próximo inicio</translation>
    </message>
    <message>
        <source>, stopped after %1 looked at</source>
        <translation>, parada tras examinar %1</translation>
    </message>
    <message>
        <source>, %1 looked at</source>
        <translation>, %1 examinados</translation>
    </message>
</context>
<context>
    <name>fairlead::LayersModel</name>
    <message>
        <source>the queue</source>
        <translation>la cola</translation>
    </message>
    <message>
        <source>✕ open: %1</source>
        <translation>✕ abierto: %1</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>cerrado</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n en curso</numerusform>
            <numerusform>%n en curso</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 hits, %2 misses</source>
        <translation>%1 aciertos, %2 fallos</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>fairlead::LimitsDialog</name>
    <message>
        <source>Limits of tenant %1</source>
        <translation>Límites del inquilino %1</translation>
    </message>
    <message>
        <source>What is set here goes before the plan; what is left as it is stays the plan&apos;s. 0 is no limit.</source>
        <translation>Lo que se fija aquí prevalece sobre el plan; lo que no se toca sigue según el plan. 0 es sin límite.</translation>
    </message>
    <message>
        <source>no plan</source>
        <translation>ningún plan</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>por segundo</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>por minuto</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>por hora</translation>
    </message>
    <message>
        <source>Unit of the rate</source>
        <translation>Unidad del ritmo</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>&amp;Plan</translation>
    </message>
    <message>
        <source>&amp;Starts</source>
        <translation>&amp;Inicios</translation>
    </message>
    <message>
        <source>&amp;Runs at once</source>
        <translation>&amp;Ejecuciones a la vez</translation>
    </message>
    <message>
        <source>&amp;Waiting at most</source>
        <translation>En e&amp;spera como máximo</translation>
    </message>
    <message>
        <source>Set limits</source>
        <translation>Fijar los límites</translation>
    </message>
    <message>
        <source> % of runs</source>
        <translation> % de ejecuciones</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Longest wait of a sender</source>
        <translation>Espera más larga de quien envía</translation>
    </message>
    <message>
        <source>Share of the limit from which low priorities are refused</source>
        <translation>Parte del límite desde la que se rechazan prioridades bajas</translation>
    </message>
    <message>
        <source>Payloads waiting at &amp;most</source>
        <translation>&amp;Datos en espera, máximo</translation>
    </message>
    <message>
        <source>Re&amp;tries at most</source>
        <translation>R&amp;eintentos, máximo</translation>
    </message>
    <message>
        <source>When &amp;full</source>
        <translation>&amp;Si está lleno</translation>
    </message>
    <message>
        <source>As the plan or the queue says</source>
        <translation>Como diga el plan o la cola</translation>
    </message>
    <message>
        <source>Refuse new jobs</source>
        <translation>Rechazar trabajos nuevos</translation>
    </message>
    <message>
        <source>Drop the oldest job</source>
        <translation>Descartar el trabajo más antiguo</translation>
    </message>
    <message>
        <source>Drop the newest job</source>
        <translation>Descartar el trabajo más nuevo</translation>
    </message>
    <message>
        <source>Let the sender wait</source>
        <translation>Hacer esperar a quien envía</translation>
    </message>
    <message>
        <source>Refuse low priorities early</source>
        <translation>Rechazar antes prioridades bajas</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>from </source>
        <translation>desde </translation>
    </message>
</context>
<context>
    <name>fairlead::LogView</name>
    <message>
        <source>Lines of the run</source>
        <translation>Líneas de la ejecución</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecución</translation>
    </message>
    <message>
        <source>No lines of its runs are kept.</source>
        <translation>No se conserva ninguna línea de sus ejecuciones.</translation>
    </message>
    <message>
        <source>The token may not read the lines.</source>
        <translation>El token no puede leer las líneas.</translation>
    </message>
    <message>
        <source>The run is under way.</source>
        <translation>La ejecución está en curso.</translation>
    </message>
    <message>
        <source>%1 left out</source>
        <translation>%1 omitidos</translation>
    </message>
    <message>
        <source>Newest run</source>
        <translation>Última ejecución</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Ejecución %1</translation>
    </message>
</context>
<context>
    <name>fairlead::MainActions</name>
    <message>
        <source>&amp;New job…</source>
        <translation>Trabajo &amp;nuevo…</translation>
    </message>
    <message>
        <source>D&amp;uplicate…</source>
        <translation>D&amp;uplicar…</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Ctrl+J</translation>
    </message>
    <message>
        <source>Ctrl+Shift+J</source>
        <translation>Ctrl+Shift+J</translation>
    </message>
    <message>
        <source>Hand in a job</source>
        <translation>Entregar un trabajo</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>Ctrl+P</source>
        <translation>Ctrl+P</translation>
    </message>
    <message>
        <source>Pause with a &amp;reason…</source>
        <translation>Pausar con &amp;motivo…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reanudar</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>&amp;Drain and stop…</source>
        <translation>&amp;Vaciar y detener…</translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation>Ctrl+D</translation>
    </message>
    <message>
        <source>&amp;Stop now…</source>
        <translation>&amp;Detener ahora…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+D</source>
        <translation>Ctrl+Shift+D</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>Des&amp;hacer</translation>
    </message>
    <message>
        <source>Pause &amp;tenant</source>
        <translation>Pausar &amp;inquilino</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>Resume t&amp;enant</source>
        <translation>Reanudar i&amp;nquilino</translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation>Ctrl+Shift+T</translation>
    </message>
    <message>
        <source>Show &amp;only this tenant</source>
        <translation>Mostrar &amp;solo este inquilino</translation>
    </message>
    <message>
        <source>Tenant that &amp;waits longest</source>
        <translation>Inquilino que más &amp;espera</translation>
    </message>
    <message>
        <source>Tenant that ta&amp;kes most</source>
        <translation>Inquilino que más &amp;ocupa</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>Show &amp;all queues and tenants</source>
        <translation>Mostrar &amp;todas las colas e inquilinos</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>&amp;Retry</source>
        <translation>&amp;Reintentar</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>&amp;Edit and retry…</source>
        <translation>&amp;Editar y reintentar…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Cancel…</source>
        <translation>&amp;Cancelar…</translation>
    </message>
    <message>
        <source>Copy &amp;id</source>
        <translation>Copiar &amp;id</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>A&amp;delante</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>A&amp;ctualizar</translation>
    </message>
    <message>
        <source>&amp;Freeze view</source>
        <translation>Con&amp;gelar vista</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>Keeps the screen as it is; the engine goes on</source>
        <translation>Deja la pantalla como está; el motor sigue</translation>
    </message>
    <message>
        <source>Go to the fi&amp;lter</source>
        <translation>Ir al &amp;filtro</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>&amp;Inspector</source>
        <translation>&amp;Inspector</translation>
    </message>
    <message>
        <source>F4</source>
        <translation>F4</translation>
    </message>
    <message>
        <source>Times in &amp;UTC</source>
        <translation>Horas en &amp;UTC</translation>
    </message>
    <message>
        <source>Ctrl+U</source>
        <translation>Ctrl+U</translation>
    </message>
    <message>
        <source>Reset la&amp;yout</source>
        <translation>Restaurar &amp;disposición</translation>
    </message>
    <message>
        <source>Find or &amp;run…</source>
        <translation>&amp;Buscar o ejecutar…</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>A&amp;tajos de teclado</translation>
    </message>
    <message>
        <source>&amp;About Fairlead</source>
        <translation>&amp;Acerca de Fairlead</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Ctrl+%1</source>
        <translation>Ctrl+%1</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Como el &amp;sistema</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Claro</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Oscuro</translation>
    </message>
    <message>
        <source>Everything is shown already</source>
        <translation>Ya se muestra todo</translation>
    </message>
    <message>
        <source>Shows everything again</source>
        <translation>Vuelve a mostrarlo todo</translation>
    </message>
    <message>
        <source>Paused already</source>
        <translation>Ya está en pausa</translation>
    </message>
    <message>
        <source>Pause %1: nothing of it starts until it is resumed</source>
        <translation>Pausar %1: nada empieza hasta que se reanude</translation>
    </message>
    <message>
        <source>Pause %1, and say why</source>
        <translation>Pausar %1 y decir por qué</translation>
    </message>
    <message>
        <source>Not paused</source>
        <translation>No está en pausa</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>Reanudar %1</translation>
    </message>
    <message>
        <source>Stopping already</source>
        <translation>Ya se está deteniendo</translation>
    </message>
    <message>
        <source>Lets running jobs finish, then ends the engine</source>
        <translation>Deja terminar los trabajos en curso y luego termina el motor</translation>
    </message>
    <message>
        <source>Interrupts running jobs, which return to their queue, and ends the engine</source>
        <translation>Interrumpe los trabajos en curso, que vuelven a su cola, y termina el motor</translation>
    </message>
    <message>
        <source>Choose a tenant first</source>
        <translation>Elija antes un inquilino</translation>
    </message>
    <message>
        <source>Pause tenant %1</source>
        <translation>Pausar el inquilino %1</translation>
    </message>
    <message>
        <source>Resume tenant %1</source>
        <translation>Reanudar el inquilino %1</translation>
    </message>
    <message>
        <source>Every page shows tenant %1 only</source>
        <translation>Todas las páginas muestran solo el inquilino %1</translation>
    </message>
    <message>
        <source>&amp;Limits…</source>
        <translation>&amp;Límites…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Ctrl+Shift+L</translation>
    </message>
    <message>
        <source>Limit how much tenant %1 may start, run and hand in</source>
        <translation>Limita cuánto puede iniciar, ejecutar y entregar el inquilino %1</translation>
    </message>
    <message>
        <source>&amp;Connect to an engine…</source>
        <translation>&amp;Conectar con un motor…</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Borrar</translation>
    </message>
    <message>
        <source>Shift+Del</source>
        <translation>Shift+Del</translation>
    </message>
    <message>
        <source>E&amp;xport list…</source>
        <translation>E&amp;xportar lista…</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>&amp;Operations</source>
        <translation>&amp;Operaciones</translation>
    </message>
    <message>
        <source>F7</source>
        <translation>F7</translation>
    </message>
    <message>
        <source>Use another &amp;token…</source>
        <translation>Usar otro &amp;token…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+N</source>
        <translation>Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>Pa&amp;uses…</source>
        <translation>Pa&amp;usas…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+R</source>
        <translation>Ctrl+Shift+R</translation>
    </message>
    <message>
        <source>A&amp;lerts…</source>
        <translation>A&amp;lertas…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation>Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>&amp;What if…</source>
        <translation>¿&amp;Qué pasa si…?</translation>
    </message>
    <message>
        <source>Ctrl+Shift+W</source>
        <translation>Ctrl+Shift+W</translation>
    </message>
    <message>
        <source>Tries other weights, limits and workers on the load of the last hours</source>
        <translation>Prueba otros pesos, límites y obreros con la carga de las últimas horas</translation>
    </message>
    <message>
        <source>Ta&amp;gs…</source>
        <translation>Eti&amp;quetas…</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
</context>
<context>
    <name>fairlead::MainWindow</name>
    <message>
        <source>%1 – Fairlead</source>
        <translation>%1 – Fairlead</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Draining, %1 left</source>
        <translation>Vaciando, quedan %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Partly paused (%1)</source>
        <translation>En pausa parcial (%1)</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marcha</translation>
    </message>
    <message>
        <source>%1. What is shown is old; nothing can be changed.</source>
        <translation>%1. Lo que se muestra es antiguo; no se puede cambiar nada.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Probar ahora</translation>
    </message>
    <message>
        <source>Paused: %1, by %2, %3</source>
        <translation>En pausa: %1, por %2, %3</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>Pausar %1</translation>
    </message>
    <message>
        <source>Reason, shown to everybody:</source>
        <translation>Motivo, visible para todos:</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n id(s)</source>
        <translation>
            <numerusform>%n id copiado</numerusform>
            <numerusform>%n ids copiados</numerusform>
        </translation>
    </message>
    <message>
        <source>About Fairlead</source>
        <translation>Acerca de Fairlead</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Fairlead %1&lt;/h3&gt;&lt;p&gt;A durable, multi-tenant, fair job queue, and its monitor.&lt;/p&gt;&lt;p&gt;The monitor is free software under the GNU General Public License, version 3 or later; the engine under the Apache License, version 2.0.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Fairlead %1&lt;/h3&gt;&lt;p&gt;Una cola de trabajos duradera, para varios inquilinos y justa, y su monitor.&lt;/p&gt;&lt;p&gt;El monitor es software libre bajo la Licencia Pública General de GNU, versión 3 o posterior; el motor, bajo la Licencia Apache, versión 2.0.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Close the monitor?</source>
        <translation>¿Cerrar el monitor?</translation>
    </message>
    <message>
        <source>The engine runs inside this program and ends with it.</source>
        <translation>El motor se ejecuta dentro de este programa y termina con él.</translation>
    </message>
    <message>
        <source>Waiting jobs stay on disk and go on when it is started again.</source>
        <translation>Los trabajos en espera quedan en disco y siguen cuando vuelva a arrancar.</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Seguir en la bandeja</translation>
    </message>
    <message>
        <source>Finish running jobs, then quit</source>
        <translation>Terminar los trabajos en curso y salir</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Salir ahora</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Engine</source>
        <translation>&amp;Motor</translation>
    </message>
    <message>
        <source>&amp;Tenant</source>
        <translation>&amp;Inquilino</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>&amp;Trabajos</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>A&amp;pariencia</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ay&amp;uda</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Barra principal</translation>
    </message>
    <message>
        <source>Demo data: an engine in memory with five tenants, one of them noisy. Nothing here is kept.</source>
        <translation>Datos de demostración: un motor en memoria con cinco inquilinos, uno de ellos ruidoso. Nada de esto se guarda.</translation>
    </message>
    <message>
        <source>Export jobs</source>
        <translation>Exportar trabajos</translation>
    </message>
    <message>
        <source>Use another token…</source>
        <translation>Usar otro token…</translation>
    </message>
    <message>
        <source>Use another token</source>
        <translation>Usar otro token</translation>
    </message>
    <message>
        <source>Token for %1; it is not kept:</source>
        <translation>Token para %1; no se guarda:</translation>
    </message>
    <message>
        <source>No queue is configured: no job can be handed in yet.</source>
        <translation>No hay ninguna cola configurada: aún no se puede entregar ningún trabajo.</translation>
    </message>
    <message>
        <source>First step…</source>
        <translation>Primer paso…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pause(s)</source>
        <translation>
            <numerusform>%Ln pausa</numerusform>
            <numerusform>%Ln pausas</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all…</source>
        <translation>Mostrar todas…</translation>
    </message>
</context>
<context>
    <name>fairlead::MonitorFeed</name>
    <message>
        <source>Not connected yet</source>
        <translation>Aún sin conexión</translation>
    </message>
    <message>
        <source>The engine has been silent for more than two seconds; what it would do is unknown</source>
        <translation>El motor calla desde hace más de dos segundos; no se sabe qué haría</translation>
    </message>
    <message>
        <source>The engine cannot be reached: %1</source>
        <translation>No se alcanza el motor: %1</translation>
    </message>
    <message>
        <source>The engine does not know the token of this window</source>
        <translation>El motor no conoce el token de esta ventana</translation>
    </message>
    <message>
        <source>The token of this window has the role %1; this needs the role %2</source>
        <translation>El token de esta ventana tiene el papel de %1; esto exige el de %2</translation>
    </message>
    <message>
        <source>The token of this window is for tenant %1 alone</source>
        <translation>El token de esta ventana es solo para el inquilino %1</translation>
    </message>
</context>
<context>
    <name>fairlead::NewJobDialog</name>
    <message>
        <source>%1 is neither a duration, such as 10m, nor a time</source>
        <translation>%1 no es una duración, como 10m, ni una hora</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>Trabajo nuevo</translation>
    </message>
    <message>
        <source>at once; or 10m, or a time</source>
        <translation>enseguida; o 10m, o una hora</translation>
    </message>
    <message>
        <source>none; or 1h, or a time</source>
        <translation>ninguno; o 1h, o una hora</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Cola</translation>
    </message>
    <message>
        <source>&amp;Tenant</source>
        <translation>&amp;Inquilino</translation>
    </message>
    <message>
        <source>&amp;Priority</source>
        <translation>&amp;Prioridad</translation>
    </message>
    <message>
        <source>Ta&amp;gs</source>
        <translation>&amp;Etiquetas</translation>
    </message>
    <message>
        <source>&amp;Start after</source>
        <translation>Empieza &amp;tras</translation>
    </message>
    <message>
        <source>&amp;Deadline</source>
        <translation>&amp;Fecha límite</translation>
    </message>
    <message>
        <source>Pa&amp;yload</source>
        <translation>C&amp;arga</translation>
    </message>
    <message>
        <source>Hand in the new job</source>
        <translation>Entregar el trabajo nuevo</translation>
    </message>
</context>
<context>
    <name>fairlead::OperationsDock</name>
    <message>
        <source>Operations</source>
        <translation>Operaciones</translation>
    </message>
    <message>
        <source>Cancel operation</source>
        <translation>Cancelar operación</translation>
    </message>
    <message>
        <source>Acts on many jobs</source>
        <translation>Actos sobre muchos trabajos</translation>
    </message>
    <message>
        <source>Retries, cancellations and deletions of many jobs are listed here</source>
        <translation>Aquí aparecen los reintentos, cancelaciones y borrados de muchos trabajos</translation>
    </message>
    <message>
        <source>What is done stays done</source>
        <translation>Lo hecho, hecho queda</translation>
    </message>
    <message>
        <source>None goes on</source>
        <translation>Ninguna en curso</translation>
    </message>
</context>
<context>
    <name>fairlead::OperationsModel</name>
    <message>
        <source>counting</source>
        <translation>contando</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operación</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechos</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Omitidos</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidos</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
</context>
<context>
    <name>fairlead::OverviewPage</name>
    <message>
        <source>Draining</source>
        <translation>Vaciando</translation>
    </message>
    <message numerus="yes">
        <source>%n running job(s) left</source>
        <translation>
            <numerusform>queda %n trabajo en curso</numerusform>
            <numerusform>quedan %n trabajos en curso</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>no job starts any more</source>
        <translation>ya no empieza ningún trabajo</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>no job starts until it is resumed</source>
        <translation>ningún trabajo empieza hasta que se reanude</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Aún no hay trabajos</translation>
    </message>
    <message>
        <source>the engine runs; hand in a job with: fairleadctl job add QUEUE --payload JSON</source>
        <translation>el motor está en marcha; entregue un trabajo con: fairleadctl job add COLA --payload JSON</translation>
    </message>
    <message>
        <source>no job waits</source>
        <translation>ningún trabajo espera</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Sano</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>Ready by queue</source>
        <translation>Listos por cola</translation>
    </message>
    <message>
        <source>Queue time</source>
        <translation>Tiempo en cola</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Tiempo de ejecución</translation>
    </message>
    <message>
        <source>No job started in this time</source>
        <translation>Ningún trabajo empezó en este tiempo</translation>
    </message>
    <message>
        <source>No run ended in this time</source>
        <translation>Ninguna ejecución terminó en este tiempo</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>Último minuto</translation>
    </message>
    <message>
        <source>Last 5 minutes</source>
        <translation>Últimos 5 minutos</translation>
    </message>
    <message>
        <source>Last 10 minutes</source>
        <translation>Últimos 10 minutos</translation>
    </message>
    <message>
        <source>Time shown in the charts</source>
        <translation>Tiempo mostrado en las gráficas</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Programados</translation>
    </message>
    <message>
        <source>Dead</source>
        <translation>Muertos</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechos</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>wait for a worker</source>
        <translation>esperan un obrero</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>workers busy</source>
        <translation>obreros ocupados</translation>
    </message>
    <message>
        <source>later, retries included</source>
        <translation>más tarde, con reintentos</translation>
    </message>
    <message>
        <source>failed for good</source>
        <translation>fallaron del todo</translation>
    </message>
    <message>
        <source>%1 succeeded</source>
        <translation>%1 con éxito</translation>
    </message>
    <message>
        <source>whole engine</source>
        <translation>todo el motor</translation>
    </message>
    <message>
        <source>all tenants</source>
        <translation>todos los inquilinos</translation>
    </message>
    <message>
        <source>Drag over a stretch of time to list the jobs handed in then</source>
        <translation>Arrastre sobre un tramo de tiempo para ver los trabajos entregados entonces</translation>
    </message>
    <message>
        <source>Waiting for the engine&apos;s history</source>
        <translation>Esperando el historial del motor</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Última hora</translation>
    </message>
    <message>
        <source>Last 3 hours</source>
        <translation>Últimas 3 horas</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Últimas 24 horas</translation>
    </message>
    <message>
        <source>p95 by tenant</source>
        <translation>p95 por inquilino</translation>
    </message>
    <message>
        <source>the token shows this tenant alone</source>
        <translation>el token muestra solo este inquilino</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Atención</translation>
    </message>
    <message>
        <source>causes: %1</source>
        <translation>causas: %1</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Fallando</translation>
    </message>
    <message>
        <source>this engine gives no verdict</source>
        <translation>este motor no da ningún veredicto</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n worker(s) busy</source>
        <translation>
            <numerusform>%1 de %n obrero ocupado</numerusform>
            <numerusform>%1 de %n obreros ocupados</numerusform>
        </translation>
    </message>
    <message>
        <source>Left and Right go through the marks, Shift+Left chooses a stretch of time, Enter follows</source>
        <translation>Izquierda y Derecha recorren las marcas, Mayús+Izquierda elige un tramo de tiempo, Intro lo abre</translation>
    </message>
    <message>
        <source>End of the time shown</source>
        <translation>Fin del tiempo mostrado</translation>
    </message>
    <message>
        <source>Moves the charts into the past, up to 24 hours; End returns to now</source>
        <translation>Mueve los gráficos al pasado, hasta 24 horas; Fin vuelve a ahora</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Shows the present again</source>
        <translation>Muestra de nuevo el presente</translation>
    </message>
</context>
<context>
    <name>fairlead::PausesDialog</name>
    <message>
        <source>Pauses</source>
        <translation>Pausas</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reanudar</translation>
    </message>
    <message>
        <source>Nothing is paused</source>
        <translation>Nada está en pausa</translation>
    </message>
    <message>
        <source>Choose a pause first</source>
        <translation>Elija antes una pausa</translation>
    </message>
</context>
<context>
    <name>fairlead::PausesModel</name>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
</context>
<context>
    <name>fairlead::PayloadView</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n miembro</numerusform>
            <numerusform>%n miembros</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n elemento</numerusform>
            <numerusform>%n elementos</numerusform>
        </translation>
    </message>
    <message>
        <source>Save %1 to a file</source>
        <translation>Guardar %1 en un archivo</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>Copiar %1</translation>
    </message>
    <message>
        <source>%1 as text</source>
        <translation>%1 como texto</translation>
    </message>
    <message>
        <source>%1 in hexadecimal</source>
        <translation>%1 en hexadecimal</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>%1 as a tree</source>
        <translation>%1 como árbol</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Árbol</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hex</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>Guardar %1</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Part of %1</source>
        <translation>Parte de %1</translation>
    </message>
    <message>
        <source>Part </source>
        <translation>Parte </translation>
    </message>
    <message>
        <source> of %1</source>
        <translation> de %1</translation>
    </message>
    <message>
        <source>Not JSON, or too large for a tree; text and hex show it</source>
        <translation>No es JSON o es demasiado grande para un árbol; véase como texto o hex</translation>
    </message>
</context>
<context>
    <name>fairlead::QtChartsView</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
</context>
<context>
    <name>fairlead::QueuesModel</name>
    <message>
        <source>not configured</source>
        <translation>sin configurar</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Handler</source>
        <translation>Manejador</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Obreros</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Programados</translation>
    </message>
    <message>
        <source>Dead</source>
        <translation>Muertos</translation>
    </message>
    <message>
        <source>Chosen by an operator; double-click to change it</source>
        <translation>Elegido por un operador; doble clic para cambiarlo</translation>
    </message>
    <message>
        <source>Chosen by the autoscaler; double-click to choose it</source>
        <translation>Elegido por el escalado automático; doble clic para elegirlo</translation>
    </message>
    <message>
        <source>As configured; double-click to choose it</source>
        <translation>Según la configuración; doble clic para elegirlo</translation>
    </message>
    <message>
        <source>%1 elsewhere</source>
        <translation>%1 fuera</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1, by hand</source>
        <translation>%1, a mano</translation>
    </message>
    <message>
        <source>%1, automatic</source>
        <translation>%1, automático</translation>
    </message>
    <message>
        <source>Its jobs wait until the configuration has this queue</source>
        <translation>Sus trabajos esperan hasta que la configuración tenga esta cola</translation>
    </message>
    <message>
        <source>Jobs leased now; the workers of this queue are other programs</source>
        <translation>Trabajos prestados ahora; los trabajadores de esta cola son otros programas</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) by %1</source>
        <translation>
            <numerusform>%n trabajo por %1</numerusform>
            <numerusform>%n trabajos por %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n tenant(s)</source>
        <translation>
            <numerusform>%1 de %n inquilino</numerusform>
            <numerusform>%1 de %n inquilinos</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; the next may start at %2</source>
        <translation>%1; el siguiente puede empezar a las %2</translation>
    </message>
    <message>
        <source>%1; the next may start when a run ends</source>
        <translation>%1; el siguiente puede empezar cuando termine una ejecución</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Más antiguo</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Entran</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Salen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidos</translation>
    </message>
    <message>
        <source>Wait p95</source>
        <translation>Espera p95</translation>
    </message>
    <message>
        <source>Run p95</source>
        <translation>p95 ejec.</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>Retenidos por</translation>
    </message>
</context>
<context>
    <name>fairlead::QueuesPage</name>
    <message>
        <source>as configured</source>
        <translation>según la configuración</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Obreros</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Colas</translation>
    </message>
    <message>
        <source>Pa&amp;use queue</source>
        <translation>Pa&amp;usar cola</translation>
    </message>
    <message>
        <source>Show its jo&amp;bs</source>
        <translation>Ver sus tra&amp;bajos</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>No jobs in the last ten minutes</source>
        <translation>Ningún trabajo en los últimos diez minutos</translation>
    </message>
    <message>
        <source>Layers around the handlers</source>
        <translation>Capas alrededor de los manejadores</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>No queue is configured: a table [queue.NAME] in the configuration makes one</source>
        <translation>No hay ninguna cola configurada: una tabla [queue.NAME] en la configuración crea una</translation>
    </message>
    <message>
        <source>No queue matches the filter</source>
        <translation>Ninguna cola coincide con el filtro</translation>
    </message>
    <message>
        <source>Res&amp;ume queue</source>
        <translation>Rean&amp;udar cola</translation>
    </message>
    <message>
        <source>Select a queue first</source>
        <translation>Elija antes una cola</translation>
    </message>
    <message>
        <source>all queues</source>
        <translation>todas las colas</translation>
    </message>
    <message numerus="yes">
        <source>%Ln queue(s), %1 with jobs waiting</source>
        <translation>
            <numerusform>%Ln cola, %1 con trabajos en espera</numerusform>
            <numerusform>%Ln colas, %1 con trabajos en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>A part of a name, state:paused, or held:any</source>
        <translation>Una parte de un nombre, state:paused o held:any</translation>
    </message>
    <message>
        <source>The filter is not understood, so nothing is listed</source>
        <translation>El filtro no se entiende, así que no se muestra nada</translation>
    </message>
</context>
<context>
    <name>fairlead::ReplayLine</name>
    <message>
        <source>%1 succeeded</source>
        <translation>%1 con éxito</translation>
    </message>
    <message>
        <source>%1 ready</source>
        <translation>%1 listos</translation>
    </message>
    <message>
        <source>%1 scheduled</source>
        <translation>%1 programados</translation>
    </message>
    <message>
        <source>%1 blocked</source>
        <translation>%1 bloqueados</translation>
    </message>
    <message>
        <source>%1 running</source>
        <translation>%1 en curso</translation>
    </message>
    <message>
        <source>%1 dead again</source>
        <translation>%1 muertos otra vez</translation>
    </message>
    <message>
        <source>%1 expired again</source>
        <translation>%1 vencidos otra vez</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 cancelados</translation>
    </message>
    <message>
        <source>%1 retried at %2</source>
        <translation>%1 reintentados a las %2</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 por %2</translation>
    </message>
    <message>
        <source>Shows these jobs, as of %1</source>
        <translation>Muestra estos trabajos, a fecha de %1</translation>
    </message>
    <message>
        <source>%1 retried again or deleted</source>
        <translation>%1 reintentados de nuevo o borrados</translation>
    </message>
    <message>
        <source>Jobs of the retry</source>
        <translation>Trabajos del reintento</translation>
    </message>
</context>
<context>
    <name>fairlead::RunStrip</name>
    <message numerus="yes">
        <source>Waited %1, ran %2, %n failed run(s)</source>
        <translation>
            <numerusform>Esperó %1, duró %2, %n ejecución fallida</numerusform>
            <numerusform>Esperó %1, duró %2, %n ejecuciones fallidas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ScopeBar</name>
    <message>
        <source>Queue that is shown</source>
        <translation>Cola que se muestra</translation>
    </message>
    <message>
        <source>Tenant that is shown</source>
        <translation>Inquilino que se muestra</translation>
    </message>
    <message>
        <source>All queues</source>
        <translation>Todas las colas</translation>
    </message>
    <message>
        <source>All tenants</source>
        <translation>Todos los inquilinos</translation>
    </message>
</context>
<context>
    <name>fairlead::SelectionBar</name>
    <message>
        <source>%1 of %2 chosen</source>
        <translation>%1 de %2 elegidos</translation>
    </message>
    <message>
        <source>Select all %1</source>
        <translation>Seleccionar los %1</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todos</translation>
    </message>
</context>
<context>
    <name>fairlead::SettingsPage</name>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Almacén</translation>
    </message>
    <message>
        <source>Durability</source>
        <translation>Durabilidad</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Carpeta de datos</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Arrancó</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Obreros</translation>
    </message>
    <message>
        <source>This monitor</source>
        <translation>Este monitor</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>Hora local</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Twice a second</source>
        <translation>Dos veces por segundo</translation>
    </message>
    <message>
        <source>Once a second</source>
        <translation>Una vez por segundo</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>A&amp;pariencia:</translation>
    </message>
    <message>
        <source>Time&amp;s:</source>
        <translation>&amp;Horas:</translation>
    </message>
    <message>
        <source>&amp;Refresh:</source>
        <translation>A&amp;ctualización:</translation>
    </message>
    <message>
        <source>%1, process %2</source>
        <translation>%1, proceso %2</translation>
    </message>
    <message>
        <source>full: what is acknowledged survives a power cut</source>
        <translation>plena: lo confirmado sobrevive a un corte de luz</translation>
    </message>
    <message>
        <source>relaxed: a power cut may take the last moments</source>
        <translation>relajada: un corte de luz puede llevarse los últimos instantes</translation>
    </message>
    <message>
        <source>none: jobs live in memory only</source>
        <translation>ninguna: los trabajos viven solo en memoria</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>fairlead::ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>The menu of what is selected</source>
        <translation>El menú de lo seleccionado</translation>
    </message>
    <message>
        <source>Edit the weight of a tenant</source>
        <translation>Editar el peso de un inquilino</translation>
    </message>
</context>
<context>
    <name>fairlead::Sidebar</name>
    <message>
        <source>9,999+</source>
        <translation>9.999+</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2)</source>
        <translation>%1 (Ctrl+%2)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>fairlead::StateChip</name>
    <message>
        <source>Engine: %1</source>
        <translation>Motor: %1</translation>
    </message>
    <message>
        <source>State of the engine</source>
        <translation>Estado del motor</translation>
    </message>
</context>
<context>
    <name>fairlead::StatusLine</name>
    <message>
        <source>never</source>
        <translation>nunca</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>conectando</translation>
    </message>
    <message>
        <source>stale: no answer for %1 s, last at %2</source>
        <translation>antiguo: sin respuesta desde hace %1 s, la última a las %2</translation>
    </message>
    <message>
        <source>reconnecting in %1 s, last answer at %2</source>
        <translation>reconectando en %1 s, última respuesta a las %2</translation>
    </message>
    <message>
        <source>frozen: showing %1</source>
        <translation>congelado: se muestra %1</translation>
    </message>
    <message>
        <source>live %1 s</source>
        <translation>en vivo %1 s</translation>
    </message>
    <message>
        <source>in %1   done %2</source>
        <translation>entran %1   hechos %2</translation>
    </message>
    <message>
        <source>slowest tenant %1: queue p95 %2</source>
        <translation>inquilino más lento %1: p95 en cola %2</translation>
    </message>
    <message>
        <source>What this window costs: the share of one processor core that its thread takes</source>
        <translation>Lo que cuesta esta ventana: la parte de un núcleo del procesador que ocupa su hilo</translation>
    </message>
    <message>
        <source>UI %1 %</source>
        <translation>IU %1 %</translation>
    </message>
    <message>
        <source>the token is refused</source>
        <translation>el token se rechaza</translation>
    </message>
    <message numerus="yes">
        <source>%1/%n worker(s) busy </source>
        <translation>
            <numerusform>%1/%n obrero ocupado </numerusform>
            <numerusform>%1/%n obreros ocupados </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::TagsDialog</name>
    <message numerus="yes">
        <source>Tags of %n job(s)</source>
        <translation>
            <numerusform>Etiquetas de %n trabajo</numerusform>
            <numerusform>Etiquetas de %n trabajos</numerusform>
        </translation>
    </message>
    <message>
        <source>Without tags now.</source>
        <translation>Ahora sin etiquetas.</translation>
    </message>
    <message>
        <source>Tags now: %1</source>
        <translation>Etiquetas actuales: %1</translation>
    </message>
    <message>
        <source>urgent, night</source>
        <translation>urgente, noche</translation>
    </message>
    <message>
        <source>Change tags</source>
        <translation>Cambiar etiquetas</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Añadir</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Quitar</translation>
    </message>
</context>
<context>
    <name>fairlead::TenantPanel</name>
    <message>
        <source>Queue time</source>
        <translation>Tiempo en cola</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Tiempo de ejecución</translation>
    </message>
    <message>
        <source>No job started in this time</source>
        <translation>Ningún trabajo empezó en este tiempo</translation>
    </message>
    <message>
        <source>No run ended in this time</source>
        <translation>Ninguna ejecución terminó en este tiempo</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Dead</source>
        <translation>Muertos</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejec.</translation>
    </message>
    <message>
        <source>Weight %1; %2</source>
        <translation>Peso %1; %2</translation>
    </message>
    <message>
        <source>Held by: %1</source>
        <translation>Retenidos por: %1</translation>
    </message>
</context>
<context>
    <name>fairlead::TenantsModel</name>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>runs per second, now %1</source>
        <translation>ejecuciones por segundo, ahora %1</translation>
    </message>
    <message>
        <source>Got %1 of the worker time of the last minute; its weight among the tenants with work gives %2. What a tenant does not use goes to the others.</source>
        <translation>Obtuvo %1 del tiempo de los obreros en el último minuto; su peso entre los inquilinos con trabajo da %2. Lo que un inquilino no usa pasa a los demás.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Inquilino</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listos</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10 minutos</translation>
    </message>
    <message>
        <source>Run p95</source>
        <translation>p95 ejec.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechos</translation>
    </message>
    <message>
        <source>Dead</source>
        <translation>Muertos</translation>
    </message>
    <message>
        <source>Retried</source>
        <translation>Reint.</translation>
    </message>
    <message>
        <source>%1, fair %2</source>
        <translation>%1, justa %2</translation>
    </message>
    <message>
        <source>Share / fair, 1 min</source>
        <translation>Parte / justa, 1 min</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Más antiguo</translation>
    </message>
    <message>
        <source>Wait p95</source>
        <translation>Espera p95</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidos</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>Retenidos por</translation>
    </message>
</context>
<context>
    <name>fairlead::TenantsPage</name>
    <message>
        <source>Waiting only</source>
        <translation>Solo con espera</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Inquilinos</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>Tenants appear here with their first job</source>
        <translation>Los inquilinos aparecen aquí con su primer trabajo</translation>
    </message>
    <message>
        <source>No tenant matches the filter</source>
        <translation>Ningún inquilino coincide con el filtro</translation>
    </message>
    <message numerus="yes">
        <source>%n tenant(s)</source>
        <translation>
            <numerusform>%n inquilino</numerusform>
            <numerusform>%n inquilinos</numerusform>
        </translation>
    </message>
    <message>
        <source>, %1 with jobs waiting</source>
        <translation>, %1 con trabajos en espera</translation>
    </message>
    <message>
        <source>Share of the worker time</source>
        <translation>Parte del tiempo de obreros</translation>
    </message>
    <message>
        <source>Its history is being read</source>
        <translation>Se está leyendo su historial</translation>
    </message>
    <message>
        <source>Select a tenant to see its share over time</source>
        <translation>Elija un inquilino para ver su parte a lo largo del tiempo</translation>
    </message>
    <message>
        <source>A part of a name, state:paused, or held:any</source>
        <translation>Una parte de un nombre, state:paused o held:any</translation>
    </message>
    <message>
        <source>The filter is not understood, so nothing is listed</source>
        <translation>El filtro no se entiende, así que no se muestra nada</translation>
    </message>
</context>
<context>
    <name>fairlead::Tile</name>
    <message>
        <source>%1: %2 %3</source>
        <translation>%1: %2 %3</translation>
    </message>
</context>
<context>
    <name>fairlead::Toast</name>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>%1. Ctrl+Z takes it back</source>
        <translation>%1. Ctrl+Z lo deshace</translation>
    </message>
</context>
<context>
    <name>fairlead::TriedModel</name>
    <message>
        <source>▲ better</source>
        <translation>▲ mejor</translation>
    </message>
    <message>
        <source>▼ worse</source>
        <translation>▼ peor</translation>
    </message>
    <message>
        <source>= alike</source>
        <translation>= igual</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, then %2</source>
        <translation>%1, después %2</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Inquilino</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Espera</translation>
    </message>
    <message>
        <source>Whether 95 of 100 jobs wait less or more with the draft; sorts by how much</source>
        <translation>Si 95 de cada 100 trabajos esperan menos o más con el borrador; ordena por cuánto</translation>
    </message>
    <message>
        <source>Wait p95</source>
        <translation>Espera p95</translation>
    </message>
    <message>
        <source>95 of 100 jobs wait no longer from their arrival to their start</source>
        <translation>95 de cada 100 trabajos no esperan más desde su llegada hasta su inicio</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Of the worker time of all tenants</source>
        <translation>Del tiempo de obreros de todos los inquilinos</translation>
    </message>
    <message>
        <source>Worst wait</source>
        <translation>Peor espera</translation>
    </message>
    <message>
        <source>The longest wait of one job</source>
        <translation>La espera más larga de un trabajo</translation>
    </message>
    <message>
        <source>Wait p50</source>
        <translation>Espera p50</translation>
    </message>
    <message>
        <source>Half of the jobs wait no longer from their arrival to their start</source>
        <translation>La mitad de los trabajos no espera más desde su llegada hasta su inicio</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechos</translation>
    </message>
    <message>
        <source>Jobs that were done within the load&apos;s time</source>
        <translation>Trabajos hechos dentro del tiempo de la carga</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazados</translation>
    </message>
    <message>
        <source>Jobs that found no room</source>
        <translation>Trabajos que no encontraron sitio</translation>
    </message>
</context>
<context>
    <name>fairlead::WhatIfDialog</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>y %Ln más</numerusform>
            <numerusform>y %Ln más</numerusform>
        </translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Qué pasa si</translation>
    </message>
    <message>
        <source>the last %1</source>
        <translation>desde hace %1</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Carga</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>&amp;Read again</source>
        <translation>&amp;Volver a leer</translation>
    </message>
    <message>
        <source>Find a setting, such as a tenant&apos;s weight; Enter changes it</source>
        <translation>Buscar un ajuste, como el peso de un inquilino; Intro lo cambia</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Buscar un ajuste</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>Tenants now and with the draft</source>
        <translation>Inquilinos ahora y con el borrador</translation>
    </message>
    <message>
        <source>&amp;Apply…</source>
        <translation>&amp;Aplicar…</translation>
    </message>
    <message>
        <source>&amp;Keep draft</source>
        <translation>&amp;Guardar borrador</translation>
    </message>
    <message>
        <source>Closes this window; the draft is here when it is opened again</source>
        <translation>Cierra esta ventana; el borrador está aquí cuando se abra de nuevo</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>D&amp;escartar</translation>
    </message>
    <message>
        <source>Change a setting of the draft first</source>
        <translation>Cambie antes un ajuste del borrador</translation>
    </message>
    <message>
        <source>The draft is as it is now</source>
        <translation>El borrador es como está ahora</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>Borrador: %1</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Detener</translation>
    </message>
    <message>
        <source>The figures follow</source>
        <translation>Las cifras vienen después</translation>
    </message>
    <message>
        <source>There are no figures</source>
        <translation>No hay cifras</translation>
    </message>
    <message>
        <source>Total: %1 of now&apos;s throughput; workers busy %2 → %3</source>
        <translation>Total: %1 del rendimiento de ahora; obreros ocupados %2 → %3</translation>
    </message>
    <message>
        <source>Total: workers busy %1</source>
        <translation>Total: obreros ocupados %1</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %Ln job(s) so far</source>
        <translation>
            <numerusform>Leyendo: %Ln trabajo hasta ahora</numerusform>
            <numerusform>Leyendo: %Ln trabajos hasta ahora</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; simulating how it is now</source>
        <translation>%1; simulando cómo está ahora</translation>
    </message>
    <message>
        <source>%1; simulating the draft</source>
        <translation>%1; simulando el borrador</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenido</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Falló: %1</translation>
    </message>
    <message>
        <source>No job was handed in</source>
        <translation>No se entregó ningún trabajo</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) since %1</source>
        <translation>
            <numerusform>%Ln trabajo desde %1</numerusform>
            <numerusform>%Ln trabajos desde %1</numerusform>
        </translation>
    </message>
    <message>
        <source>; earlier ones were not read</source>
        <translation>; los anteriores no se leyeron</translation>
    </message>
    <message>
        <source>Both columns are simulations. Recorded runs keep their times and do not fail; pauses are left out.</source>
        <translation>Ambas columnas son simulaciones. Las ejecuciones registradas conservan sus tiempos y no fallan; las pausas no cuentan.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) of queues that workers elsewhere serve are left out.</source>
        <translation>
            <numerusform>%Ln trabajo de colas que atienden obreros de otra parte no cuenta.</numerusform>
            <numerusform>%Ln trabajos de colas que atienden obreros de otra parte no cuentan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs and orders of priorities are the usual ones: this token may not read the configuration.</source>
        <translation>Los costes y los órdenes de prioridad son los habituales: este token no puede leer la configuración.</translation>
    </message>
</context>
<context>
    <name>fairlead::WorkersModel</name>
    <message>
        <source>Worker</source>
        <translation>Obrero</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Inquilino</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Trabajo</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hechos</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidas</translation>
    </message>
</context>
<context>
    <name>fairlead::WorkersPage</name>
    <message>
        <source>Workers</source>
        <translation>Obreros</translation>
    </message>
    <message>
        <source>Waiting for the engine</source>
        <translation>Esperando al motor</translation>
    </message>
    <message>
        <source>No worker is at %1 just now</source>
        <translation>Ningún obrero está ahora con %1</translation>
    </message>
    <message>
        <source>No workers: jobs wait</source>
        <translation>Sin obreros: hay trabajos esperando</translation>
    </message>
    <message>
        <source>No workers</source>
        <translation>Sin obreros</translation>
    </message>
    <message>
        <source>Layers around the handlers</source>
        <translation>Capas alrededor de los manejadores</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s), %1 busy</source>
        <translation>
            <numerusform>%n trabajador, %1 ocupado</numerusform>
            <numerusform>%n trabajadores, %1 ocupados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %1 job(s) waiting</source>
        <translation>
            <numerusform>, %1 trabajo en espera</numerusform>
            <numerusform>, %1 trabajos en espera</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>page</name>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Tenants</source>
        <translation>Inquilinos</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Trabajos</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>Trabajos muertos</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Obreros</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Colas</translation>
    </message>
</context>
<context>
    <name>state</name>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en curso</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>ocupado</translation>
    </message>
    <message>
        <source>scheduled</source>
        <translation>programado</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>reintento</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>bloqueado</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>con éxito</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>muerto</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>vencido</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelado</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniéndose</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>ocioso</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
</context>
<context>
    <name>times</name>
    <message>
        <source>p50 %1, p95 %2, p99 %3, longest %4
of %5 runs of the last 15 minutes</source>
        <translation>p50 %1, p95 %2, p99 %3, máximo %4
de %5 ejecuciones de los últimos 15 minutos</translation>
    </message>
</context>
</TS>
