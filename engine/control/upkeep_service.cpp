// SPDX-License-Identifier: Apache-2.0
#include "engine/control/upkeep_service.h"

namespace fairlead {

template <typename T>
void UpkeepService::ask(std::function<Result<T>(StoreReader &)> question, Answer<T> answer)
{
    m_thread.post([this, question = std::move(question), answer = std::move(answer)] {
        const Result<std::unique_ptr<StoreReader>> reader = m_store.readerFactory()();
        answer(reader ? question(**reader) : Result<T>(failure(reader.error())));
    });
}

void UpkeepService::backup(const std::string &file, Answer<BackupReport> answer)
{
    ask<BackupReport>([file](StoreReader &reader) { return reader.backup(file); }, std::move(answer));
}

void UpkeepService::verify(Answer<VerifyReport> answer)
{
    ask<VerifyReport>([](StoreReader &reader) { return reader.verify(); }, std::move(answer));
}

} // namespace fairlead
