// SPDX-License-Identifier: Apache-2.0
// Each key of each table is read, listed and reloaded as its table declares, and refused when its value is wrong.
// docs/CONFIGURATION.md is made from the tables. With FAIRLEAD_WRITE_DOCS set the page is written anew.
#include "engine/assembly/config_form.h"
#include "engine/assembly/config_listing.h"
#include "engine/assembly/config_reload.h"

#include <QtTest>

using namespace fairlead;

namespace {
bool isKind(const ConfigKey &key, std::string_view kind)
{
    return key.kind.starts_with(kind);
}

/// The table without the kind of the handler or the layer: "queue.NAME.handler".
std::string pathOf(const ConfigKey &key)
{
    const std::size_t comma = key.table.find(',');
    const std::size_t dot = comma == std::string::npos ? comma : key.table.find('.', comma);
    return key.table.substr(0, comma) + (dot == std::string::npos ? std::string {} : key.table.substr(dot));
}
std::string kindIn(const ConfigKey &key)
{
    const std::size_t at = key.table.find("kind ");
    const std::string rest = at == std::string::npos ? std::string {} : key.table.substr(at + 5);
    return rest.substr(0, rest.find('.'));
}
bool isLayer(const ConfigKey &key)
{
    return key.table.find(".layers,") != std::string::npos;
}

/// A good value that is not the built-in one, as the file says it.
std::string sampleOf(const ConfigKey &key)
{
    const FieldRules &rules = key.spec.rules;
    if (key.table == "queue.NAME.handler" && key.name == "kind")
        return "\"pull\"";
    if (key.table == "tenant.NAME" && key.name == "plan")
        return "\"NAME\"";
    if (isKind(key, "a list of tables"))
        return "[{ kind = \"retry\" }]";
    if (isKind(key, "a table")) {
        for (const ConfigKey &inner : allConfigKeys()) {
            if (inner.table.ends_with("." + key.name) && sampleOf(inner) != inner.builtIn)
                return "{ " + inner.name + " = " + sampleOf(inner) + " }";
        }
    }
    if (isKind(key, "a list of durations"))
        return "[\"3s\"]";
    if (isKind(key, "a list"))
        return rules.example.empty() ? std::string("[\"a\"]") : std::string(rules.example);
    if (isKind(key, "a text"))
        return inQuotes(rules.example.empty() ? "a" : rules.example);
    if (isKind(key, "a size"))
        return "\"3MiB\"";
    if (isKind(key, "a duration, or"))
        return "0.5";
    if (isKind(key, "a duration"))
        return "\"7s\"";
    if (isKind(key, "true"))
        return key.builtIn == "true" ? "false" : "true";
    if (isKind(key, "one of")) {
        const QStringList names = QString::fromStdString(key.kind).mid(7).split(QStringLiteral(", "));
        return (names.first().toStdString() == key.builtIn ? names.last() : names.first()).toStdString();
    }
    const double builtIn = QString::fromStdString(key.builtIn).toDouble();
    if (isKind(key, "a whole number"))
        return plainNumber(builtIn + (builtIn < rules.most ? 1 : -1));
    return rules.most > 1 ? "3" : builtIn == 0.5 ? "0.25" : "0.5";
}

/// A file with one key, or without it.
struct KeyFile
{
    explicit KeyFile(const ConfigKey &key, const std::string &name, const std::string &value)
    {
        const std::string path = pathOf(key);
        const auto need = [&](const char *other, const std::string &text) {
            if (other != name)
                before += std::string(other) + " = " + text + "\n";
            else if (value.empty())
                after = std::string(other) + " = " + text + "\n"; // one that must be there
        };
        if (path.starts_with("tenant."))
            before += "[plan.NAME]\n";
        if (path.starts_with("queue.") && !path.starts_with("queue.NAME.handler"))
            before += "[queue.NAME]\nhandler = { kind = \"process\", command = [\"cat\"] }\n";
        if (path != "queue.NAME")
            before += isLayer(key) ? "[[" + path + "]]\n" : "[" + path + "]\n";
        if (path.starts_with("queue.NAME.handler.")) {
            before = "[queue.NAME.handler]\nkind = \"process\"\ncommand = [\"cat\"]\n[" + path + "]\n";
            if (kindIn(key) == "http")
                before = "[queue.NAME.handler]\nkind = \"http\"\nurl = \"https://a.example/\"\n[" + path + "]\n";
        } else if (!kindIn(key).empty()) {
            before += "kind = " + inQuotes(kindIn(key)) + "\n";
        }
        needOthers(key, path, need);
        if (!value.empty()) {
            line = int(std::count(before.begin(), before.end(), '\n')) + 1;
            after = name + " = " + value + "\n";
        }
    }
    template <typename Need>
    static void needOthers(const ConfigKey &key, const std::string &path, const Need &need)
    {
        const std::string kind = kindIn(key);
        if (path == "queue.NAME.handler" && kind == "process")
            need("command", "[\"cat\"]");
        if (path == "queue.NAME.handler" && kind == "plugin")
            need("file", "\"/x.so\"");
        if (path == "queue.NAME.handler" && kind == "http")
            need("url", "\"https://a.example/\"");
        if (path == "queue.NAME.handler" && kind.empty())
            need("kind", "\"function\"");
        if (kind == "rate_limit")
            need("per_second", "7");
        if (kind == "concurrency_limit")
            need("most", "7");
        if (kind == "timeout")
            need("after", "\"9s\"");
        // These count, or may be given, beside a certain value of another alone.
        if (key.name == "max_wait")
            need("policy", "\"wait\"");
        if (key.name == "high_water")
            need("policy", "\"shed_low\"");
        if (key.name == "step")
            need("kind", "\"linear\"");
        if (key.name == "delays")
            need("kind", "\"custom\"");
    }
    std::string text() const { return before + after; }

    std::string before;
    std::string after;
    int line = 0;
};

/// A certificate and its key go together.
std::string together(const ConfigKey &key)
{
    if (!key.name.starts_with("tls_"))
        return {};
    return std::string(key.name == "tls_key" ? "tls_certificate" : "tls_key") + " = \"b\"\n";
}

std::map<std::string, ConfigEntry> listed(const EngineConfig &config)
{
    std::map<std::string, ConfigEntry> entries;
    for (const ConfigEntry &entry : listConfig(config))
        entries.emplace(entry.key, entry);
    return entries;
}

/// The listed key that shows this one: itself, or the table that it is in.
std::string shownBy(const ConfigKey &key, const std::map<std::string, ConfigEntry> &entries)
{
    std::string name = pathOf(key) + "." + key.name;
    while (!name.empty() && !entries.contains(name))
        name.resize(name.rfind('.') == std::string::npos ? 0 : name.rfind('.'));
    return name;
}

bool has(const std::vector<std::string> &names, const std::string &name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Values that are out of the key's range.
std::vector<std::string> outside(const ConfigKey &key)
{
    const FieldRules &rules = key.spec.rules;
    const bool isDuration = isKind(key, "a duration");
    std::vector<std::string> values;
    const auto add = [&](double number) {
        values.push_back(isDuration ? inQuotes(plainNumber(number) + "ms") : plainNumber(number));
    };
    if (rules.isBytes)
        return values;
    if (rules.least > 0 || (rules.least == 0 && !isDuration))
        add(rules.least == 1 || isKind(key, "a whole") ? rules.least - 1
                                                       : rules.least / 2 - (rules.least == 0 ? 1 : 0));
    if (rules.most < std::numeric_limits<double>::max())
        add(rules.most + 1);
    return values;
}

std::string page()
{
    std::string text = "# Fairlead: the keys of the configuration\n\n"
                       "This page is made from the tables in `engine/assembly/config_keys.h` by `./dev reference`; a\n"
                       "test holds it against them. An example and the rules of a reload are in\n"
                       "[INTERFACES.md](INTERFACES.md). \"At once\": a reload changes it; the other keys wait for a\n"
                       "restart. The keys of `[queue.NAME]` but `handler` may stand in `[defaults]` too.\n";
    const auto cell = [](std::string_view value) {
        return QString::fromUtf8(value.data(), qsizetype(value.size()))
            .replace(u'|', QStringLiteral("\\|"))
            .toStdString();
    };
    std::vector<std::string> tables;
    const std::vector<ConfigKey> keys = allConfigKeys();
    for (const ConfigKey &key : keys) {
        if (!has(tables, key.table))
            tables.push_back(key.table);
    }
    for (const std::string &table : tables) {
        text += "\n## " + table + "\n\n| key | value | default | at once | meaning |\n|---|---|---|---|---|\n";
        for (const ConfigKey &key : keys) {
            if (key.table == table)
                text += "| `" + key.name + "` | " + cell(key.kind) + " | "
                    + (key.spec.rules.isRequired ? std::string("required") : "`" + cell(key.builtIn) + "`") + " | "
                    + (key.spec.rules.effect == Effect::AtOnce ? "yes" : "") + " | " + cell(key.spec.text) + " |\n";
        }
    }
    return text;
}
} // namespace

class ConfigKeysTest : public QObject
{
    Q_OBJECT
private:
    static void eachKeyAsARow()
    {
        QTest::addColumn<int>("at");
        const std::vector<ConfigKey> keys = allConfigKeys();
        QVERIFY(keys.size() > 100);
        for (std::size_t i = 0; i < keys.size(); ++i)
            QTest::newRow((keys[i].table + " " + keys[i].name).c_str()) << int(i);
    }
    static ConfigKey fetchedKey()
    {
        QFETCH(int, at);
        return allConfigKeys().at(std::size_t(at));
    }
    static QString faultsOf(const Result<EngineConfig> &read)
    {
        return read ? QStringLiteral("taken") : QString::fromStdString(read.error().text);
    }

private Q_SLOTS:
    void eachKeyIsReadListedAndReloadedAsDeclared_data() { eachKeyAsARow(); }
    void eachKeyIsReadListedAndReloadedAsDeclared()
    {
        const ConfigKey key = fetchedKey();
        const KeyFile without(key, key.name, {});
        const KeyFile with(key, key.name, sampleOf(key));
        const Result<EngineConfig> before = parseConfig(without.text(), "f");
        const Result<EngineConfig> read = parseConfig(with.text() + together(key), "f");
        QVERIFY2(before, qPrintable(faultsOf(before) + QString::fromStdString("\n" + without.text())));
        QVERIFY2(read, qPrintable(faultsOf(read) + QString::fromStdString("\n" + with.text())));

        const auto entries = listed(*read);
        const std::string shown = shownBy(key, entries);
        QVERIFY2(!shown.empty(), with.text().c_str());
        const auto was = listed(*before);
        const bool isSecret = key.spec.rules.secrecy == Secrecy::Secret;
        QCOMPARE(isSecret, entries.at(shown).value == "***");
        QVERIFY2(!was.contains(shown) || was.at(shown).value != entries.at(shown).value, shown.c_str());
        QVERIFY2(entries.at(shown).source.starts_with("f:"), entries.at(shown).source.c_str());

        const ReloadReport report = reloadConfig(*before, *read).report;
        bool isAtOnce = key.spec.rules.effect == Effect::AtOnce;
        for (const ConfigKey &outer : allConfigKeys()) {
            if (!isLayer(key) && outer.table + "." + outer.name == shown)
                isAtOnce = outer.spec.rules.effect == Effect::AtOnce;
        }
        QCOMPARE(has(report.applied, shown), isAtOnce);
        QCOMPARE(has(report.afterRestart, shown), !isAtOnce);
    }
    void eachKeyRefusesWhatIsNoneOfItsValues_data() { eachKeyAsARow(); }
    void eachKeyRefusesWhatIsNoneOfItsValues()
    {
        const ConfigKey key = fetchedKey();
        const bool isNumber = isKind(key, "a whole") || isKind(key, "a number") || isKind(key, "true");
        std::vector<std::string> wrong = outside(key);
        wrong.emplace_back(isNumber ? "\"seven\"" : isKind(key, "a duration, or") ? "true" : "7");
        if (key.spec.rules.isRequired)
            wrong.emplace_back(isKind(key, "a list") ? "[]" : "\"\"");
        for (const std::string &value : wrong) {
            const KeyFile file(key, key.name, value);
            const Result<EngineConfig> read = parseConfig(file.text(), "f");
            const QString faults = faultsOf(read);
            const QString place = QStringLiteral("f:%1: %2")
                                      .arg(file.line)
                                      .arg(QString::fromStdString(pathOf(key).substr(0, pathOf(key).find(".layers"))));
            QVERIFY2(faults.contains(place) && faults.contains(QString::fromStdString("." + key.name + ": expected")),
                qPrintable(QString::fromStdString(file.text()) + faults));
        }
    }
    void eachTableRefusesKeysThatItDoesNotHave_data() { eachKeyAsARow(); }
    void eachTableRefusesKeysThatItDoesNotHave()
    {
        const ConfigKey key = fetchedKey();
        if (key.spec.rules.secrecy == Secrecy::Secret)
            return; // of environments and headers every name is known
        const KeyFile file(key, key.name + "x", sampleOf(key));
        const QString faults = faultsOf(parseConfig(file.text(), "f"));
        QVERIFY2(faults.contains(QStringLiteral("f:%1: ").arg(file.line))
                && faults.contains(QString::fromStdString("." + key.name + "x: unknown key, nearest known key '")),
            qPrintable(QString::fromStdString(file.text()) + faults));
    }
    void thePageIsMadeFromTheTables()
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/CONFIGURATION.md"));
        const QByteArray made = QByteArray::fromStdString(page());
        if (qEnvironmentVariableIsSet("FAIRLEAD_WRITE_DOCS")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(made), made.size());
            return;
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll() == made, "docs/CONFIGURATION.md is not as the keys are: run ./dev reference");
    }
};

QTEST_APPLESS_MAIN(ConfigKeysTest)
#include "config_keys_test.moc"
