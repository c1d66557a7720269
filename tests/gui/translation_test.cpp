// SPDX-License-Identifier: Apache-2.0
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QXmlStreamReader>
#include <QtTest>

namespace {
QSet<QString> places(const QString &text)
{
    QSet<QString> found;
    QRegularExpressionMatchIterator at = QRegularExpression(QStringLiteral("%(n|\\d)")).globalMatch(text);
    while (at.hasNext())
        found.insert(at.next().captured());
    return found;
}
} // namespace

class TranslationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyTextIsTranslatedWithTheSamePlaces_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("least");
        QTest::newRow("Spanish") << QStringLiteral("fairlead_es.ts") << 400;
        QTest::newRow("English plurals") << QStringLiteral("fairlead_en.ts") << 5;
    }
    void everyTextIsTranslatedWithTheSamePlaces()
    {
        QFETCH(QString, file);
        QFETCH(int, least);
        QFile ts(QStringLiteral(FAIRLEAD_SOURCE_DIR "/translations/") + file);
        QVERIFY(ts.open(QIODevice::ReadOnly));
        QXmlStreamReader reader(&ts);
        QString source;
        int count = 0;
        while (!reader.atEnd()) {
            reader.readNext();
            if (!reader.isStartElement())
                continue;
            if (reader.name() == QStringLiteral("source"))
                source = reader.readElementText();
            if (reader.name() == QStringLiteral("translation")) {
                QVERIFY2(!reader.attributes().hasAttribute(QStringLiteral("type")), qPrintable(source));
                const QString text = reader.readElementText(QXmlStreamReader::IncludeChildElements);
                QVERIFY2(!text.trimmed().isEmpty(), qPrintable(source));
                QCOMPARE(places(text), places(source));
                ++count;
            }
        }
        QVERIFY(!reader.hasError());
        QVERIFY(count >= least);
    }
};

QTEST_APPLESS_MAIN(TranslationTest)
#include "translation_test.moc"
