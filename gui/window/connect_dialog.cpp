// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/connect_dialog.h"

#include "engine/calls/engine_calls.h"
#include "engine/calls/token_calls.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace fairlead {

namespace {
constexpr Milliseconds connectPause {300};

QString recentKey()
{
    return QStringLiteral("recentEngines");
}
QString authoritiesKey()
{
    return QStringLiteral("engineAuthorities");
}

QLabel *makeVerdict()
{
    auto *label = new PlainLabel;
    setSpokenRole(*label, QAccessible::Notification);
    label->setObjectName(QStringLiteral("engineVerdict"));
    label->setWordWrap(true);
    label->setMinimumHeight(4 * label->fontMetrics().lineSpacing());
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    QSizePolicy asTall = label->sizePolicy();
    asTall.setRetainSizeWhenHidden(true);
    label->setSizePolicy(asTall);
    label->hide(); // a screen reader would announce an empty notice
    return label;
}
} // namespace

ConnectDialog::ConnectDialog(QSettings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_url(new QComboBox)
    , m_token(new QLineEdit)
    , m_authorities(new QLineEdit)
    , m_verdict(makeVerdict())
{
    setObjectName(QStringLiteral("connectDialog"));
    setWindowTitle(tr("Connect to an engine"));
    auto *intro = new PlainLabel(tr("It opens in a window of its own."));
    m_url->setEditable(true);
    m_url->addItems(settings.value(recentKey()).toStringList());
    m_url->setObjectName(QStringLiteral("engineUrl"));
    m_url->setMinimumContentsLength(34);
    m_url->lineEdit()->setPlaceholderText(QStringLiteral("http://127.0.0.1:8420"));
    m_token->setObjectName(QStringLiteral("engineToken"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(tr("only if the engine wants one; it is not kept"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("&Token"), m_token);
    m_authorities->setObjectName(QStringLiteral("engineAuthorities"));
    m_authorities->setPlaceholderText(tr("a PEM file, for https"));
    m_authorities->setAccessibleName(tr("File of certificate authorities"));
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    auto *authorities = new QHBoxLayout;
    authorities->addWidget(m_authorities, 1);
    authorities->addWidget(choose);
    auto *label = new PlainLabel(tr("A&uthorities"));
    label->setBuddy(m_authorities);
    form->addRow(label, authorities);
    connect(choose, &QPushButton::clicked, this, &ConnectDialog::browse);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_go = buttons->addButton(tr("Connect"), QDialogButtonBox::AcceptRole);
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    auto *demo = buttons->addButton(tr("Watch the demonstration"), QDialogButtonBox::ActionRole);
    demo->setObjectName(QStringLiteral("watchDemo"));
    demo->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(intro);
    layout->addLayout(form);
    layout->addWidget(m_verdict);
    layout->addWidget(buttons);
    m_go->setDefault(true); // of this dialog: not before it is in it
    m_typed.setSingleShot(true);
    m_typed.setInterval(connectPause);
    connect(&m_typed, &QTimer::timeout, this, &ConnectDialog::tryNow);
    connect(m_url, &QComboBox::currentTextChanged, this, &ConnectDialog::tryLater);
    // An editable combo box keeps Enter from the dialog and passes it to its line twice.
    connect(m_url->lineEdit(), &QLineEdit::returnPressed, this, &ConnectDialog::choose);
    connect(m_url, &QComboBox::currentTextChanged, this, &ConnectDialog::recall);
    // A token is tried when it is whole: each try with a part of it would count as a guess.
    connect(m_token, &QLineEdit::editingFinished, this, &ConnectDialog::tryLater);
    connect(m_authorities, &QLineEdit::textChanged, this, &ConnectDialog::tryLater);
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectDialog::choose);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(demo, &QPushButton::clicked, this, [this] {
        Q_EMIT demoChosen();
        accept();
    });
    m_url->setFocus();
    recall();
    tryLater();
}

EngineAddress ConnectDialog::address() const
{
    return {
        .url = engineUrl(m_url->currentText()), .token = m_token->text(), .caFile = m_authorities->text().trimmed()};
}

void ConnectDialog::recall()
{
    const QVariantMap known = m_settings.value(authoritiesKey()).toMap();
    const auto file = known.constFind(engineUrl(m_url->currentText()).toString());
    if (file != known.constEnd())
        m_authorities->setText(file->toString());
}

void ConnectDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Certificate authorities"), m_authorities->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_authorities, &QLineEdit::setText);
    dialog->open();
}

void ConnectDialog::tryLater()
{
    ++m_try;
    const QString text = m_url->currentText().trimmed();
    const bool isUrl = engineUrl(text).isValid();
    m_go->setEnabled(isUrl);
    say(text.isEmpty() || isUrl ? QString() : tr("This is no address of an engine."));
    if (isUrl)
        m_typed.start();
    else
        m_typed.stop();
}

void ConnectDialog::tryNow()
{
    say(tr("Trying…"));
    auto client = clientOf(address());
    if (!client) {
        say(shown(client.error().text));
        return;
    }
    m_tried = std::move(*client);
    m_tried->ask(GetMe {}, [self = QPointer<ConnectDialog>(this), number = ++m_try](const Result<BearerView> &bearer) {
        if (!self || number != self->m_try)
            return;
        if (!bearer)
            self->judge(ShownState::Dead, shown(bearer.error().text));
        else if (bearer->tenant)
            self->judge(ShownState::Running,
                tr("Fairlead, tenant %1 alone, role %2").arg(shown(bearer->tenant->text()), shownRole(bearer->role)));
        else
            self->tryStatus(*bearer);
    });
}

void ConnectDialog::tryStatus(const BearerView &bearer)
{
    m_tried->ask(
        GetStatus {}, [self = QPointer<ConnectDialog>(this), number = m_try, bearer](const Result<StatusView> &status) {
            if (!self || number != self->m_try)
                return;
            if (!status) {
                self->judge(ShownState::Dead, shown(status.error().text));
                return;
            }
            const QString engine =
                tr("Fairlead %1, %Ln worker(s)", nullptr, status->workers).arg(shown(status->version));
            self->judge(ShownState::Running,
                bearer.isAnonymous ? engine : tr("%1, role %2").arg(engine, shownRole(bearer.role)));
        });
}

void ConnectDialog::judge(ShownState state, const QString &verdict)
{
    say(lookOf(state, palette()).glyph + QLatin1Char(' ') + verdict);
}

void ConnectDialog::say(const QString &verdict)
{
    if (m_verdict->text() == verdict)
        return;
    m_verdict->setText(verdict);
    m_verdict->setAccessibleName(withoutGlyph(verdict));
    announce(*m_verdict);
    m_verdict->setVisible(!verdict.isEmpty());
}

void ConnectDialog::choose()
{
    const QUrl url = engineUrl(m_url->currentText());
    if (!url.isValid() || result() == QDialog::Accepted)
        return;
    QStringList recent = m_settings.value(recentKey()).toStringList();
    recent.removeAll(url.toString());
    recent.prepend(url.toString());
    m_settings.setValue(recentKey(), recent.mid(0, recentMax));
    QVariantMap known = m_settings.value(authoritiesKey()).toMap();
    const QStringList kept = m_settings.value(recentKey()).toStringList();
    for (const QString &old : known.keys()) {
        if (!kept.contains(old))
            known.remove(old);
    }
    known.insert(url.toString(), address().caFile);
    m_settings.setValue(authoritiesKey(), known);
    Q_EMIT engineChosen(address());
    accept();
}

} // namespace fairlead
