// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/filter_terms.h"

#include "engine/domain/enum_names.h"
#include "engine/domain/settings.h"
#include "engine/domain/units.h"
#include "gui/look/shown.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <chrono>

namespace fairlead {

namespace {
/// Stands before the end of an id, as in tables.
constexpr QChar endMark(0x2026);

/// The fields. `signs` are those that it takes, the usual one first.
struct FieldRow
{
    TermField field;
    const char *name;
    std::array<std::optional<TermSign>, 2> signs;
    std::size_t most; ///< terms of this field and a usual sign in one filter
};
constexpr std::size_t partsMax = 8; ///< of an error or a text
constexpr QLatin1Char star('*'); ///< behind the beginning of a tag
constexpr std::array<FieldRow, 14> fieldRows {{
    {TermField::State, "state", {TermSign::Is, {}}, 1},
    {TermField::Queue, "queue", {TermSign::Is, {}}, 1},
    {TermField::Tenant, "tenant", {TermSign::Is, {}}, 1},
    {TermField::Tag, "tag", {TermSign::Is, TermSign::Begins}, JobLimits {}.tagCountMax},
    {TermField::Id, "id", {TermSign::Is, {}}, 1},
    {TermField::Handler, "handler", {TermSign::Is, {}}, 1},
    {TermField::Age, "age", {TermSign::Above, TermSign::Below}, 1},
    {TermField::Attempts, "attempts", {TermSign::Above, TermSign::AtLeast}, 1},
    {TermField::Payload, "payload", {TermSign::Is, {}}, 1},
    {TermField::Error, "error", {TermSign::Is, {}}, partsMax},
    {TermField::Held, "held", {TermSign::Is, {}}, 1},
    {TermField::Kind, "kind", {TermSign::Is, {}}, 1},
    {TermField::Who, "who", {TermSign::Is, {}}, 1},
    {TermField::Text, "text", {TermSign::Is, {}}, partsMax},
}};

const FieldRow &rowOf(TermField field)
{
    return *std::find_if(
        fieldRows.begin(), fieldRows.end(), [field](const FieldRow &row) { return row.field == field; });
}

/// Terms of this field and sign in one filter.
std::size_t mostOf(const FilterTerm &term)
{
    return term.sign == TermSign::Begins ? 1 : rowOf(term.field).most;
}

QString nameOfField(TermField field)
{
    return QLatin1String(rowOf(field).name);
}

QString textOfSign(TermSign sign)
{
    switch (sign) {
    case TermSign::Is:
    case TermSign::Begins:
        return QStringLiteral(":");
    case TermSign::Above:
        return QStringLiteral(">");
    case TermSign::AtLeast:
        return QStringLiteral(">=");
    case TermSign::Below:
        return QStringLiteral("<");
    }
    return {};
}

bool takesSign(const FieldRow &row, TermSign sign)
{
    return std::find(row.signs.begin(), row.signs.end(), std::optional(sign)) != row.signs.end();
}

template <typename Enum>
QStringList namesOf()
{
    QStringList names;
    for (const std::string_view name : EnumNames<Enum>::all)
        names.append(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    return names;
}

bool isIdPart(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^%1?[0-9a-f-]{1,36}$").arg(endMark));
    return shape.match(text).hasMatch();
}

/// Ids begin with the time, and so with a digit. Tables show the last 8 characters.
bool looksLikeAnId(const QString &text)
{
    static const QRegularExpression end(QStringLiteral("^(?=.*[0-9])[0-9a-f]{8}$"));
    const bool mayBeOne = text.startsWith(endMark) || (text.size() >= 4 && text.front().isDigit());
    return (mayBeOne && isIdPart(text)) || end.match(text).hasMatch();
}

QString withoutEndMark(const QString &part)
{
    return part.startsWith(endMark) ? part.mid(1) : part;
}

/// Tables show the last 8 characters of an id. The first 8 are its time in steps of 65 seconds: those that are no time
/// from 2020 until tomorrow are an end.
bool isEndOfId(const QString &part, TimePoint now)
{
    constexpr int shownLength = 8;
    constexpr std::chrono::sys_days first {std::chrono::year {2020} / 1 / 1};
    bool isNumber = false;
    const auto high = static_cast<std::uint64_t>(part.toUInt(&isNumber, 16));
    if (part.startsWith(endMark) || part.size() != shownLength || !isNumber)
        return part.startsWith(endMark);
    const std::chrono::sys_time<Milliseconds> time {Milliseconds {static_cast<std::int64_t>(high << 16U)}};
    return time < first || time > now + std::chrono::hours {24};
}

/// One word of a text, without its quotation marks.
struct Word
{
    qsizetype at = 0;
    QString typed;
    QString text;
    qsizetype plain = -1; ///< characters before the first quotation mark; -1: there is none
    bool isOpen = false;
};

Word wordAt(const QString &text, qsizetype &at)
{
    Word word {.at = at, .typed = {}, .text = {}};
    const QChar quote = QLatin1Char('"');
    for (; at < text.size() && (word.isOpen || !text.at(at).isSpace()); ++at) {
        const bool isQuote = text.at(at) == quote;
        if (isQuote && word.isOpen && at + 1 < text.size() && text.at(at + 1) == quote)
            word.text.append(text.at(++at));
        else if (isQuote) {
            word.plain = word.plain < 0 ? word.text.size() : word.plain;
            word.isOpen = !word.isOpen;
        } else {
            word.text.append(text.at(at));
        }
    }
    word.typed = text.mid(word.at, at - word.at);
    return word;
}

/// The term of a value that ends with a star.
FilterTerm beginningOf(FilterTerm term)
{
    term.sign = TermSign::Begins;
    term.value.chop(1);
    return term;
}

FilterText faultOf(const QString &text)
{
    return {{}, TermFault {.at = 0, .word = {}, .text = text}};
}

void applyTo(JobFilter &filter, const FilterTerm &term, TimePoint now)
{
    const std::string text = term.value.toStdString();
    switch (term.field) {
    case TermField::State:
        if (const Result<JobState> state = parseJobState(text))
            filter.state = *state;
        break;
    case TermField::Queue:
        filter.queue = QueueName::trusted(text);
        break;
    case TermField::Tenant:
        filter.tenant = TenantName::trusted(text);
        break;
    case TermField::Tag:
        if (term.sign == TermSign::Begins)
            filter.tagPrefix = text;
        else
            addTo(filter.tags, text);
        break;
    case TermField::Id:
        (isEndOfId(term.value, now) ? filter.idSuffix : filter.idPrefix) = withoutEndMark(term.value).toStdString();
        break;
    case TermField::Handler:
        filter.handler = text;
        break;
    case TermField::Age:
        (term.sign == TermSign::Above ? filter.until : filter.since) =
            now - parseDuration(text).value_or(Microseconds {0});
        break;
    case TermField::Attempts:
        filter.attemptsMin = term.value.toInt() + (term.sign == TermSign::Above ? 1 : 0);
        break;
    case TermField::Payload:
        filter.payload = text;
        break;
    case TermField::Error: // of other lists than that of jobs
    case TermField::Held:
    case TermField::Kind:
    case TermField::Who:
    case TermField::Text:
        break;
    }
}
} // namespace

QStringList jobStateWords()
{
    QStringList words;
    for (const JobState state : allJobStates)
        words.append(FilterGrammar::termOf(state).value);
    return words;
}

FilterGrammar::FilterGrammar(std::vector<TermField> fields, QStringList states)
    : m_fields(std::move(fields))
    , m_states(std::move(states))
{
}

QString FilterGrammar::faultOfValue(TermField field, QString &value) const
{
    const std::string text = value.toStdString();
    switch (field) {
    case TermField::State:
        value = value.toLower();
        return m_states.contains(value) ? QString()
                                        : tr("expected one of: %1").arg(m_states.join(QStringLiteral(", ")));
    case TermField::Handler:
        value = value.toLower();
        return namesOf<HandlerKind>().contains(value)
            ? QString()
            : tr("expected one of: %1").arg(namesOf<HandlerKind>().join(QStringLiteral(", ")));
    case TermField::Queue:
        return QueueName::parse(text) ? QString() : tr("no queue can have this name");
    case TermField::Tenant:
        return TenantName::parse(text) ? QString() : tr("no tenant can have this name");
    case TermField::Tag:
        return text.empty()                           ? tr("its value is missing")
            : text.size() <= JobLimits {}.tagBytesMax ? QString()
                                                      : tr("a tag has at most %1 bytes").arg(JobLimits {}.tagBytesMax);
    case TermField::Id:
        value = value.toLower();
        return isIdPart(value) ? QString() : tr("expected the beginning of an id, or its end as tables show it");
    case TermField::Age: {
        const Result<Microseconds> age = parseDuration(text);
        return age && age->count() > 0 ? QString() : tr("expected a duration, such as 10m");
    }
    case TermField::Attempts: {
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        return isNumber && number >= 0 && number < 1'000'000 ? QString() : tr("expected a number, such as 3");
    }
    case TermField::Payload:
        return PayloadMatch::parse(text)
            ? QString()
            : tr("expected a place and a value, such as %1").arg(QStringLiteral("payload.order:2597"));
    case TermField::Held:
    case TermField::Kind:
        value = value.toLower();
        break;
    case TermField::Error:
    case TermField::Who:
    case TermField::Text:
        break;
    }
    return {};
}

bool FilterGrammar::takes(TermField field) const
{
    return std::find(m_fields.begin(), m_fields.end(), field) != m_fields.end();
}

QString FilterGrammar::unknownField(const QString &name) const
{
    QStringList names;
    for (const TermField field : m_fields)
        names.append(nameOfField(field));
    return tr("this list has no field \"%1\"; it has: %2").arg(name, names.join(QStringLiteral(", ")));
}

FilterText FilterGrammar::readFree(const QString &word, TermSign ending) const
{
    for (const TermField field : {TermField::Error, TermField::Text}) {
        if (takes(field))
            return {{{field, TermSign::Is, word}}, {}};
    }
    if (takes(TermField::Id) && looksLikeAnId(word.toLower()))
        return {{{TermField::Id, TermSign::Is, word.toLower()}}, {}};
    FilterTerm tag {TermField::Tag, TermSign::Is, word};
    if (ending == TermSign::Begins)
        tag = beginningOf(tag);
    if (const QString fault = faultOfValue(TermField::Tag, tag.value); !fault.isEmpty())
        return faultOf(fault);
    return takes(TermField::Tag) ? FilterText {{tag}, {}}
                                 : faultOf(tr("not understood; a term is a field and a value, such as %1")
                                               .arg(nameOfField(m_fields.front()) + QStringLiteral(":…")));
}

FilterText FilterGrammar::readPayload(const QString &word) const
{
    static const QRegularExpression shape(QStringLiteral("^payload\\.([^:=\\s\"]+):"));
    const QRegularExpressionMatch match = shape.match(word);
    QString value;
    if (match.hasMatch())
        value = match.captured(1) + QLatin1Char('=') + word.mid(match.capturedLength());
    const QString fault = faultOfValue(TermField::Payload, value);
    return fault.isEmpty() ? FilterText {{{TermField::Payload, TermSign::Is, value}}, {}} : faultOf(fault);
}

FilterText FilterGrammar::readWord(const QString &word, const QString &head, TermSign ending) const
{
    if (takes(TermField::Payload) && head.startsWith(QLatin1String("payload.")))
        return readPayload(word);
    static const QRegularExpression shape(QStringLiteral("^([A-Za-z_]+)(:|>=|>|<)"));
    const QRegularExpressionMatch match = shape.match(head);
    if (!match.hasMatch())
        return readFree(word, ending);
    const QString name = match.captured(1).toLower();
    const auto row = std::find_if(
        fieldRows.begin(), fieldRows.end(), [&](const FieldRow &one) { return name == QLatin1String(one.name); });
    if (row == fieldRows.end() || !takes(row->field))
        return faultOf(unknownField(name));
    FilterTerm term {row->field, TermSign::Is, word.mid(match.capturedLength())};
    for (const TermSign sign : {TermSign::Above, TermSign::AtLeast, TermSign::Below}) {
        if (match.captured(2) == textOfSign(sign))
            term.sign = sign;
    }
    if (!takesSign(*row, term.sign))
        return faultOf(tr("after \"%1\" comes %2").arg(name, textOfSign(*row->signs.front())));
    if (ending == TermSign::Begins && takesSign(*row, ending))
        term = beginningOf(term);
    if (term.value.isEmpty())
        return faultOf(tr("its value is missing"));
    if (const QString fault = faultOfValue(term.field, term.value); !fault.isEmpty())
        return faultOf(fault);
    return {{term}, {}};
}

FilterText FilterGrammar::read(const QString &text, const std::vector<FilterTerm> &before) const
{
    FilterText all;
    const auto count = [&](const FilterTerm &term) {
        const auto isAlike = [&](const FilterTerm &one) { return one.field == term.field && one.sign == term.sign; };
        return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), isAlike)
            + std::count_if(all.terms.begin(), all.terms.end(), isAlike));
    };
    for (qsizetype at = 0; at < text.size();) {
        if (text.at(at).isSpace()) {
            ++at;
            continue;
        }
        const Word word = wordAt(text, at);
        FilterText one = word.isOpen ? faultOf(tr("a quotation mark is not closed"))
            : word.text.isEmpty()    ? faultOf(tr("its value is missing"))
                                     : readWord(word.text, word.plain < 0 ? word.text : word.text.left(word.plain),
                                      word.typed.endsWith(star) ? TermSign::Begins : TermSign::Is);
        if (!one.fault) {
            const FilterTerm &term = one.terms.front();
            if (count(term) >= mostOf(term))
                one = faultOf(tr("\"%1\" stands there already; remove it first").arg(nameOfField(term.field)));
            else if (before.size() + all.terms.size() >= termsMax)
                one = faultOf(tr("a filter has at most %1 terms").arg(termsMax));
        }
        if (one.fault)
            return {{}, TermFault {.at = word.at, .word = word.typed, .text = one.fault->text}};
        all.terms.push_back(one.terms.front());
    }
    return all;
}

QStringList FilterGrammar::offers(const QString &text, const FilterValues &values) const
{
    QStringList offered;
    const auto add = [&](const QString &offer) {
        if (offered.size() < offersMax && offer != text && offer.startsWith(text, Qt::CaseInsensitive))
            offered.append(offer);
    };
    for (const TermField field : m_fields) {
        const FieldRow &row = rowOf(field);
        const bool hasPlace = field == TermField::Payload;
        const QString head = nameOfField(field) + (hasPlace ? QStringLiteral(".") : textOfSign(*row.signs.front()));
        add(head);
        // Names and tags are also found without their field.
        const bool isAsked = text.startsWith(head, Qt::CaseInsensitive);
        const QString part = isAsked ? text.mid(head.size()) : text;
        if (part.isEmpty() && !isAsked)
            continue;
        const QStringList all = field == TermField::State ? m_states
            : field == TermField::Handler                 ? namesOf<HandlerKind>()
            : field == TermField::Queue                   ? values.queues
            : field == TermField::Tenant                  ? values.tenants
            : field == TermField::Tag                     ? values.tags
            : field == TermField::Held                    ? values.holds
            : field == TermField::Kind                    ? values.kinds
                                                          : QStringList();
        for (const QString &value : all) {
            const QString offer = textOf(FilterTerm {field, *row.signs.front(), value});
            if (offered.size() < offersMax && offer != text && value.startsWith(part, Qt::CaseInsensitive))
                offered.append(offer);
        }
    }
    return offered;
}

QString FilterGrammar::textOf(const FilterTerm &term)
{
    QString head = nameOfField(term.field) + textOfSign(term.sign);
    QString value = term.value;
    if (term.field == TermField::Payload) {
        const qsizetype equals = value.indexOf(QLatin1Char('='));
        head = nameOfField(term.field) + QLatin1Char('.') + value.left(equals) + textOfSign(term.sign);
        value.remove(0, equals + 1);
    }
    if (value.contains(QLatin1Char(' ')) || value.contains(QLatin1Char('"')) || value.endsWith(star))
        value = QLatin1Char('"') + value.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    return head + value + (term.sign == TermSign::Begins ? QString(star) : QString());
}

QString FilterGrammar::textOf(const std::vector<FilterTerm> &terms)
{
    QStringList texts;
    for (const FilterTerm &term : terms)
        texts.append(textOf(term));
    return texts.join(QLatin1Char(' '));
}

JobFilter FilterGrammar::filterOf(const std::vector<FilterTerm> &terms, TimePoint now)
{
    JobFilter filter;
    for (const FilterTerm &term : terms)
        applyTo(filter, term, now);
    return filter;
}

FilterTerm FilterGrammar::termOf(JobState state)
{
    const std::string_view name = jobStateName(state);
    return {TermField::State, TermSign::Is, QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))};
}

std::optional<JobId> FilterGrammar::wholeId(const std::vector<FilterTerm> &terms)
{
    if (terms.size() != 1 || terms.front().field != TermField::Id)
        return {};
    const Result<JobId> id = JobId::parse(terms.front().value.toStdString());
    return id ? std::optional(*id) : std::nullopt;
}

bool FilterGrammar::isPartOf(const QString &part, const std::string &id)
{
    const QString whole = shown(id);
    return whole.endsWith(withoutEndMark(part)) || whole.startsWith(part);
}

const FilterTerm *FilterGrammar::find(const std::vector<FilterTerm> &terms, TermField field)
{
    const auto found =
        std::find_if(terms.begin(), terms.end(), [field](const FilterTerm &term) { return term.field == field; });
    return found == terms.end() ? nullptr : &*found;
}

QString FilterGrammar::clash(const std::vector<FilterTerm> &terms, const Scope &scope)
{
    const FilterTerm *queue = find(terms, TermField::Queue);
    if (queue && scope.queue && scope.queue->text() != queue->value.toStdString())
        return tr("\"%1\": the window shows queue %2 alone").arg(textOf(*queue), shown(scope.queue->text()));
    const FilterTerm *tenant = find(terms, TermField::Tenant);
    if (tenant && scope.tenant && scope.tenant->text() != tenant->value.toStdString())
        return tr("\"%1\": the window shows tenant %2 alone").arg(textOf(*tenant), shown(scope.tenant->text()));
    return {};
}

} // namespace fairlead
