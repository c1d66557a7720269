// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace fairlead {

/// Checks JSON with the part of JSON Schema 2020-12 that /openapi.json uses: $ref, type, enum, required, properties,
/// additionalProperties, items, oneOf.
class JsonSchema
{
public:
    explicit JsonSchema(QJsonObject document)
        : m_document(std::move(document))
    {
    }
    /// The fault of a value and its place. Empty when the value is valid.
    QString fault(const QJsonValue &value, const QJsonObject &given, const QString &where = QStringLiteral("$")) const
    {
        const QJsonObject schema = resolved(given);
        if (schema.contains(QStringLiteral("oneOf")))
            return faultOfOne(value, schema[QStringLiteral("oneOf")].toArray(), where);
        if (const QString wrong = faultOfType(value, schema[QStringLiteral("type")], where); !wrong.isEmpty())
            return wrong;
        const QJsonArray values = schema[QStringLiteral("enum")].toArray();
        if (!values.isEmpty() && !values.contains(value))
            return where + QStringLiteral(": not among its values: ") + value.toString();
        if (value.isObject())
            return faultOfObject(value.toObject(), schema, where);
        if (!value.isArray() || !schema.contains(QStringLiteral("items")))
            return {};
        const QJsonArray items = value.toArray();
        for (int i = 0; i < items.size(); ++i) {
            const QString wrong =
                fault(items[i], schema[QStringLiteral("items")].toObject(), where + QStringLiteral("[%1]").arg(i));
            if (!wrong.isEmpty())
                return wrong;
        }
        return {};
    }
    /// Follows "#/a/b" as long as there is a $ref.
    QJsonObject resolved(QJsonObject schema) const
    {
        while (schema.contains(QStringLiteral("$ref"))) {
            QJsonValue at = m_document;
            const QString path = schema[QStringLiteral("$ref")].toString().section(QStringLiteral("#/"), 1);
            for (const QString &step : path.split(QLatin1Char('/')))
                at = at[step];
            if (!at.isObject())
                qFatal("the document has no %s", qPrintable(path));
            schema = at.toObject();
        }
        return schema;
    }

private:
    static QString typeOf(const QJsonValue &value)
    {
        switch (value.type()) {
        case QJsonValue::Null:
            return QStringLiteral("null");
        case QJsonValue::Bool:
            return QStringLiteral("boolean");
        case QJsonValue::Double:
            return value.toDouble() == static_cast<double>(value.toInteger()) ? QStringLiteral("integer")
                                                                              : QStringLiteral("number");
        case QJsonValue::String:
            return QStringLiteral("string");
        case QJsonValue::Array:
            return QStringLiteral("array");
        default:
            return QStringLiteral("object");
        }
    }
    static QString faultOfType(const QJsonValue &value, const QJsonValue &allowed, const QString &where)
    {
        if (allowed.isUndefined())
            return {};
        const QJsonArray types = allowed.isArray() ? allowed.toArray() : QJsonArray {allowed};
        const QString type = typeOf(value);
        if (types.contains(type) || (type == QLatin1String("integer") && types.contains(QStringLiteral("number"))))
            return {};
        return where + QStringLiteral(": is ") + type;
    }
    QString faultOfOne(const QJsonValue &value, const QJsonArray &schemas, const QString &where) const
    {
        int fitting = 0;
        QString first;
        for (const QJsonValue &one : schemas) {
            const QString wrong = fault(value, one.toObject(), where);
            fitting += wrong.isEmpty() ? 1 : 0;
            if (first.isEmpty())
                first = wrong;
        }
        return fitting == 1 ? QString() : where + QStringLiteral(": fits %1 of its forms; ").arg(fitting) + first;
    }
    QString faultOfObject(const QJsonObject &value, const QJsonObject &schema, const QString &where) const
    {
        for (const QJsonValue &name : schema[QStringLiteral("required")].toArray()) {
            if (!value.contains(name.toString()))
                return where + QStringLiteral(": lacks ") + name.toString();
        }
        const QJsonObject members = schema[QStringLiteral("properties")].toObject();
        for (auto member = value.begin(); member != value.end(); ++member) {
            if (members.contains(member.key())) {
                const QString wrong =
                    fault(member.value(), members[member.key()].toObject(), where + QLatin1Char('.') + member.key());
                if (!wrong.isEmpty())
                    return wrong;
            } else if (schema[QStringLiteral("additionalProperties")] == QJsonValue(false)) {
                return where + QStringLiteral(": has the unknown member ") + member.key();
            }
        }
        return {};
    }

    const QJsonObject m_document;
};

} // namespace fairlead
