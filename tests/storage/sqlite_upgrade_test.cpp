// SPDX-License-Identifier: Apache-2.0
// A store that an earlier version wrote keeps its promises.
#include "engine/storage/idempotent_body.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/sqlite_connection.h"
#include "tests/storage/sqlite_fixture.h"

#include <QtTest>

using namespace fairlead;

class SqliteUpgradeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idempotencyKeysOfEarlierVersionsAreCompared()
    {
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        JobSpec spec = aJob();
        spec.idempotencyKey = "order-17";
        const Enqueued first = driver.add(spec);
        fixture.close();
        const std::string body = std::to_string(shortHash(idempotentBody(spec)));
        SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadWrite)
            ->execute(("UPDATE idempotency SET form = 0, body = " + body).c_str());
        fixture.open();
        spec.asked = "start 10us"; // earlier versions did not compare it
        QCOMPARE(driver.add(spec).receipt.id, first.receipt.id);
        spec.payload = "another";
        QCOMPARE(driver.tryAdd(spec).error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(SqliteUpgradeTest)
#include "sqlite_upgrade_test.moc"
