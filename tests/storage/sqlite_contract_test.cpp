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
    QTest::addColumn<int>("youngMax");
    for (const int youngMax : {1, 7, 20'000}) {
        for (std::size_t i = 0; i < storeContract.size(); ++i)
            QTest::addRow("%s, %d young", storeContract[i].name, youngMax) << static_cast<int>(i) << youngMax;
    }
}

void SqliteContractTest::keepsTheContract()
{
    QFETCH(int, index);
    QFETCH(int, youngMax);
    SqliteFixture fixture(youngMax);
    storeContract.at(static_cast<std::size_t>(index)).check(fixture);
}

QTEST_GUILESS_MAIN(SqliteContractTest)
#include "sqlite_contract_test.moc"
