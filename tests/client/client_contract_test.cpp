// SPDX-License-Identifier: Apache-2.0
// The same claims about the client in the process and the one over HTTP: they cannot differ.
#include "tests/contracts/client_contract.h"

using namespace fairlead;

class ClientContractTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void localClientKeepsTheContract_data() { addClaims(); }
    void localClientKeepsTheContract()
    {
        QFETCH(int, index);
        EngineRig rig;
        ClientDriver driver(rig, rig.local);
        clientContract.at(static_cast<std::size_t>(index)).check(driver);
    }
    void remoteClientKeepsTheContract_data() { addClaims(); }
    void remoteClientKeepsTheContract()
    {
        QFETCH(int, index);
        EngineRig rig;
        ClientDriver driver(rig, *rig.remote);
        clientContract.at(static_cast<std::size_t>(index)).check(driver);
    }

private:
    static void addClaims()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < clientContract.size(); ++i)
            QTest::newRow(clientContract[i].name) << static_cast<int>(i);
    }
};

QTEST_GUILESS_MAIN(ClientContractTest)
#include "client_contract_test.moc"
