// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/edit_retry_dialog.h"

#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"
#include "gui/payload/json_mark.h"
#include "gui/payload/json_outline.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>

namespace fairlead {

namespace {
constexpr std::size_t editableMax = 1024 * 1024;

/// Colours removed lines like dead jobs and added lines like running ones.
class DiffColours final : public QSyntaxHighlighter
{
public:
    explicit DiffColours(QPlainTextEdit *editor)
        : QSyntaxHighlighter(editor->document())
        , m_editor(editor)
    {
    }

protected:
    void highlightBlock(const QString &text) override
    {
        const bool hasGone = text.startsWith(QLatin1Char('-'));
        if (!hasGone && !text.startsWith(QLatin1Char('+')))
            return;
        // A new editor has no palette of its own yet, so the application's is used.
        const ShownState state = hasGone ? ShownState::Dead : ShownState::Running;
        setFormat(0, static_cast<int>(text.size()), lookOf(state, m_editor->palette()).colour);
    }

private:
    const QPlainTextEdit *const m_editor;
};
} // namespace

QString EditRetryDialog::whyNotEditable(const JobRecord &job)
{
    if (job.withheld)
        return tr("This token may not read the payload in full, so it cannot replace it");
    if (job.job.spec.payload.size() > editableMax)
        return tr("The payload is larger than 1 MiB; hand in a new job by command line");
    if (!PayloadText::of(job.job.spec.payload))
        return tr("The payload is not plain text: an editor would change its bytes");
    return {};
}

EditRetryDialog::EditRetryDialog(const JobRecord &job, QWidget *parent)
    : QDialog(parent)
    , m_original(*PayloadText::of(job.job.spec.payload))
    , m_isJson(outlineJson(job.job.spec.payload).has_value())
    , m_editor(new QPlainTextEdit)
    , m_diff(new QPlainTextEdit)
    , m_verdict(new PlainLabel)
{
    setSpokenRole(*m_verdict, QAccessible::Notification);
    setObjectName(QStringLiteral("editRetryDialog"));
    const bool mayEdit = isWaiting(job.state);
    setWindowTitle((mayEdit ? tr("Edit %1") : tr("Edit and retry %1")).arg(shownShort(job.job.id)));
    resize(760, 560);
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QString text = mayEdit
        ? tr("A new job of tenant %1 takes the place of this one in queue %2, behind those that wait. The old job ends "
             "as cancelled; this cannot be undone, but the new job can be edited again.")
        : tr("A new job for tenant %1 in queue %2 gets this payload. The old job stays as it is; the "
             "new one carries its id as correlation id. Unique and idempotency keys are not copied.");
    auto *intro = new PlainLabel(text.arg(shown(job.job.spec.tenant.text()), shown(job.job.spec.queue.text())));
    intro->setWordWrap(true);
    m_editor->setObjectName(QStringLiteral("payloadEditor"));
    m_editor->setFont(fixed);
    m_editor->setTabChangesFocus(true);
    m_editor->setAccessibleName(tr("Payload"));
    m_diff->setReadOnly(true);
    m_diff->setFont(fixed);
    m_diff->setAccessibleName(tr("What differs"));
    m_diff->setPlaceholderText(tr("What differs from the old payload is shown here"));
    new DiffColours(m_diff);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_editor);
    splitter->addWidget(m_diff);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_send = buttons->addButton(tr("Hand in the new job"), QDialogButtonBox::AcceptRole);
    m_send->setObjectName(QStringLiteral("sendEdited"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(intro);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_verdict);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &EditRetryDialog::compare);
    m_editor->setPlainText(m_original.text());
    m_editor->setFocus();
}

std::string EditRetryDialog::payload() const
{
    return m_original.bytes(rawText(*m_editor));
}

void EditRetryDialog::compare()
{
    const QString text = rawText(*m_editor);
    const bool isSame = text == m_original.text();
    m_diff->setPlainText(isSame ? QString() : lineDiff(m_original.text(), text));
    const QString fault = m_isJson ? markJsonFault(*m_editor) : QString();
    const bool isBroken = !fault.isEmpty();
    m_verdict->setText(isBroken ? fault
            : isSame
            ? tr("Nothing is changed yet: the new job would be the same again")
            : tr("Changed; the new payload has %1").arg(shownBytes(static_cast<std::int64_t>(payload().size()))));
    m_verdict->setAccessibleName(m_verdict->text());
    if (m_send->isEnabled() == isBroken)
        announce(*m_verdict);
    m_send->setEnabled(!isBroken);
}

} // namespace fairlead
