// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_store.h"
#include "tests/contracts/store_contract.h"

using namespace fairlead;

namespace {
/// A memory store whose state outlives it, so that a crash leaves it to the next life.
class MemoryFixture final : public StoreFixture
{
public:
    MemoryFixture() { reopen(); }
    StoreSession &store() override { return *m_store; }
    StoreReader &reader() override { return *m_reader; }
    void reopen() override
    {
        m_store = std::make_unique<MemoryStore>(m_state);
        m_reader = must(m_store->readerFactory()());
    }
    void crash() override { reopen(); }

private:
    std::shared_ptr<MemoryState> m_state = std::make_shared<MemoryState>();
    std::unique_ptr<MemoryStore> m_store;
    std::unique_ptr<StoreReader> m_reader;
};
} // namespace

class MemoryStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheContract_data();
    void keepsTheContract();
    void saysWhatItIs();
};

void MemoryStoreTest::keepsTheContract_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < storeContract.size(); ++i)
        QTest::newRow(storeContract[i].name) << static_cast<int>(i);
}

void MemoryStoreTest::keepsTheContract()
{
    QFETCH(int, index);
    MemoryFixture fixture;
    storeContract.at(static_cast<std::size_t>(index)).check(fixture);
}

void MemoryStoreTest::saysWhatItIs()
{
    MemoryStore store;
    QCOMPARE(store.description(), std::string("memory"));
    QCOMPARE(store.durability(), std::string("none"));
    QCOMPARE(store.recovery().incarnation(), Incarnation {1});
}

QTEST_APPLESS_MAIN(MemoryStoreTest)
#include "memory_store_test.moc"
