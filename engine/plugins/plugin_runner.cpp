// SPDX-License-Identifier: Apache-2.0
// Runs one job in a plugin: `fairlead-plugin-runner FILE [SHA256]`. It uses the protocol of a process handler's
// programs.
#include "engine/plugins/job_plugin.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QPluginLoader>
#include <QTemporaryFile>

#include <cstdio>
#include <exception>

using namespace fairlead;

namespace {
// Exit codes of sysexits.h, as process handlers understand them.
constexpr int exitBadData = 65;
constexpr int exitTemporary = 75;
constexpr int exitConfiguration = 78;
constexpr int progressDescriptor = 3;
constexpr int spawnDescriptor = 4;

QByteArray readAll(FILE *from)
{
    QFile file;
    return file.open(from, QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeTo(int descriptor, const QByteArray &line)
{
    QFile file;
    if (file.open(descriptor, QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write(line + '\n');
}

class ProcessRun final : public PluginRun
{
public:
    QByteArray payload() const override { return m_payload; }
    QByteArray variable(const char *name) const override { return qgetenv(name); }
    void progress(int percent, const QString &text) override
    {
        writeTo(progressDescriptor, QByteArray::number(percent) + ' ' + text.toUtf8().replace('\n', ' '));
    }
    // A line break in JSON is white space, but would end the line here.
    void spawn(const QByteArray &job) override { writeTo(spawnDescriptor, QByteArray(job).replace('\n', ' ')); }

private:
    const QByteArray m_payload = readAll(stdin);
};

int fail(int code, const QByteArray &text)
{
    std::fprintf(stderr, "%s\n", text.constData());
    return code;
}

int run(JobPlugin &plugin)
{
    ProcessRun run;
    try {
        const PluginOutcome outcome = plugin.run(run);
        switch (outcome.kind) {
        case PluginOutcome::Kind::Failed:
            return fail(exitTemporary, outcome.bytes);
        case PluginOutcome::Kind::Rejected:
            return fail(exitBadData, outcome.bytes);
        case PluginOutcome::Kind::Succeeded:
            break;
        }
        const auto size = static_cast<std::size_t>(outcome.bytes.size());
        const bool isWritten =
            std::fwrite(outcome.bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
        return isWritten ? 0 : fail(exitTemporary, "the result could not be written");
    } catch (const std::exception &exception) {
        return fail(exitTemporary, exception.what());
    } catch (...) {
        return fail(exitTemporary, "the plugin threw something that is not a std::exception");
    }
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QString path = QFile::decodeName(argc > 1 ? argv[1] : "");
    QTemporaryFile copy(QDir::current().filePath(QStringLiteral("plugin-XXXXXX.so")));
    if (argc > 2) {
        // A copy of the checked bytes is loaded, so that the file cannot be replaced in between.
        QFile file(path);
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        if (QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex() != QByteArray(argv[2]).toLower())
            return fail(exitConfiguration, "the plugin is not the one that the configuration names by its sha256");
        if (!copy.open() || copy.write(bytes) != bytes.size() || !copy.flush())
            return fail(exitTemporary, "the plugin could not be copied into the folder of the run");
        path = copy.fileName();
    }
    QPluginLoader loader(path);
    const QString interface = loader.metaData().value(QLatin1String("IID")).toString();
    if (interface != QLatin1String(FairleadJobPlugin_iid))
        return fail(exitConfiguration,
            "not a plugin for " FairleadJobPlugin_iid
            ": " + (interface.isEmpty() ? loader.errorString() : interface).toUtf8());
    auto *plugin = qobject_cast<JobPlugin *>(loader.instance());
    return plugin ? run(*plugin) : fail(exitConfiguration, loader.errorString().toUtf8());
}
