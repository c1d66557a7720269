// SPDX-License-Identifier: Apache-2.0
// docs/API.md is made from the definitions of the calls. With FAIRLEAD_WRITE_DOCS set the page is written anew.
#include "engine/calls/all_calls.h"
#include "engine/wire/call_codec.h"

#include <QFile>
#include <QtTest>

using namespace fairlead;

namespace {
std::string escaped(std::string_view text)
{
    std::string cell;
    for (const char c : text)
        cell += c == '|' ? std::string("\\|") : std::string(1, c);
    return cell;
}

template <typename C>
std::string roleCell()
{
    return C::info.role ? std::string(roleName(*C::info.role)) : "none";
}

/// The statuses of success and of the call's own errors.
template <typename C>
std::string statusCell()
{
    if constexpr (requires { C::statuses; }) {
        std::string cell;
        for (const int status : C::statuses)
            cell += (cell.empty() ? "" : ", ") + std::to_string(status);
        return cell;
    } else {
        return std::to_string(C::info.status);
    }
}

template <typename C>
std::string errorCell()
{
    std::string cell;
    const std::vector<std::string_view> names = errorCodeNames();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (C::info.errors.has(static_cast<ErrorCode>(i)))
            cell += (cell.empty() ? "" : ", ") + std::string(names[i]);
    }
    return cell;
}

template <typename C>
std::string memberRows()
{
    std::string rows;
    C call {};
    const auto row = [&rows](std::string_view name, std::string_view place, bool isRequired, std::string_view text) {
        rows += "| `" + std::string(name) + "` | " + std::string(place) + " | " + (isRequired ? "yes" : "") + " | "
            + escaped(text) + " |\n";
    };
    eachSettable(Fields<C>::all, call, [&]<typename V>(const FieldSpec &spec, V &&value) {
        using Value = std::remove_cvref_t<V>;
        if constexpr (isRawPart<Value>) {
            row(spec.name, "body", value.isRequired, "any JSON, kept byte for byte");
            row(std::string(spec.name) + "_base64", "body", false, "the bytes, where they are not JSON");
            row("content_type", "body", false, "of the bytes");
        } else {
            switch (placeOf<C, Value>(spec)) {
            case Place::Path:
                row(spec.name, "path", true, spec.text);
                return;
            case Place::Query:
                if constexpr (OneText<Value>)
                    row(spec.name, "query", false, spec.text);
                return;
            case Place::Body:
                row(spec.name, "body", spec.rules.isRequired, spec.text);
                return;
            case Place::WholeBody:
                row("(the body)", "body", true, spec.text);
                return;
            }
        }
    });
    return rows;
}

std::string page()
{
    std::string text =
        "# Fairlead: the calls\n\n"
        "This page is made from the definitions in `engine/calls` by `./dev reference`; a test holds it\n"
        "against them. `/openapi.json` of a running engine says the same for programs, with the types.\n"
        "What the calls mean is in [INTERFACES.md](INTERFACES.md).\n\n"
        "Any call may also fail with `invalid` (400), `denied` (401 or 403), `too_large` (413),\n"
        "`rate_limited` (429), or because the engine cannot go on (500, 503, 504, 507).\n";
    std::apply(
        [&text](const auto &...group) {
            const auto write = [&text](const auto &one) {
                text += "\n## " + std::string(one.name) + "\n\n" + std::string(one.text) + ".\n\n";
                text += "| call | route | role | done | errors | in the audit log |\n|---|---|---|---|---|---|\n";
                eachCallOf(one, [&text]<typename C>() {
                    text += "| `" + std::string(C::info.name) + "` | `" + std::string(C::info.method) + " "
                        + std::string(C::info.path) + "` | " + roleCell<C>() + " | " + statusCell<C>() + " | "
                        + errorCell<C>() + " | " + std::string(C::info.audit) + " |\n";
                });
                eachCallOf(one, [&text]<typename C>() {
                    const std::string rows = memberRows<C>();
                    text += "\n### " + std::string(C::info.name) + "\n\n" + std::string(C::info.text) + ".\n";
                    if (!rows.empty())
                        text += "\n| member | where | required | meaning |\n|---|---|---|---|\n" + rows;
                });
            };
            (write(group), ...);
        },
        callGroups);
    return text;
}
} // namespace

class ReferenceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void thePageIsMadeFromTheCalls()
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/API.md"));
        const QByteArray made = QByteArray::fromStdString(page());
        if (qEnvironmentVariableIsSet("FAIRLEAD_WRITE_DOCS")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(made), made.size());
            return;
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll() == made, "docs/API.md is not as the calls are: run ./dev reference");
    }
    void everyCallHasItsOwnNameAndRoute()
    {
        QSet<QString> names;
        QSet<QString> routes;
        int count = 0;
        eachCall([&]<typename C>() {
            names.insert(QString::fromLatin1(C::info.name.data(), qsizetype(C::info.name.size())));
            routes.insert(QString::fromStdString(std::string(C::info.method) + " " + std::string(C::info.path)));
            ++count;
        });
        QCOMPARE(names.size(), count);
        QCOMPARE(routes.size(), count);
    }
};

QTEST_APPLESS_MAIN(ReferenceTest)
#include "reference_test.moc"
