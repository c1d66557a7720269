// SPDX-License-Identifier: Apache-2.0
// Every page in a language of long, accented words, and from right to left.
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/models/jobs_model.h"
#include "gui/models/queues_model.h"
#include "gui/models/workers_model.h"
#include "gui/pages/page.h"
#include "gui/pages/tile.h"
#include "gui/what_if/draft_model.h"
#include "gui/what_if/what_if_dialog.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/scope_bar.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStyle>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

using namespace fairlead;

namespace {
/// Makes every text of the program a third longer, with accents above and below. Keys, places and tags stay.
class PseudoLocale final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        const QString source = QString::fromUtf8(text);
        static const QRegularExpression key(QStringLiteral("^(Ctrl|Shift|Alt|F\\d)"));
        if (key.match(source).hasMatch() || isOfQt(QString::fromLatin1(context)))
            return {};
        static const QRegularExpression kept(QStringLiteral("%\\d|%L?n|<[^>]*>|&\\w+;"));
        QString longer = stretched(source, kept);
        return longer + QString(source.size() / 3, QChar(0x017e));
    }

private:
    static bool isOfQt(const QString &context)
    {
        return context.startsWith(QLatin1Char('Q')) && !context.contains(QStringLiteral("::"));
    }
    static QString stretched(const QString &source, const QRegularExpression &kept)
    {
        QString text;
        qsizetype from = 0;
        QRegularExpressionMatchIterator at = kept.globalMatch(source);
        while (at.hasNext()) {
            const QRegularExpressionMatch match = at.next();
            text += accented(source.mid(from, match.capturedStart() - from)) + match.captured();
            from = match.capturedEnd();
        }
        return text + accented(source.mid(from));
    }
    static QString accented(QString text)
    {
        constexpr std::pair<char16_t, char16_t> letters[] {{u'a', u'å'}, {u'e', u'ê'}, {u'i', u'ï'}, {u'o', u'ø'},
            {u'u', u'ü'}, {u'n', u'ñ'}, {u'A', u'Å'}, {u'E', u'Ê'}};
        for (const auto &[plain, accent] : letters)
            text.replace(QChar(plain), QChar(accent));
        return text;
    }
};

/// What a widget needs more than it has; empty when it shows everything.
QString clipped(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    // A label that ignores its own width shortens its text by itself.
    const bool isElastic = widget.sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
    QSize needed = widget.sizeHint();
    if (isElastic)
        needed.setWidth(0);
    if (label && label->wordWrap())
        needed = {label->minimumSizeHint().width(), label->heightForWidth(label->width())};
    if (needed.width() <= widget.width() && needed.height() <= widget.height())
        return {};
    return QStringLiteral("%1 '%2' needs %3x%4, has %5x%6")
        .arg(QString::fromLatin1(widget.metaObject()->className()),
            label ? label->text() : widget.property("text").toString())
        .arg(needed.width())
        .arg(needed.height())
        .arg(widget.width())
        .arg(widget.height());
}

bool showsText(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    return (label && !label->text().isEmpty()) || qobject_cast<const QPushButton *>(&widget)
        || qobject_cast<const QToolButton *>(&widget) || qobject_cast<const QComboBox *>(&widget)
        || qobject_cast<const Tile *>(&widget) || qobject_cast<const StateChip *>(&widget);
}

QStringList clippedIn(const QWidget &window)
{
    QStringList all;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        const bool isOfQt = widget->objectName().startsWith(QStringLiteral("qt_"))
            || (widget->parentWidget() && qobject_cast<const QTabBar *>(widget->parentWidget()));
        const QString fault = widget->isVisible() && !isOfQt && showsText(*widget) ? clipped(*widget) : QString();
        if (!fault.isEmpty())
            all.append(fault);
    }
    return all;
}
} // namespace

class PseudoLocaleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noTextIsClippedOnAnyPage_data()
    {
        QTest::addColumn<bool>("isLong");
        QTest::addColumn<bool>("isRightToLeft");
        QTest::newRow("English") << false << false;
        QTest::newRow("English from right to left") << false << true;
        QTest::newRow("long words") << true << false;
        QTest::newRow("long words from right to left") << true << true;
    }
    void noTextIsClippedOnAnyPage()
    {
        QFETCH(bool, isLong);
        QFETCH(bool, isRightToLeft);
        PseudoLocale pseudo;
        if (isLong)
            QVERIFY(QCoreApplication::installTranslator(&pseudo));
        QApplication::setLayoutDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        const auto engine = startMendEngine();
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(engine->client(), {}, {"ann", "hold"}, std::move(answer));
        }));
        engine->client().ask(EnqueueJobs::of({mendJob("acme", "1"), mendJob("beta", "2")}), [](const auto &) {});
        GuiStage stage(engine->client());
        MainWindow &window = stage.window;
        window.resize(1280, 800);
        window.show();
        QTRY_COMPARE(countOf(stage.feed.snapshot().status.counts, JobState::Ready), std::int64_t {2});
        for (std::size_t i = 0; i < pageCount; ++i) {
            const auto page = static_cast<PageId>(i);
            window.openPage(page);
            auto *table = window.page(page)->findChild<QAbstractItemView *>();
            if (page == PageId::Tenants || page == PageId::Jobs) {
                QTRY_VERIFY(table->model()->rowCount() > 0);
                table->setCurrentIndex(table->model()->index(0, 0));
            }
            if (page == PageId::Jobs)
                QTRY_VERIFY(!window.inspector().job().why().isEmpty());
            QTRY_VERIFY2(clippedIn(window).isEmpty(),
                qPrintable(pageName(page) + QStringLiteral(": ") + clippedIn(window).join(QStringLiteral("; "))));
            QCOMPARE(window.size(), QSize(1280, 800));
        }
    }

    void noTextIsClippedInWhatIf_data() { noTextIsClippedOnAnyPage_data(); }
    void noTextIsClippedInWhatIf()
    {
        QFETCH(bool, isLong);
        QFETCH(bool, isRightToLeft);
        PseudoLocale pseudo;
        if (isLong)
            QVERIFY(QCoreApplication::installTranslator(&pseudo));
        QApplication::setLayoutDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        const auto engine = startMendEngine();
        engine->client().ask(EnqueueJobs::of({mendJob("acme", "1"), mendJob("beta", "2")}), [](const auto &) {});
        GuiStage stage(engine->client());
        stage.window.show();
        QTRY_COMPARE(countOf(stage.feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {2});
        stage.window.actions().of(ActionId::WhatIf)->trigger();
        auto *dialog = stage.window.findChild<WhatIfDialog *>();
        QVERIFY(dialog);
        auto *draft = dialog->findChild<QTableView *>(QStringLiteral("whatIfDraft"));
        QVERIFY(draft->model()->setData(draft->model()->index(0, DraftModel::Then), QStringLiteral("3"), Qt::EditRole));
        const auto isTried = [dialog] {
            return dialog->whatIf().phase() == WhatIf::Phase::Ready && dialog->whatIf().comparison();
        };
        QTRY_VERIFY(isTried());
        QTRY_VERIFY2(clippedIn(*dialog).isEmpty(), qPrintable(clippedIn(*dialog).join(QStringLiteral("; "))));
    }

    void aDurationFitsItsColumn_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("column");
        QTest::newRow("wait of a job") << QStringLiteral("jobsTable") << static_cast<int>(JobsModel::Waited);
        QTest::newRow("run of a job") << QStringLiteral("jobsTable") << static_cast<int>(JobsModel::Ran);
        QTest::newRow("wait of a dead letter") << QStringLiteral("deadJobs") << static_cast<int>(JobsModel::Waited);
        QTest::newRow("run of a worker") << QStringLiteral("workersTable") << static_cast<int>(WorkersModel::Since);
        QTest::newRow("oldest of a queue") << QStringLiteral("queuesTable") << static_cast<int>(QueuesModel::Oldest);
        QTest::newRow("p95 of a queue") << QStringLiteral("queuesTable") << static_cast<int>(QueuesModel::RunP95);
    }
    void aDurationFitsItsColumn()
    {
        QFETCH(QString, name);
        QFETCH(int, column);
        QApplication::setLayoutDirection(Qt::LeftToRight);
        const auto engine = startMendEngine();
        GuiStage stage(engine->client());
        const auto *table = stage.window.findChild<QTableView *>(name);
        QVERIFY(table);
        const int margin = table->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, table) + 1;
        const int needed = table->fontMetrics().horizontalAdvance(QStringLiteral("12 min 30 s")) + 2 * margin;
        QVERIFY2(table->columnWidth(column) >= needed, QByteArray::number(needed));
    }

    void tablesNeedNoScrollingSideways_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("name");
        QTest::newRow("tenants") << static_cast<int>(PageId::Tenants) << QStringLiteral("tenantsTable");
        QTest::newRow("jobs") << static_cast<int>(PageId::Jobs) << QStringLiteral("jobsTable");
        QTest::newRow("groups of dead letters") << static_cast<int>(PageId::Dead) << QStringLiteral("deadGroups");
        QTest::newRow("dead letters") << static_cast<int>(PageId::Dead) << QStringLiteral("deadJobs");
        QTest::newRow("events") << static_cast<int>(PageId::Events) << QStringLiteral("eventsTable");
        QTest::newRow("workers") << static_cast<int>(PageId::Workers) << QStringLiteral("workersTable");
    }
    void tablesNeedNoScrollingSideways()
    {
        QFETCH(int, page);
        QFETCH(QString, name);
        QApplication::setLayoutDirection(Qt::LeftToRight);
        const auto engine = startMendEngine();
        engine->client().ask(EnqueueJobs::of(std::vector<NewJob>(100, mendJob("acme", "broken"))), [](const auto &) {});
        GuiStage stage(engine->client());
        stage.window.resize(1280, 800);
        stage.window.show();
        QTRY_COMPARE(countOf(stage.feed.snapshot().status.counts, JobState::Dead), std::int64_t {100});
        stage.window.openPage(static_cast<PageId>(page));
        QVERIFY(stage.window.inspector().isVisible());
        auto *table = stage.window.findChild<QTableView *>(name);
        QTRY_VERIFY(table->model()->rowCount() > 0);
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    }
};

QTEST_MAIN(PseudoLocaleTest)
#include "pseudo_locale_test.moc"
