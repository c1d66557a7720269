// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/work_folders.h"
#include "tests/support/fast_folder.h"

#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace fairlead;
namespace fs = std::filesystem;

class WorkFoldersTest : public QObject
{
    Q_OBJECT
private:
    FastFolder m_parent;

    std::shared_ptr<WorkFolders> folders() const { return *WorkFolders::in(m_parent.path().toStdString()); }

private Q_SLOTS:
    void folderThatWasLeftEmptyServesTheNextRun()
    {
        const auto all = folders();
        const std::string first = **all->make();
        QVERIFY(fs::is_empty(first));
        const auto again = *all->make();
        QCOMPARE(*again, first);
        const auto beside = *all->make();
        QVERIFY(*beside != first);
    }
    void nothingOfARunIsSeenByTheNext_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("a file") << 0;
        QTest::newRow("other permissions") << 1;
        QTest::newRow("a link in its place") << 2;
        QTest::newRow("gone") << 3;
    }
    void nothingOfARunIsSeenByTheNext()
    {
        QFETCH(int, how);
        const FastFolder elsewhere;
        const auto all = folders();
        auto folder = *all->make();
        const std::string path = *folder;
        if (how == 0)
            std::ofstream(path + "/secret") << "x";
        else if (how == 1)
            fs::permissions(path, fs::perms::all);
        else
            QVERIFY(fs::remove(path));
        if (how == 2)
            fs::create_directory_symlink(elsewhere.path().toStdString(), path);
        folder.reset();
        QVERIFY(!fs::exists(fs::symlink_status(path)));
        QVERIFY(fs::exists(elsewhere.path().toStdString()));
        const auto next = *all->make();
        QVERIFY(fs::is_empty(*next) && !fs::is_symlink(*next));
        QCOMPARE(fs::status(*next).permissions(), fs::perms::owner_all);
    }
    void allGoWithTheirLife()
    {
        auto all = folders();
        const auto kept = *all->make();
        all->make()->reset();
        all.reset();
        QVERIFY(fs::is_empty(m_parent.path().toStdString()));
    }
};

QTEST_GUILESS_MAIN(WorkFoldersTest)
#include "work_folders_test.moc"
