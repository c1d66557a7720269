// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/payload_view.h"

#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"
#include "gui/look/save_file.h"
#include "gui/look/shown.h"
#include "gui/payload/json_outline.h"
#include "gui/payload/payload_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
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

/// The start of the UTF-8 character that contains this byte; at most the end of the text.
std::size_t characterAt(std::string_view bytes, std::size_t at)
{
    constexpr std::size_t continuationsMax = 3;
    if (at >= bytes.size())
        return bytes.size();
    for (std::size_t back = 0; back <= std::min(at, continuationsMax); ++back) {
        if ((static_cast<unsigned char>(bytes[at - back]) & 0xC0U) != 0x80U)
            return at - back;
    }
    return at; // not UTF-8
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
} // namespace

PayloadView::PayloadView(const QString &what, QWidget *parent)
    : QWidget(parent)
    , m_what(what)
    , m_facts(new PlainLabel)
    , m_part(new QSpinBox)
    , m_save(makeButton(QStringLiteral("save"), tr("Save %1 to a file").arg(what)))
    , m_copy(makeButton(QStringLiteral("copy"), tr("Copy %1").arg(what)))
    , m_tabs(new QTabWidget)
    , m_text(makeReader(tr("%1 as text").arg(what)))
    , m_tree(new QTreeWidget)
    , m_hex(makeReader(tr("%1 in hexadecimal").arg(what)))
{
    m_text->setObjectName(QStringLiteral("payloadText"));
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
    m_tabs->setAccessibleName(what);
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
    top->addWidget(m_part);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_tabs, 1);
    m_part->setAccessibleName(tr("Part of %1").arg(what));
    connect(m_part, &QSpinBox::valueChanged, this, &PayloadView::fill);
    connect(m_tabs, &QTabWidget::currentChanged, this, &PayloadView::fill);
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
    const auto parts = static_cast<int>(std::max((m_bytes.size() + partLength - 1) / partLength, std::size_t {1}));
    {
        const QSignalBlocker quiet(m_part);
        m_part->setRange(1, parts);
        m_part->setValue(1);
        m_part->setPrefix(tr("Part "));
        m_part->setSuffix(tr(" of %1").arg(shown(std::int64_t {parts})));
        m_part->setVisible(parts > 1);
    }
    fill();
}

void PayloadView::fill()
{
    const std::string_view bytes = m_bytes;
    const auto at = static_cast<std::size_t>(m_part->value() - 1);
    const std::size_t first = characterAt(bytes, at * partLength);
    const std::string_view part = bytes.substr(first, characterAt(bytes, (at + 1) * partLength) - first);
    if (m_tabs->currentWidget() == m_text)
        m_text->setPlainText(QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size())));
    if (m_tabs->currentWidget() == m_hex)
        m_hex->setPlainText(hexDump(part, first));
    if (m_tabs->currentWidget() == m_tree)
        fillTree();
}

void PayloadView::fillTree()
{
    m_tree->clear();
    if (m_bytes.empty())
        return;
    const std::optional<JsonNode> root = m_bytes.size() <= treeBytesMax ? outlineJson(m_bytes) : std::nullopt;
    if (!root) {
        new QTreeWidgetItem(m_tree, {QString(), tr("Not JSON, or too large for a tree; text and hex show it")});
        return;
    }
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
    // Copied now, because another job may be shown before a file name is chosen.
    const QByteArray bytes(m_bytes.data(), static_cast<qsizetype>(m_bytes.size()));
    askForFile(this, tr("Save %1").arg(m_what), {}, [this, bytes](const QString &path) {
        if (const QString trouble = saveFile(path, bytes); !trouble.isEmpty()) {
            auto *box = new PlainBox(this);
            box->setIcon(QMessageBox::Warning);
            box->setWindowTitle(tr("Not saved"));
            box->setText(tr("%1: %2").arg(path, trouble));
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        }
    });
}

} // namespace fairlead
