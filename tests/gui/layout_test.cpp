// SPDX-License-Identifier: Apache-2.0
// Nothing that decides is shortened: durations, counts, states, and the words on buttons, with long names and large
// figures, in small and large windows. gui.layout_at_2 is the same with twice as many dots.
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/acts/confirm_dialog.h"
#include "gui/acts/deadline_dialog.h"
#include "gui/models/dead_groups_model.h"
#include "gui/models/jobs_model.h"
#include "gui/models/queues_model.h"
#include "gui/models/tenants_model.h"
#include "gui/models/workers_model.h"
#include "gui/pages/page.h"
#include "gui/pages/tile.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/scope_bar.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"
#include "tests/support/large_figures.h"

#include <QAbstractItemDelegate>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QStyle>
#include <QStyleOptionViewItem>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

#include <map>
#include <set>

using namespace fairlead;

namespace {
const std::string longName = "customer-of-the-northern-region-and-of-all-its-branches-00000001";
const auto far = QueueName::trusted("invoices-of-the-northern-region-and-of-all-its-branches-00000002");

/// An engine with the queue "mend", whose jobs die, and one of a long name whose workers are elsewhere.
std::unique_ptr<RunningEngine> startTwoQueues()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen.clear();
    config.engine.workers = 2;
    config.engine.queues = {QueueSettings {.name = QueueName::trusted("mend")},
        QueueSettings {.name = far, .handler = PullHandlerSettings {}}};
    RunningEngine::Options options;
    options.functions[QueueName::trusted("mend")] = FunctionHandler::quick([](const RunContext &) -> Outcome {
        return Rejected {"connection_refused_by_the_other_side", "the payload is broken at line 1, and cannot be read"};
    });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

NewJob jobOf(const QueueName &queue, const std::string &tenant)
{
    NewJob job;
    job.queue = queue;
    job.tenant = TenantName::trusted(tenant);
    job.payload = R"({"to":"somebody"})";
    return job;
}

QString fault(const QWidget &widget, const QString &text, int needed, int has)
{
    return QStringLiteral("%1 %2 '%3' needs %4, has %5")
        .arg(QString::fromLatin1(widget.metaObject()->className()), widget.objectName(), text)
        .arg(needed)
        .arg(has);
}

bool isOfQt(const QWidget &widget)
{
    return widget.objectName().startsWith(QStringLiteral("qt_"))
        || (widget.parentWidget() && qobject_cast<const QTabBar *>(widget.parentWidget()));
}

/// The text that a button, a label or a tile does not show whole; empty when it shows everything.
QString faultOf(const QWidget &widget)
{
    if (const auto *tile = qobject_cast<const Tile *>(&widget))
        return tile->showsAll() ? QString() : fault(widget, tile->accessibleName(), -1, tile->width());
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        // A label that ignores its own width shortens what others wrote: names and errors. The reason of the verdict is
        // the engine's.
        const bool isElastic = label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
        if (label->text().isEmpty() || (isElastic && label->objectName() != QStringLiteral("healthReason")))
            return {};
        const int needed = isElastic ? label->fontMetrics().horizontalAdvance(label->text())
            : label->wordWrap()      ? label->minimumSizeHint().width()
                                     : label->sizeHint().width();
        const int height = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        if (needed > label->width())
            return fault(widget, label->text(), needed, label->width());
        return height > label->height() ? fault(widget, label->text(), height, label->height()) : QString();
    }
    const bool isButton = qobject_cast<const QPushButton *>(&widget) || qobject_cast<const QToolButton *>(&widget)
        || qobject_cast<const StateChip *>(&widget);
    if (isButton && widget.sizeHint().width() > widget.width())
        return fault(widget, widget.property("text").toString(), widget.sizeHint().width(), widget.width());
    if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
        constexpr int arrow = 24;
        const int needed = box->fontMetrics().horizontalAdvance(box->currentText()) + arrow;
        if (needed > box->width())
            return fault(widget, box->currentText(), needed, box->width());
    }
    return {};
}

/// The columns of each table whose text decides. The others have names and errors, which may be shortened.
const std::map<QString, std::set<int>> &decidingColumns()
{
    static const std::map<QString, std::set<int>> columns {
        {QStringLiteral("queuesTable"),
            {QueuesModel::State, QueuesModel::Ready, QueuesModel::Oldest, QueuesModel::In, QueuesModel::Out,
                QueuesModel::Failures, QueuesModel::QueueP95, QueuesModel::RunP95, QueuesModel::Workers,
                QueuesModel::Dead, QueuesModel::Scheduled, QueuesModel::Weight}},
        {QStringLiteral("tenantsTable"),
            {TenantsModel::Oldest, TenantsModel::Ready, TenantsModel::Running, TenantsModel::Share,
                TenantsModel::QueueP95, TenantsModel::Failures, TenantsModel::Weight, TenantsModel::State,
                TenantsModel::Dead, TenantsModel::RunP95, TenantsModel::Done, TenantsModel::Retries}},
        {QStringLiteral("jobsTable"),
            {JobsModel::Id, JobsModel::State, JobsModel::Attempt, JobsModel::Waited, JobsModel::Ran}},
        {QStringLiteral("deadJobs"),
            {JobsModel::Id, JobsModel::State, JobsModel::Attempt, JobsModel::Waited, JobsModel::Ran}},
        {QStringLiteral("deadGroups"), {DeadGroupsModel::Jobs}},
        {QStringLiteral("workersTable"),
            {WorkersModel::State, WorkersModel::Job, WorkersModel::Since, WorkersModel::Processed,
                WorkersModel::Failed}},
    };
    return columns;
}

/// The cells of the first rows, and the headers, that are shortened.
QStringList faultsOf(const QTableView &table, const std::set<int> &deciding)
{
    constexpr int rowsMost = 5;
    QStringList all;
    const QHeaderView *header = table.horizontalHeader();
    const int margin = 2 * header->style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, header);
    QStyleOptionViewItem option;
    option.initFrom(&table);
    option.widget = &table;
    option.font = table.font();
    option.fontMetrics = QFontMetrics(table.font());
    for (const int column : deciding) {
        if (table.isColumnHidden(column))
            continue;
        const int width = table.columnWidth(column);
        const QString title = table.model()->headerData(column, Qt::Horizontal).toString();
        const int wide = header->fontMetrics().horizontalAdvance(title) + margin;
        if (wide > width)
            all.append(fault(table, title, wide, width));
        for (int row = 0; row < std::min(table.model()->rowCount(), rowsMost); ++row) {
            const QModelIndex index = table.model()->index(row, column);
            const int needed = table.itemDelegateForIndex(index)->sizeHint(option, index).width();
            if (needed > width)
                all.append(fault(table, title + QStringLiteral(": ") + index.data().toString(), needed, width));
        }
    }
    return all;
}

QStringList faultsIn(const QWidget &window)
{
    QStringList all;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        if (widget->objectName() == QStringLiteral("qt_toolbar_ext_button"))
            all.append(QStringLiteral("the toolbar has no room for all its buttons"));
        const QString one = isOfQt(*widget) ? QString() : faultOf(*widget);
        if (!one.isEmpty())
            all.append(one);
        const auto *table = qobject_cast<const QTableView *>(widget);
        const auto deciding = decidingColumns().find(widget->objectName());
        if (table && deciding != decidingColumns().end())
            all += faultsOf(*table, deciding->second);
    }
    return all;
}

QString listed(const QString &place, const QStringList &faults)
{
    return place + QStringLiteral(":\n  ") + faults.join(QStringLiteral("\n  "));
}

/// Shows also the columns that are hidden at first.
void showDecidingColumns(const QWidget &page)
{
    for (QTableView *table : page.findChildren<QTableView *>()) {
        if (const auto deciding = decidingColumns().find(table->objectName()); deciding != decidingColumns().end()) {
            for (const int column : deciding->second)
                table->setColumnHidden(column, false);
        }
    }
}
} // namespace

class LayoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QProcess release;
        release.setProcessChannelMode(QProcess::MergedChannels);
        m_spanishFile = m_folder.filePath(QStringLiteral("es.qm"));
        release.start(QStringLiteral(FAIRLEAD_LRELEASE),
            {QStringLiteral(FAIRLEAD_SOURCE_DIR "/translations/fairlead_es.ts"), QStringLiteral("-qm"), m_spanishFile});
        QVERIFY(release.waitForFinished());
        QVERIFY2(release.exitCode() == 0, release.readAll());
    }
    void cleanup()
    {
        QCoreApplication::removeTranslator(&m_spanish);
        QLocale::setDefault(QLocale::c());
    }

    void whatDecidesIsShownWhole_data()
    {
        QTest::addColumn<bool>("isSpanish");
        QTest::addColumn<QSize>("size");
        for (const QSize size : {QSize(1024, 700), QSize(1280, 800), QSize(1920, 1080)}) {
            for (const bool isSpanish : {false, true})
                QTest::addRow("%s at %dx%d", isSpanish ? "Spanish" : "English", size.width(), size.height())
                    << isSpanish << size;
        }
    }
    void whatDecidesIsShownWhole()
    {
        QFETCH(bool, isSpanish);
        QFETCH(QSize, size);
        speak(isSpanish);
        const auto engine = startTwoQueues();
        QVERIFY(engine);
        fill(*engine);
        LargeFigures figures(engine->client());
        const ClockAhead clock(Microseconds {LargeFigures::micros});
        GuiStage stage(figures, &clock);
        MainWindow &window = stage.window;
        window.resize(size);
        window.show();
        QTRY_VERIFY(stage.feed.snapshot().findQueue(far));
        for (std::size_t i = 0; i < pageCount; ++i) {
            const auto page = static_cast<PageId>(i);
            // A list of all states would have more rows than a table can.
            figures.setLarge(page != PageId::Jobs);
            const std::int64_t dead = page == PageId::Jobs ? 3 : LargeFigures::jobs;
            QTRY_COMPARE(countOf(stage.feed.snapshot().status.counts, JobState::Dead), dead);
            window.openPage(page);
            showDecidingColumns(*window.page(page));
            chooseFirst(window, page);
            QTRY_VERIFY2(faultsIn(window).isEmpty(), qPrintable(listed(pageName(page), faultsIn(window))));
            QCOMPARE(window.size(), size); // nothing made it wider
        }
    }

    void dialogsShowTheirWords_data()
    {
        QTest::addColumn<bool>("isSpanish");
        QTest::newRow("English") << false;
        QTest::newRow("Spanish") << true;
    }
    void dialogsShowTheirWords()
    {
        QFETCH(bool, isSpanish);
        speak(isSpanish);
        const auto engine = startTwoQueues();
        QVERIFY(engine);
        fill(*engine);
        LargeFigures figures(engine->client());
        const ClockAhead clock(Microseconds {LargeFigures::micros});
        GuiStage stage(figures, &clock, [](const std::string &) {});
        MainWindow &window = stage.window;
        window.resize(1024, 700);
        window.show();
        QTRY_VERIFY(stage.feed.snapshot().findQueue(far));
        window.openPage(PageId::Dead);
        chooseFirst(window, PageId::Dead);
        window.scope().set({.queue = {}, .tenant = TenantName::trusted(longName)});
        for (const ActionId id : {ActionId::LimitTenant, ActionId::Pauses, ActionId::PauseWithReason, ActionId::Palette,
                 ActionId::Shortcuts, ActionId::ConnectTo, ActionId::StopNow}) {
            QTRY_VERIFY(window.actions().of(id)->isEnabled());
            window.actions().of(id)->trigger();
            QTRY_VERIFY(openDialog(window));
            checkDialog(*openDialog(window), static_cast<std::size_t>(id));
            if (QTest::currentTestFailed())
                return;
            openDialog(window)->reject();
            QTRY_VERIFY(!openDialog(window));
        }
        DeadlineDialog deadline(LargeFigures::jobs, &window);
        deadline.show();
        checkDialog(deadline, actionCount);
        ConfirmDialog confirm({.title = QStringLiteral("Delete"),
                                  .text = QStringLiteral("Delete 8,412,000 jobs of tenant %1 for good?")
                                              .arg(QString::fromStdString(longName)),
                                  .verb = QStringLiteral("Delete 8,412,000 jobs"),
                                  .typed = QStringLiteral("8412000")},
            Confirmation::Typed, &window);
        confirm.show();
        checkDialog(confirm, actionCount);
    }

private:
    void speak(bool isSpanish)
    {
        QLocale::setDefault(
            isSpanish ? QLocale(QLocale::Spanish, QLocale::Spain) : QLocale(QLocale::English, QLocale::UnitedStates));
        if (isSpanish) {
            QVERIFY(m_spanish.load(m_spanishFile));
            QVERIFY(QCoreApplication::installTranslator(&m_spanish));
        }
    }

    /// Three letters, two jobs that wait, and a pause of one tenant in one queue.
    static void fill(RunningEngine &engine)
    {
        const std::vector<NewJob> letters(3, jobOf(QueueName::trusted("mend"), longName));
        const std::vector<NewJob> waiting {jobOf(far, longName), jobOf(far, "b")};
        QVERIFY(askAndWait(engine.client(), EnqueueJobs::of(letters)));
        QVERIFY(askAndWait(engine.client(), EnqueueJobs::of(waiting)));
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(engine.client(), {.queue = far, .tenant = TenantName::trusted("b")}, {"ann", "hold"},
                std::move(answer));
        }));
    }

    /// Chooses the first row of the page, so that the inspector has something to show.
    static void chooseFirst(MainWindow &window, PageId page)
    {
        if (page == PageId::Overview || page == PageId::Settings)
            return;
        auto *table = window.page(page)->findChild<QTableView *>();
        if (!table)
            return;
        QTRY_VERIFY(table->model()->rowCount() > 0);
        table->setCurrentIndex(table->model()->index(0, 0));
        if (page == PageId::Jobs)
            QTRY_VERIFY(window.inspector().job().record());
    }

    static QDialog *openDialog(const MainWindow &window)
    {
        for (QDialog *dialog : window.findChildren<QDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    static void checkDialog(const QDialog &dialog, std::size_t which)
    {
        const QString place = QStringLiteral("%1 (%2)").arg(dialog.objectName()).arg(which);
        QTRY_VERIFY2(faultsIn(dialog).isEmpty(), qPrintable(listed(place, faultsIn(dialog))));
        QVERIFY2(dialog.width() <= 1024 && dialog.height() <= 700, qPrintable(place));
    }

    const QTemporaryDir m_folder;
    QString m_spanishFile;
    QTranslator m_spanish;
};

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
