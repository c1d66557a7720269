// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

namespace {
QSet<QString> places(const QString &text)
{
    QSet<QString> found;
    QRegularExpressionMatchIterator at = QRegularExpression(QStringLiteral("%(L?n|\\d)")).globalMatch(text);
    while (at.hasNext())
        found.insert(at.next().captured());
    return found;
}

/// The sources of the program that people read: of app/ and gui/.
QStringList sources()
{
    QStringList found;
    for (const char *folder : {"/app", "/gui"}) {
        QDirIterator files(QStringLiteral(FAIRLEAD_SOURCE_DIR) + QLatin1String(folder),
            {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            found.append(files.next());
    }
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
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("least");
        QTest::newRow("Spanish") << QStringLiteral("fairlead_es.ts") << QStringList() << 700;
        QTest::newRow("English plurals") << QStringLiteral("fairlead_en.ts")
                                         << QStringList {QStringLiteral("-pluralonly")} << 14;
    }
    void everyTextIsTranslatedWithTheSamePlaces()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, options);
        QFETCH(int, least);
        // A copy that lupdate has brought up to date: a text of the sources that is not in the file is unfinished
        // there.
        const QTemporaryDir folder;
        const QString copy = folder.filePath(file);
        QVERIFY(QFile::copy(QStringLiteral(FAIRLEAD_SOURCE_DIR "/translations/") + file, copy));
        QProcess update;
        update.setProcessChannelMode(QProcess::MergedChannels);
        update.start(QStringLiteral(FAIRLEAD_LUPDATE),
            QStringList {QStringLiteral("-no-obsolete"), QStringLiteral("-I" FAIRLEAD_SOURCE_DIR)} + options + sources()
                + QStringList {QStringLiteral("-ts"), copy});
        QVERIFY(update.waitForFinished(60'000));
        QVERIFY2(update.exitCode() == 0, update.readAll());
        QFile ts(copy);
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
        QVERIFY2(count >= least, QByteArray::number(count));
    }
};

QTEST_APPLESS_MAIN(TranslationTest)
#include "translation_test.moc"
