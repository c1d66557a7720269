// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/job_filter.h"
#include "engine/domain/requests.h"

#include <QCoreApplication>
#include <QStringList>

namespace fairlead {

/// A field of a filter that is typed, such as `state` in `state:dead`.
enum class TermField { State, Queue, Tenant, Tag, Id, Handler, Age, Attempts, Payload, Error, Held, Kind, Who, Text };
enum class TermSign { Is, Begins, Above, AtLeast, Below };

/// One part of a filter that is typed. The value is one that the field can have.
struct FilterTerm
{
    TermField field = TermField::Tag;
    TermSign sign = TermSign::Is;
    QString value; ///< of a payload: the text of a PayloadMatch
    bool operator==(const FilterTerm &) const = default;
};

/// A part of a typed filter that is not understood.
struct TermFault
{
    qsizetype at = 0; ///< its first character, from 0
    QString word; ///< as it was typed
    QString text; ///< what is wrong, for people
};

/// A typed filter that was read. With a fault there are no terms.
struct FilterText
{
    std::vector<FilterTerm> terms;
    std::optional<TermFault> fault;
};

/// The values that a person may choose from.
struct FilterValues
{
    QStringList queues;
    QStringList tenants;
    QStringList tags;
    QStringList holds {}; ///< of the field `held`
    QStringList kinds {};
};

/// The states of jobs, in the words of filters.
QStringList jobStateWords();

/// The grammar of typed filters: terms `field:value`, `age>10m`, `attempts>3`, parted by spaces. Quotation marks keep
/// spaces in a value. `tag:night*` is the beginning of a tag, `payload.order.id:7` a value in its place. A word without
/// a field is a part of an id, if it looks like one, else a tag; in a list that has the field `error` or `text`, it is
/// a part of that. All terms must hold. Pure. Threads: any.
class FilterGrammar
{
    Q_DECLARE_TR_FUNCTIONS(fairlead::FilterGrammar)
public:
    static constexpr std::size_t termsMax = 16;
    static constexpr qsizetype offersMax = 12;

    /// The fields that a list takes, in the order in which they are offered, and the states that its rows can have.
    explicit FilterGrammar(std::vector<TermField> fields, QStringList states = jobStateWords());

    /// Reads a text that narrows the terms before it.
    FilterText read(const QString &text, const std::vector<FilterTerm> &before = {}) const;
    /// The completions of a text of one term: fields, then values. At most offersMax.
    QStringList offers(const QString &text, const FilterValues &values) const;

    /// The form that `read` takes.
    static QString textOf(const FilterTerm &term);
    static QString textOf(const std::vector<FilterTerm> &terms);
    /// `now` turns ages into times.
    static JobFilter filterOf(const std::vector<FilterTerm> &terms, TimePoint now);
    /// The id, when the terms are one whole id and nothing else.
    static std::optional<JobId> wholeId(const std::vector<FilterTerm> &terms);
    /// Whether an id begins or ends with a part of it that was typed, such as the part that tables show.
    static bool isPartOf(const QString &part, const std::string &id);
    /// Why the terms and the scope of the window have no job in common; empty when they may.
    static QString clash(const std::vector<FilterTerm> &terms, const Scope &scope);
    /// The term of a state, as it is typed.
    static FilterTerm termOf(JobState state);
    static const FilterTerm *find(const std::vector<FilterTerm> &terms, TermField field);

private:
    bool takes(TermField field) const;
    /// Reads one word. `head` is its part before the first quotation mark; `ending` is Begins when a star ends it.
    FilterText readWord(const QString &word, const QString &head, TermSign ending) const;
    FilterText readFree(const QString &word, TermSign ending) const;
    /// Reads `payload.order.id:7`.
    FilterText readPayload(const QString &word) const;
    QString unknownField(const QString &name) const;
    /// The fault of a value; empty when the field can have it. The value is put into its usual form.
    QString faultOfValue(TermField field, QString &value) const;

    const std::vector<TermField> m_fields;
    const QStringList m_states;
};

} // namespace fairlead
