// SPDX-License-Identifier: Apache-2.0
#include "engine/control/reader_thread.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/limited.h"

#include <QtTest>

#include <semaphore>

using namespace fairlead;

class ReaderThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_reader = std::make_unique<ReaderThread>();
        QVERIFY(m_reader->start(MemoryStore().readerFactory()));
    }
    void cleanup()
    {
        m_reader->stop([] {});
        m_reader.reset();
    }

    void everyQuestionThatComesWhileItEndsIsAnswered()
    {
        Result<JobNumber> newest = failure(ErrorCode::Internal, "not answered");
        m_reader->stop([&] {
            m_reader->ask<JobNumber>([](StoreReader &reader) { return reader.jobs().newestNumber(); },
                [&newest](const Result<JobNumber> &answer) { newest = answer; });
        });
        QVERIFY(newest);
    }
    void othersComeBetweenTwoLongTasks()
    {
        std::string order;
        std::binary_semaphore done {0};
        m_reader->post([&] {
            m_reader->postLong([&order] { order += 'a'; });
            m_reader->postLong([&] {
                order += 'b';
                done.release();
            });
            m_reader->post([&order] { order += '-'; });
        });
        acquire(done, "the second long task runs");
        QCOMPARE(order, std::string("a-b"));
    }
    void longTasksThatWaitAtTheEndAreRun()
    {
        std::string order;
        m_reader->stop([&] {
            for (const char task : {'a', 'b', 'c'})
                m_reader->postLong([&order, task] { order += task; });
        });
        QCOMPARE(order, std::string("abc"));
    }

private:
    std::unique_ptr<ReaderThread> m_reader;
};

QTEST_GUILESS_MAIN(ReaderThreadTest)
#include "reader_thread_test.moc"
