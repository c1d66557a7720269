// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QToolButton;
class QTreeWidget;

namespace fairlead {

/// Shows bytes as they are: as text, as a tree when they are JSON, and in hexadecimal. Nothing is re-encoded; copying
/// and saving give the bytes themselves. Beyond 256 KiB the rest is shown on demand. Threads: GUI.
class PayloadView final : public QWidget
{
    Q_OBJECT
public:
    static constexpr std::size_t shownAtFirst = 256 * 1024;

    explicit PayloadView(const QString &what, QWidget *parent = nullptr);

    void show(std::string bytes, const std::string &contentType);
    const std::string &bytes() const { return m_bytes; }

private:
    void fill(std::size_t length);
    void fillTree(std::size_t length);
    void copy() const;
    void save();

    const QString m_what;
    std::string m_bytes;
    std::string m_contentType;
    QLabel *m_facts = nullptr;
    QPushButton *m_all = nullptr;
    QToolButton *m_save = nullptr;
    QToolButton *m_copy = nullptr;
    QTabWidget *m_tabs = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_tree = nullptr;
    QPlainTextEdit *m_hex = nullptr;
};

} // namespace fairlead
