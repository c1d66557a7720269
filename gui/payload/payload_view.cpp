// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/payload_view.h"

#include "gui/look/icons.h"
#include "gui/look/save_file.h"
#include "gui/look/shown.h"
#include "gui/payload/json_outline.h"
#include "gui/payload/payload_text.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fairlead {

namespace {
QString shownPart(std::string_view part)
{
    constexpr std::size_t lengthMax = 500;
    return QString::fromUtf8(part.data(), static_cast<qsizetype>(std::min(part.size(), lengthMax)));
}

void addNodes(QTreeWidgetItem *parent, const JsonNode &node)
{
    int number = 0;
    for (const JsonNode &child : node.children) {
        auto *item = new QTreeWidgetItem(parent);
        item->setText(0, node.kind == JsonNode::Kind::Array ? QString::number(number) : shownPart(child.key));
        ++number;
        const auto count = static_cast<int>(child.children.size());
        switch (child.kind) {
        case JsonNode::Kind::Object:
            item->setText(1, PayloadView::tr("%n member(s)", nullptr, count));
            break;
        case JsonNode::Kind::Array:
            item->setText(1, PayloadView::tr("%n item(s)", nullptr, count));
            break;
        case JsonNode::Kind::Text:
        case JsonNode::Kind::Other:
            item->setText(1, shownPart(child.raw));
        }
        addNodes(item, child);
    }
}

QToolButton *makeButton(const QString &iconName, const QString &what)
{
    auto *button = new QToolButton;
    button->setIcon(icon(iconName));
    button->setAutoRaise(true);
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QPlainTextEdit *makeReader(const QString &name)
{
    auto *reader = new QPlainTextEdit;
    reader->setReadOnly(true);
    reader->setTabChangesFocus(true);
    reader->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    reader->setFrameShape(QFrame::NoFrame);
    reader->setAccessibleName(name);
    return reader;
}
} // namespace

PayloadView::PayloadView(const QString &what, QWidget *parent)
    : QWidget(parent)
    , m_what(what)
    , m_facts(new QLabel)
    , m_all(new QPushButton)
    , m_save(makeButton(QStringLiteral("save"), tr("Save %1 to a file").arg(what)))
    , m_copy(makeButton(QStringLiteral("copy"), tr("Copy %1").arg(what)))
    , m_tabs(new QTabWidget)
    , m_text(makeReader(tr("%1 as text").arg(what)))
    , m_tree(new QTreeWidget)
    , m_hex(makeReader(tr("%1 in hexadecimal").arg(what)))
{
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_hex->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_tree->setHeaderLabels({tr("Key"), tr("Value")});
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAccessibleName(tr("%1 as a tree").arg(what));
    m_tabs->addTab(m_text, tr("Text"));
    m_tabs->addTab(m_tree, tr("Tree"));
    m_tabs->addTab(m_hex, tr("Hex"));
    m_tabs->setDocumentMode(true);
    m_facts->setEnabled(false);
    m_facts->setWordWrap(true);
    auto *corner = new QWidget;
    auto *buttons = new QHBoxLayout(corner);
    buttons->setContentsMargins(0, 0, 0, 2);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_save);
    m_tabs->setCornerWidget(corner);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(6, 0, 0, 0);
    top->addWidget(m_facts, 1);
    top->addWidget(m_all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);
    connect(m_all, &QPushButton::clicked, this, [this] { fill(m_bytes.size()); });
    connect(m_copy, &QToolButton::clicked, this, &PayloadView::copy);
    connect(m_save, &QToolButton::clicked, this, &PayloadView::save);
    show({}, {});
}

void PayloadView::show(std::string bytes, const std::string &contentType)
{
    m_bytes = std::move(bytes);
    m_contentType = contentType;
    const auto size = static_cast<std::int64_t>(m_bytes.size());
    m_facts->setText(m_bytes.empty() ? tr("empty") : tr("%1, %2").arg(shownBytes(size), shown(contentType)));
    m_copy->setEnabled(!m_bytes.empty());
    m_save->setEnabled(!m_bytes.empty());
    fill(std::min(m_bytes.size(), shownAtFirst));
}

void PayloadView::fill(std::size_t length)
{
    const std::string_view part = std::string_view(m_bytes).substr(0, length);
    m_all->setVisible(length < m_bytes.size());
    m_all->setText(tr("Show all %1").arg(shownBytes(static_cast<std::int64_t>(m_bytes.size()))));
    m_text->setPlainText(QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())));
    m_hex->setPlainText(hexDump(part));
    fillTree(length);
}

void PayloadView::fillTree(std::size_t length)
{
    m_tree->clear();
    // A cut text is no JSON: the tree comes with the whole of it.
    const std::optional<JsonNode> root = length == m_bytes.size() ? outlineJson(m_bytes) : std::nullopt;
    m_tabs->setTabEnabled(1, root.has_value());
    m_tabs->setTabToolTip(
        1, root ? QString() : tr("Not JSON, cut short, or too large for a tree; text and hex show it"));
    if (!root)
        return;
    if (root->children.empty()) {
        new QTreeWidgetItem(m_tree, {QString(), shownPart(root->raw)});
        return;
    }
    addNodes(m_tree->invisibleRootItem(), *root);
    m_tree->expandToDepth(1);
    m_tree->resizeColumnToContents(0);
}

void PayloadView::copy() const
{
    auto *mime = new QMimeData;
    const QByteArray bytes(m_bytes.data(), static_cast<qsizetype>(m_bytes.size()));
    mime->setData(QStringLiteral("application/octet-stream"), bytes);
    mime->setText(QString::fromUtf8(bytes));
    QGuiApplication::clipboard()->setMimeData(mime);
}

void PayloadView::save()
{
    // The bytes of now: another job may be shown by the time a name is chosen.
    const QByteArray bytes(m_bytes.data(), static_cast<qsizetype>(m_bytes.size()));
    askForFile(this, tr("Save %1").arg(m_what), {}, [this, bytes](const QString &path) {
        if (const QString trouble = saveFile(path, bytes); !trouble.isEmpty()) {
            auto *box = new QMessageBox(
                QMessageBox::Warning, tr("Not saved"), tr("%1: %2").arg(path, trouble), QMessageBox::Ok, this);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        }
    });
}

} // namespace fairlead
