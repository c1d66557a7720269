// SPDX-License-Identifier: Apache-2.0
// Answers of an http handler's server with a Content-Encoding.
#include "tests/support/answering_server.h"
#include "tests/support/one_request.h"

#include <QtEndian>
#include <QtTest>

using namespace fairlead;

namespace {
/// The checksum of a gzip file (RFC 1952, section 8).
quint32 checksum(const QByteArray &bytes)
{
    quint32 sum = ~0U;
    for (const char byte : bytes) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~sum;
}

QByteArray littleEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(number, bytes.data());
    return bytes;
}

std::string gzip(const QByteArray &bytes)
{
    const QByteArray deflated = qCompress(bytes, 9).mid(6).chopped(4); // between the frames of Qt and of zlib
    const QByteArray head("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    return (head + deflated + littleEndian(checksum(bytes)) + littleEndian(static_cast<quint32>(bytes.size())))
        .toStdString();
}

/// The outcome of a run whose server gives this answer.
Outcome outcomeOfAnswer(const std::string &body, const std::string &coding, std::size_t answerBytesMax = 64 * 1024)
{
    const AnsweringServer server([&](const ServerRequest &) {
        return ServerAnswer {200, body, {{"Content-Type", "text/plain"}, {"Content-Encoding", coding}}};
    });
    HttpHandlerSettings settings;
    settings.url = server.url("/");
    settings.allow = {"127.0.0.0/8:" + std::to_string(server.port())};
    settings.answerBytesMax = answerBytesMax;
    return outcomeOf(settings);
}

std::string resultOf(const Outcome &outcome)
{
    const auto *succeeded = std::get_if<Succeeded>(&outcome);
    return succeeded ? succeeded->result.bytes : "no result";
}

std::string errorClassOf(const Outcome &outcome)
{
    const auto *failed = std::get_if<Failed>(&outcome);
    return failed ? failed->errorClass : "no failure";
}
} // namespace

class PackedAnswersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPackedAnswerIsUnpacked()
    {
        QCOMPARE(resultOf(outcomeOfAnswer(gzip("hello"), "gzip")), std::string("hello"));
        QCOMPARE(resultOf(outcomeOfAnswer(gzip("hello"), "x-gzip")), std::string("hello"));
        QCOMPARE(resultOf(outcomeOfAnswer("hello", "identity")), std::string("hello"));
    }
    void theLimitCountsUnpackedBytes() // F60
    {
        constexpr qsizetype bombBytes = 64 * 1024 * 1024;
        const std::string bomb = gzip(QByteArray(bombBytes, 'x'));
        QVERIFY(bomb.size() < 100'000);
        QCOMPARE(resultOf(outcomeOfAnswer(bomb, "gzip")), std::string(64 * 1024, 'x'));
        QCOMPARE(resultOf(outcomeOfAnswer(bomb, "gzip", 0)), std::string());
        QCOMPARE(resultOf(outcomeOfAnswer(gzip(QByteArray(1000, 'x')), "gzip", 1000)), std::string(1000, 'x'));
    }
    void anAnswerThatCannotBeUnpackedIsAFailure() // F60
    {
        QCOMPARE(errorClassOf(outcomeOfAnswer("not packed", "gzip")), std::string("content_encoding"));
        QCOMPARE(errorClassOf(outcomeOfAnswer("packed somehow", "compress")), std::string("content_encoding"));
        // Each layer could be a thousand times as large as the one around it.
        const std::string once = gzip("hello");
        const std::string twice = gzip(QByteArray::fromStdString(once));
        QCOMPARE(errorClassOf(outcomeOfAnswer(twice, "gzip, gzip")), std::string("content_encoding"));
    }
};

QTEST_GUILESS_MAIN(PackedAnswersTest)
#include "packed_answers_test.moc"
