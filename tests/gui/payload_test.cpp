// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/random.h"
#include "gui/look/state_colors.h"
#include "gui/look/theme.h"
#include "gui/payload/edit_retry_dialog.h"
#include "gui/payload/json_outline.h"
#include "gui/payload/payload_text.h"
#include "gui/payload/payload_view.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QtTest>

#include <algorithm>

using namespace fairlead;

namespace {
JobRecord jobWith(const std::string &payload)
{
    JobRecord record;
    record.job.spec.payload = payload;
    record.state = JobState::Dead;
    return record;
}

QPlainTextEdit *editorOf(const QDialog &dialog)
{
    return dialog.findChild<QPlainTextEdit *>(QStringLiteral("payloadEditor"));
}
} // namespace

class PayloadViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textThatIsShownComesBackByteForByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("large integer") << QByteArray("{\"n\":18446744073709551615}");
        QTest::newRow("trailing zero") << QByteArray("{\"price\":1.10}");
        QTest::newRow("doubled keys") << QByteArray("{\"a\":1,\"a\":2}");
        QTest::newRow("order of keys") << QByteArray("{\"z\":1,\"a\":2}");
        QTest::newRow("unbreakable space") << QByteArray("{\"a\":\"x\xc2\xa0y\"}");
        QTest::newRow("emoji") << QByteArray("\"\xf0\x9f\x98\x80\"");
        QTest::newRow("carriage returns") << QByteArray("{\r\n  \"a\": 1\r\n}\r\n");
        QTest::newRow("tabs and no last newline") << QByteArray("\t{\n}");
        QTest::newRow("empty") << QByteArray();
    }
    void textThatIsShownComesBackByteForByte()
    {
        QFETCH(QByteArray, bytes);
        const JobRecord job = jobWith(bytes.toStdString());
        QCOMPARE(EditRetryDialog::whyNotEditable(job), QString());
        EditRetryDialog dialog(job, nullptr);
        QCOMPARE(QByteArray::fromStdString(dialog.payload()), bytes);
        // Typed and taken back again.
        editorOf(dialog)->insertPlainText(QStringLiteral("x"));
        editorOf(dialog)->undo();
        QCOMPARE(QByteArray::fromStdString(dialog.payload()), bytes);
    }

    void bytesThatAnEditorWouldChangeAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80");
        QTest::newRow("mixed line ends") << QByteArray("a\r\nb\nc");
        QTest::newRow("lone carriage return") << QByteArray("a\rb");
        QTest::newRow("paragraph separator") << QByteArray("a\u2029b");
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf{}");
    }
    void bytesThatAnEditorWouldChangeAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(!PayloadText::of(bytes.toStdString()));
        QVERIFY(!EditRetryDialog::whyNotEditable(jobWith(bytes.toStdString())).isEmpty());
    }

    void randomBytesAreEitherRefusedOrKept()
    {
        SystemRandom seeds;
        const std::uint64_t seed = seeds.next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        std::string alphabet("ab{}[]\":,0123456789.eE+- \n\r\t\xc3\xa4\xe2\x80\xa8\xff");
        alphabet += '\0';
        int kept = 0;
        for (int i = 0; i < 5000; ++i) {
            std::string bytes;
            const std::uint64_t length = random.nextBelow(12);
            for (std::uint64_t k = 0; k < length; ++k)
                bytes += alphabet[random.nextBelow(alphabet.size())];
            const auto text = PayloadText::of(bytes);
            if (!text)
                continue;
            ++kept;
            QPlainTextEdit editor;
            editor.setPlainText(text->text());
            QString raw = editor.document()->toRawText();
            raw.replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
            QCOMPARE(QByteArray::fromStdString(text->bytes(raw)), QByteArray::fromStdString(bytes));
        }
        QVERIFY(kept > 100);
    }

    void viewKeepsTheBytesItShows()
    {
        PayloadView view(QStringLiteral("Payload"));
        std::string bytes(300 * 1024, 'x');
        bytes[7] = '\0';
        view.show(bytes, "application/octet-stream");
        QVERIFY(view.bytes() == bytes);
    }

    void partsOfALargePayloadAreTheWhole()
    {
        std::string payload;
        while (payload.size() < 3 * PayloadView::partLength)
            payload += "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x8e\x89"; // characters of one to four bytes
        PayloadView view(QStringLiteral("Payload"));
        view.show(payload, "text/plain");
        auto *part = view.findChild<QSpinBox *>();
        const auto *text = view.findChild<QPlainTextEdit *>(QStringLiteral("payloadText"));
        QCOMPARE(part->maximum(), 4);
        QString whole;
        for (int number = 1; number <= part->maximum(); ++number) {
            part->setValue(number);
            QVERIFY(text->toPlainText().size() <= static_cast<qsizetype>(PayloadView::partLength));
            whole += text->toPlainText();
        }
        QCOMPARE(whole.toUtf8().toStdString(), payload);
        QVERIFY(view.bytes() == payload);
        view.show("[1]", "application/json");
        QCOMPARE(text->toPlainText(), QStringLiteral("[1]"));
        QVERIFY(part->isHidden());
    }

    void outlineShowsValuesAsTheyAreWritten()
    {
        const std::string text = " {\"b\":1.10, \"a\":[18446744073709551615, \"x\\\"y\"], \"a\":null} ";
        const auto root = outlineJson(text);
        QVERIFY(root);
        QCOMPARE(root->children.size(), std::size_t {3});
        QCOMPARE(std::string(root->children[0].key), std::string("b"));
        QCOMPARE(std::string(root->children[0].raw), std::string("1.10"));
        QCOMPARE(std::string(root->children[1].children[0].raw), std::string("18446744073709551615"));
        QCOMPARE(std::string(root->children[1].children[1].raw), std::string("\"x\\\"y\""));
        QCOMPARE(std::string(root->children[2].key), std::string("a"));
    }

    void outlineRefusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", "{", "[1,]", "{\"a\" 1}", "tru", "\"a", "1 2", "{\"a\":}", "nan"})
            QTest::newRow(*text ? text : "nothing") << QByteArray(text);
        QTest::newRow("too deep") << QByteArray(1000, '[');
    }
    void outlineRefusesWhatIsNotJson()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!outlineJson(text.toStdString()));
    }

    void brokenJsonCannotBeSent()
    {
        EditRetryDialog dialog(jobWith("{\"a\":1}"), nullptr);
        auto *send = dialog.findChild<QAbstractButton *>(QStringLiteral("sendEdited"));
        QVERIFY(send->isEnabled());
        editorOf(dialog)->setPlainText(QStringLiteral("{\"a\":"));
        QVERIFY(!send->isEnabled());
    }

    void theFaultOfTheJsonIsNamedAndMarked_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("marked");
        QTest::newRow("a bad word") << QStringLiteral("{\n  \"a\": nul\n}") << QStringLiteral("line 2, column 8") << 9;
        QTest::newRow("a missing comma") << QStringLiteral("[1 2]") << QStringLiteral("line 1, column 4") << 3;
        QTest::newRow("a missing end") << QStringLiteral("{\"a\":1") << QStringLiteral("line 1, column 7") << 5;
        QTest::newRow("beyond ASCII") << QString::fromUtf8("[\"\u00e9\u00e9\" x]") << QStringLiteral("line 1, column 7")
                                      << 6;
    }
    void theFaultOfTheJsonIsNamedAndMarked()
    {
        QFETCH(QString, text);
        QFETCH(QString, place);
        QFETCH(int, marked);
        EditRetryDialog dialog(jobWith("{\"a\":1}"), nullptr);
        editorOf(dialog)->setPlainText(text);
        const QList<QLabel *> labels = dialog.findChildren<QLabel *>();
        QVERIFY2(
            std::any_of(labels.begin(), labels.end(), [&](const QLabel *one) { return one->text().endsWith(place); }),
            qPrintable(place));
        const auto marks = editorOf(dialog)->extraSelections();
        QCOMPARE(marks.size(), qsizetype {1});
        QCOMPARE(marks.front().cursor.selectionStart(), marked);
        editorOf(dialog)->setPlainText(QStringLiteral("[]"));
        QVERIFY(editorOf(dialog)->extraSelections().isEmpty());
    }
    void whatATokenMayNotReadIsNotEdited()
    {
        JobRecord job = jobWith("\"***\"");
        job.withheld = Withheld::Part;
        QVERIFY(!EditRetryDialog::whyNotEditable(job).isEmpty());
    }

    void differenceIsReadableInTheLookOfNow()
    {
        const QPalette before = QApplication::palette();
        QApplication::setPalette(Theme::lightPalette());
        EditRetryDialog dialog(jobWith("{\"a\":1}"), nullptr);
        QApplication::setPalette(Theme::darkPalette());
        editorOf(dialog)->setPlainText(QStringLiteral("{\"a\":2}"));
        int lines = 0;
        for (const QPlainTextEdit *one : dialog.findChildren<QPlainTextEdit *>()) {
            for (QTextBlock line = one->document()->begin(); line.isValid(); line = line.next()) {
                for (const QTextLayout::FormatRange &part : line.layout()->formats()) {
                    const QColor base = one->palette().color(QPalette::Base);
                    QVERIFY(contrast(part.format.foreground().color(), base) >= 4.5);
                    ++lines;
                }
            }
        }
        QApplication::setPalette(before);
        QCOMPARE(lines, 2);
    }

    void fileGetsTheBytesThatWereShownWhenItWasAskedFor()
    {
        const std::string bytes("\xff\0\r\n", 4);
        PayloadView view(QStringLiteral("Payload"));
        view.show(bytes, "application/octet-stream");
        for (auto *button : view.findChildren<QAbstractButton *>()) {
            if (button->accessibleName().startsWith(QStringLiteral("Save")))
                button->click();
        }
        auto *dialog = view.findChild<QFileDialog *>();
        QVERIFY(dialog);
        view.show("another job's", "text/plain");
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("payload.bin"));
        Q_EMIT dialog->fileSelected(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), bytes);
    }

    void diffNamesTheLinesThatChanged()
    {
        QCOMPARE(lineDiff(QStringLiteral("a\nb\nc"), QStringLiteral("a\nB\nc")), QStringLiteral("  a\n- b\n+ B\n  c"));
        QCOMPARE(lineDiff(QStringLiteral("a"), QStringLiteral("a\nb")), QStringLiteral("  a\n+ b"));
    }
};

QTEST_MAIN(PayloadViewTest)
#include "payload_test.moc"
