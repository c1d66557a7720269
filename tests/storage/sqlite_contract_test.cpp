// SPDX-License-Identifier: Apache-2.0
#include "tests/contracts/store_contract.h"
#include "tests/storage/sqlite_fixture.h"

using namespace fairlead;

/// The contract, over stores that put off their index for a few jobs and for many.
class SqliteContractTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsTheContract_data();
    void keepsTheContract();
};

void SqliteContractTest::keepsTheContract_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("unindexedMax");
    for (const int unindexedMax : {1, 7, 20'000}) {
        for (std::size_t i = 0; i < storeContract.size(); ++i)
            QTest::addRow("%s, %d unindexed", storeContract[i].name, unindexedMax)
                << static_cast<int>(i) << unindexedMax;
    }
}

void SqliteContractTest::keepsTheContract()
{
    QFETCH(int, index);
    QFETCH(int, unindexedMax);
    SqliteFixture fixture(unindexedMax);
    storeContract.at(static_cast<std::size_t>(index)).check(fixture);
}

QTEST_GUILESS_MAIN(SqliteContractTest)
#include "sqlite_contract_test.moc"
