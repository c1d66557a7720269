// SPDX-License-Identifier: Apache-2.0
#include "engine/control/upkeep_service.h"

#include "engine/domain/small_file.h"

#include <algorithm>
#include <filesystem>

namespace fairlead {

namespace {
namespace fs = std::filesystem;

/// The folder, made for its owner alone when there is none, without links in its path.
Result<fs::path> madeFolder(const std::string &path)
{
    std::error_code trouble = makeOwnFolder(path);
    fs::path whole = trouble ? fs::path() : fs::canonical(path, trouble);
    if (trouble)
        return failure(ErrorCode::Io, "cannot make the folder of backups " + path + ": " + trouble.message());
    return whole;
}

/// The file of a backup. A caller may not choose any other file of the machine: a payload can be a line that another
/// program obeys. Links are followed before the path is compared.
Result<std::string> placed(const std::string &file, const std::string &backupDir)
{
    if (backupDir.empty()) {
        if (!fs::path(file).is_absolute())
            return failure(ErrorCode::Invalid, "file: expected an absolute path on the engine's machine");
        return file;
    }
    FAIRLEAD_TRY(const fs::path folder, madeFolder(backupDir));
    std::error_code trouble;
    const fs::path wanted = folder / file; // an absolute path stays as it is
    const fs::path parent = fs::weakly_canonical(wanted.parent_path(), trouble);
    const auto [end, at] = std::mismatch(folder.begin(), folder.end(), parent.begin(), parent.end());
    const fs::path name = wanted.filename();
    if (trouble || end != folder.end() || name.empty() || name == "." || name == "..")
        return failure(ErrorCode::Invalid,
            "file: expected a name, or a path below " + folder.string()
                + "; the engine makes backups there only (store.backup_dir)");
    FAIRLEAD_TRY(const fs::path made, madeFolder(parent.string()));
    return (made / name).string();
}
} // namespace

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
    ask<BackupReport>(
        [file, folder = m_backupDir](StoreReader &reader) -> Result<BackupReport> {
            FAIRLEAD_TRY(const std::string path, placed(file, folder));
            return reader.backup(path);
        },
        std::move(answer));
}

void UpkeepService::verify(Answer<VerifyReport> answer)
{
    ask<VerifyReport>([](StoreReader &reader) { return reader.verify(); }, std::move(answer));
}

} // namespace fairlead
