// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/spoken.h"

#include "gui/look/state_colors.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QCoreApplication>
#include <QFocusEvent>
#include <QLineEdit>

#include <algorithm>

namespace fairlead {

namespace {
constexpr const char *roleProperty = "spokenRole";

/// The accessible face of a combo box. Qt before 6.5 gives its value as its name over AT-SPI, a label replaces the
/// value, and a change of the value is not announced.
class BoxFace final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit BoxFace(QComboBox *box)
        : QAccessibleWidget(box, QAccessible::ComboBox)
    {
    }
    QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value)
            return box()->currentText();
        QString words = QAccessibleWidget::text(kind);
        if (kind != QAccessible::Name)
            return words;
        if (words.endsWith(QLatin1Char(':')))
            words.chop(1);
        return words.isEmpty() ? box()->currentText() : words + QStringLiteral(": ") + box()->currentText();
    }
    QList<QPair<QAccessibleInterface *, QAccessible::Relation>> relations(QAccessible::Relation) const override
    {
        return {}; // the label is in the name
    }
    void *interface_cast(QAccessible::InterfaceType kind) override
    {
        return kind == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface *>(this)
                                                   : QAccessibleWidget::interface_cast(kind);
    }
    QVariant currentValue() const override { return box()->currentIndex(); }
    void setCurrentValue(const QVariant &value) override { box()->setCurrentIndex(value.toInt()); }
    QVariant maximumValue() const override { return box()->count() - 1; }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }
    QStringList actionNames() const override { return {showMenuAction(), setFocusAction()}; }
    void doAction(const QString &name) override
    {
        if (name == showMenuAction())
            box()->showPopup();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    QComboBox *box() const { return static_cast<QComboBox *>(object()); }
};

QAccessibleInterface *faceOf(const QString &, QObject *object)
{
    auto *box = qobject_cast<QComboBox *>(object);
    if (box && !box->isEditable())
        return new BoxFace(box);
    const QVariant role = object->property(roleProperty);
    if (!role.isValid())
        return nullptr;
    return new QAccessibleWidget(static_cast<QWidget *>(object), static_cast<QAccessible::Role>(role.toInt()));
}

void tell(QWidget &widget, QAccessible::Event what)
{
    QAccessibleEvent event(&widget, what);
    QAccessible::updateAccessibility(&event);
}

/// Announces the changes of focus that Qt announces too late or not at all.
class FocusTeller final : public QObject
{
public:
    explicit FocusTeller(QCoreApplication &program)
        : QObject(&program)
    {
        setObjectName(tellerName());
        program.installEventFilter(this);
    }
    static QString tellerName() { return QStringLiteral("focusTeller"); }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::FocusIn || !QAccessible::isActive())
            return false;
        // A field that is reached by Tab selects its text before Qt announces the focus; Orca then reads neither. So
        // the field gets the focus first and the selection after it.
        auto *line = qobject_cast<QLineEdit *>(watched);
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        if (line && (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason)) {
            QFocusEvent plain(QEvent::FocusIn);
            QCoreApplication::sendEvent(line, &plain);
            QMetaObject::invokeMethod(line, &QLineEdit::selectAll, Qt::QueuedConnection);
            return true;
        }
        // A list or table announces its name, then its current row.
        if (auto *view = qobject_cast<QAbstractItemView *>(watched))
            QMetaObject::invokeMethod(
                view, [view] { tellRow(*view); }, Qt::QueuedConnection);
        return false;
    }

private:
    static void tellRow(QAbstractItemView &view)
    {
        const QModelIndex current = view.currentIndex();
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(&view);
        if (!view.hasFocus() || !current.isValid() || !face || !face->tableInterface())
            return;
        if (QAccessibleInterface *cell = face->tableInterface()->cellAt(current.row(), current.column())) {
            QAccessibleEvent event(cell, QAccessible::Focus);
            QAccessible::updateAccessibility(&event);
        }
    }
};
} // namespace

void installSpoken()
{
    QAccessible::installFactory(faceOf); // Qt stores it once
    if (!qApp->findChild<QObject *>(FocusTeller::tellerName(), Qt::FindDirectChildrenOnly))
        new FocusTeller(*qApp);
}

void setSpokenRole(QWidget &widget, QAccessible::Role role)
{
    widget.setProperty(roleProperty, static_cast<int>(role));
}

void announce(QWidget &notice)
{
    // Windows and macOS get alerts. Qt before 6.8 does not pass alerts to AT-SPI; AT-SPI is told that a widget is
    // shown. Qt itself announces a widget that was hidden.
    tell(notice, QAccessible::Alert);
    if (notice.isVisible())
        tell(notice, QAccessible::ObjectShow);
}

QString withoutGlyph(const QString &text)
{
    const bool hasGlyph = std::any_of(allShownStates.begin(), allShownStates.end(),
        [&](ShownState state) { return text.startsWith(lookOf(state, {}).glyph + QLatin1Char(' ')); });
    return hasGlyph ? text.mid(text.indexOf(QLatin1Char(' ')) + 1) : text;
}

} // namespace fairlead
