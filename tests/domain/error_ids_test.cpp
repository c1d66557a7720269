// SPDX-License-Identifier: Apache-2.0
// The names of errors for readers who may not read their texts.
#include "engine/domain/error_ids.h"

#include <QtTest>

#include <set>

using namespace fairlead;

class ErrorIdsTest : public QObject
{
    Q_OBJECT
private:
    const ErrorIds m_ids {HashKey {17, 4}};
    const QueueName m_pay = QueueName::trusted("pay");
    const QueueName m_mail = QueueName::trusted("mail");

private Q_SLOTS:
    void anIdIsReadBack()
    {
        for (const char *fingerprint : {"0000000000000000", "0123456789abcdef", "ffffffffffffffff"}) {
            for (const QueueName *queue : {&m_pay, &m_mail, static_cast<const QueueName *>(nullptr)}) {
                const std::string id = m_ids.idOf(fingerprint, queue);
                QCOMPARE(id.size(), ErrorIds::digits);
                const auto named = m_ids.read(id);
                QVERIFY(named);
                QCOMPARE(named->fingerprint, std::string(fingerprint));
                QCOMPARE(named->queue, m_ids.markOf(queue));
            }
        }
    }
    void anErrorHasAnotherIdInEachQueueAndEngine()
    {
        const std::string fingerprint = "0123456789abcdef";
        const ErrorIds other {HashKey {17, 5}};
        const std::set<std::string> ids {fingerprint, m_ids.idOf(fingerprint, &m_pay), m_ids.idOf(fingerprint, &m_mail),
            m_ids.idOf(fingerprint, nullptr), other.idOf(fingerprint, &m_pay)};
        QCOMPARE(ids.size(), std::size_t {5});
        QCOMPARE(m_ids.idOf(fingerprint, &m_pay), ErrorIds(HashKey {17, 4}).idOf(fingerprint, &m_pay));
        QVERIFY(m_ids.idOf(fingerprint, &m_pay).find(fingerprint) == std::string::npos);
        // Nothing of one id follows from another: halves and digits differ, too.
        const std::string near = m_ids.idOf("0123456789abcdee", &m_pay);
        QVERIFY(near.substr(0, 16) != m_ids.idOf(fingerprint, &m_pay).substr(0, 16));
        QVERIFY(near.substr(16) != m_ids.idOf(fingerprint, &m_pay).substr(16));
    }
    void anIdThatWasMadeUpHasTheMarkOfNoQueue()
    {
        std::string id = m_ids.idOf("0123456789abcdef", &m_pay);
        id.front() = id.front() == '0' ? '1' : '0';
        const auto named = m_ids.read(id);
        QVERIFY(named && named->queue != m_ids.markOf(&m_pay) && named->queue != m_ids.markOf(nullptr));
        for (const char *text : {"", "0123456789abcdef", "0123456789abcdef0123456789abcdeg",
                 "0123456789abcdef0123456789abcdef0", "-123456789abcdef0123456789abcdef"})
            QVERIFY2(!m_ids.read(text), text);
    }
    void noFingerprintHasNoIdAndAnotherTextIsCovered()
    {
        QCOMPARE(m_ids.idOf("", &m_pay), std::string());
        QCOMPARE(m_ids.idOf("no hash", &m_pay), std::string("***"));
    }
};

QTEST_APPLESS_MAIN(ErrorIdsTest)
#include "error_ids_test.moc"
