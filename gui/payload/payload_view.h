// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>

class QLabel;
class QPlainTextEdit;
class QSpinBox;
class QTabWidget;
class QToolButton;
class QTreeWidget;

namespace fairlead {

/// Shows bytes as text, as a tree when they are JSON, and in hexadecimal. Nothing is re-encoded; copy and save give the
/// original bytes. Large payloads are shown in parts, and as a tree up to 1 MiB. Threads: GUI.
class PayloadView final : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t partLength = 16 * 1024;
    static constexpr std::size_t treeBytesMax = 1024 * 1024;

    explicit PayloadView(const QString &what, QWidget *parent = nullptr);

    void show(std::string bytes, const std::string &contentType);
    const std::string &bytes() const { return m_bytes; }

private:
    /// Fills the visible tab. The others are filled when they are opened.
    void fill();
    void fillTree();
    void copy() const;
    void save();

    const QString m_what;
    std::string m_bytes;
    std::string m_contentType;
    QLabel *m_facts = nullptr;
    QSpinBox *m_part = nullptr;
    QToolButton *m_save = nullptr;
    QToolButton *m_copy = nullptr;
    QTabWidget *m_tabs = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_tree = nullptr;
    QPlainTextEdit *m_hex = nullptr;
};

} // namespace fairlead
