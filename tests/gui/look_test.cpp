// SPDX-License-Identifier: Apache-2.0
#include "gui/charts/scale.h"
#include "gui/feed/snapshot.h"
#include "gui/look/icons.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"
#include "gui/look/theme.h"
#include "gui/pages/tile.h"

#include <QDir>
#include <QFontMetrics>
#include <QtTest>

using namespace fairlead;

class LookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme theme(*qApp); }

    void everyStateHasGlyphWordAndReadableColour()
    {
        // The last two are those of desktops of high contrast.
        for (const QPalette &palette : {Theme::lightPalette(), Theme::darkPalette(), QPalette(Qt::white, Qt::white),
                 QPalette(Qt::black, Qt::black)}) {
            const QColor base = palette.color(QPalette::Base);
            for (const ShownState state : allShownStates) {
                const StateLook look = lookOf(state, palette);
                QVERIFY(!look.glyph.isEmpty());
                QVERIFY(!look.word.isEmpty());
                QVERIFY2(contrast(look.colour, base) >= 4.5, qPrintable(look.word));
            }
        }
    }

    void textOfBothPalettesIsReadable()
    {
        for (const QPalette &palette : {Theme::lightPalette(), Theme::darkPalette()}) {
            for (const auto &[text, back] :
                {std::pair(QPalette::Text, QPalette::Base), std::pair(QPalette::Text, QPalette::AlternateBase),
                    std::pair(QPalette::WindowText, QPalette::Window),
                    std::pair(QPalette::ButtonText, QPalette::Button),
                    std::pair(QPalette::PlaceholderText, QPalette::Base),
                    std::pair(QPalette::HighlightedText, QPalette::Highlight),
                    std::pair(QPalette::Link, QPalette::Base)})
                QVERIFY2(contrast(palette.color(text), palette.color(back)) >= 4.5,
                    qPrintable(QStringLiteral("%1 on %2").arg(text).arg(back)));
            // Of two palettes exactly one is dark.
        }
        QVERIFY(!isDark(Theme::lightPalette()));
        QVERIFY(isDark(Theme::darkPalette()));
    }

    void everyIconCanBeDrawn()
    {
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(files.size() > 15);
        for (const QString &file : files) {
            const QImage image = icon(QString(file).remove(QStringLiteral(".svg"))).pixmap(32, 32).toImage();
            bool isDrawn = false;
            for (int y = 0; y < image.height() && !isDrawn; ++y) {
                for (int x = 0; x < image.width() && !isDrawn; ++x)
                    isDrawn = image.pixelColor(x, y).alpha() > 0;
            }
            QVERIFY2(isDrawn, qPrintable(file));
        }
    }

    void agesHaveOneUnitAndAreNeverNegative()
    {
        QLocale::setDefault(QLocale::c());
        const TimePoint now {std::chrono::hours {1000}};
        QCOMPARE(shownAge(now - std::chrono::seconds {66}, now), QStringLiteral("1 min ago"));
        QCOMPARE(shownAge(now - std::chrono::hours {30}, now), QStringLiteral("1 d ago"));
        QCOMPARE(shownAge(now + std::chrono::hours {3}, now), QStringLiteral("just now"));
    }

    void decimationKeepsTheSpike()
    {
        QVector<QPointF> points;
        for (int i = 0; i < 3000; ++i)
            points.append(QPointF(i, i == 1234 ? 99 : 1));
        const QVector<QPointF> kept = decimated(points, 300);
        QVERIFY(kept.size() <= 300);
        QVERIFY(kept.contains(QPointF(1234, 99)));
        QVERIFY(std::is_sorted(kept.begin(), kept.end(), [](auto a, auto b) { return a.x() < b.x(); }));
    }

    void scaleStaysWhileValuesBreathe()
    {
        ValueScale scale(ValueScale::Kind::Linear, 4);
        QVERIFY(scale.fit(0, 90));
        QCOMPARE(scale.high(), 100.0);
        QVERIFY(!scale.fit(0, 70));
        QVERIFY(!scale.fit(0, 99));
        QVERIFY(scale.fit(0, 101));
        QVERIFY(scale.fit(0, 10));
        for (const double mark : scale.marks())
            QCOMPARE(mark, std::floor(mark));
    }

    void burstDoesNotFlattenTheRest()
    {
        ValueScale scale(ValueScale::Kind::Linear, 4);
        QVERIFY(scale.fit(1, 100, 40));
        QCOMPARE(scale.place(10), 10.0); // no burst
        QVERIFY(scale.fit(1, 4'000, 40));
        QVERIFY(scale.place(40) > scale.high() / 11);
        QVERIFY(scale.place(40) < scale.place(80) && scale.place(80) < scale.place(4'000));
        QCOMPARE(scale.place(4'000), scale.high());
        const std::vector<double> marks = scale.marks();
        QVERIFY(std::is_sorted(marks.begin(), marks.end()));
        QCOMPARE(marks.back(), scale.high());
        QVERIFY(!scale.fit(1, 4'000, 300)); // nearly as high: it stays as it is
        QVERIFY(scale.fit(1, 4'000, 1'000));
        QCOMPARE(scale.place(40), 40.0);
    }

    void fairShareCountsOnlyThoseWithWork()
    {
        TenantView busy;
        busy.tenant = TenantName::trusted("busy");
        busy.limits.weight = 3;
        busy.counts[static_cast<std::size_t>(JobState::Ready)] = 5;
        TenantView idle = busy;
        idle.tenant = TenantName::trusted("idle");
        idle.counts = {};
        TenantView rival = busy;
        rival.tenant = TenantName::trusted("rival");
        rival.limits.weight = 1;
        QCOMPARE(fairShare(busy, {busy, idle, rival}), 0.75);
        rival.pause = Pause {.queue = {}, .tenant = rival.tenant, .who = {}, .why = {}, .since = {}};
        QCOMPARE(fairShare(busy, {busy, idle, rival}), 1.0);
        QCOMPARE(fairShare(rival, {busy, idle, rival}), 0.0);
    }
    void aValueOfATileIsNeverCutOff()
    {
        Tile tile(Figure::QueueTimeOverTime, ShownState::Ready, QStringLiteral("Queue time"));
        const int widest = 200;
        const int narrowest = tile.minimumSizeHint().width() - 20; // without its margins
        for (const auto *value : {"12 min 30 s", "8,412,000", "23 h 59 min"}) {
            const QString text = QString::fromLatin1(value);
            tile.show(text, {});
            QVERIFY(QFontMetrics(tile.fittingFont(narrowest)).horizontalAdvance(text) <= narrowest);
        }
        tile.show(QStringLiteral("7"), {});
        QVERIFY(tile.fittingFont(widest).pointSizeF() > tile.font().pointSizeF());
    }
};

QTEST_MAIN(LookTest)
#include "look_test.moc"
