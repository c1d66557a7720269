// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QSvgRenderer>

namespace fairlead {

namespace {
class TintedEngine final : public QIconEngine
{
public:
    explicit TintedEngine(const QString &name)
    {
        QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
        const bool isThere = file.open(QIODevice::ReadOnly);
        Q_ASSERT(isThere);
        if (isThere)
            m_svg = file.readAll();
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const QColor colour = mode == QIcon::Selected ? palette.color(QPalette::HighlightedText)
            : mode == QIcon::Disabled                 ? palette.color(QPalette::Disabled, QPalette::Text)
                                                      : palette.color(QPalette::Text);
        QByteArray tinted = m_svg;
        tinted.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(tinted);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(painter, QRectF(rect));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine *clone() const override { return new TintedEngine(*this); }

private:
    QByteArray m_svg;
};
} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new TintedEngine(name));
}

QIcon appIcon()
{
    QIcon emblem;
    QSvgRenderer renderer(QStringLiteral(":/icons/fairlead.svg"));
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        emblem.addPixmap(pixmap);
    }
    return emblem;
}

} // namespace fairlead
