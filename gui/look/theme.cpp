// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/theme.h"

#include "gui/look/state_colors.h"

#include <QProxyStyle>

// The linker drops resources of a static library that are not referred to. The macro must be used outside of
// namespaces.
static void takeResourcesIn()
{
    Q_INIT_RESOURCE(fairlead);
}

namespace fairlead {

namespace {
struct Colours
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb quiet; ///< placeholders and disabled text
    QRgb highlight;
    QRgb link;
    QRgb mid; ///< lines
};

/// The Fusion style without the coloured icons on the buttons of dialogs.
class PlainFusion final : public QProxyStyle
{
public:
    PlainFusion()
        : QProxyStyle(QStringLiteral("Fusion"))
    {
    }
    int styleHint(
        StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

QPalette paletteOf(const Colours &colours)
{
    const QColor text(colours.text);
    QPalette palette(QColor(colours.button), QColor(colours.window));
    palette.setColor(QPalette::Window, QColor(colours.window));
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, QColor(colours.base));
    palette.setColor(QPalette::AlternateBase, QColor(colours.alternate));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Button, QColor(colours.button));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(colours.base));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, QColor(colours.quiet));
    palette.setColor(QPalette::Highlight, QColor(colours.highlight));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(colours.link));
    palette.setColor(QPalette::LinkVisited, QColor(colours.link));
    palette.setColor(QPalette::Mid, QColor(colours.mid));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(colours.quiet));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(colours.mid));
    return palette;
}
} // namespace

QPalette Theme::lightPalette()
{
    return paletteOf({.window = 0xfff1f3f5,
        .base = 0xffffffff,
        .alternate = 0xfff7f8fa,
        .button = 0xfffbfcfd,
        .text = 0xff1b1e20,
        .quiet = 0xff6b7177,
        .highlight = 0xff0068a5,
        .link = 0xff0068a5,
        .mid = 0xffc9ced3});
}

QPalette Theme::darkPalette()
{
    return paletteOf({.window = 0xff25292c,
        .base = 0xff1b1e20,
        .alternate = 0xff202427,
        .button = 0xff31363a,
        .text = 0xffeceff1,
        .quiet = 0xff949ca3,
        .highlight = 0xff20699c,
        .link = 0xff56b4e9,
        .mid = 0xff454b50});
}

Theme::Theme(QApplication &app)
    : m_app(app)
    , m_plainTexts(app)
    , m_platform(QApplication::palette())
{
    takeResourcesIn();
    QApplication::setStyle(new PlainFusion);
    const QPalette plain = QApplication::style()->standardPalette();
    m_isPlatformOwn = plain.color(QPalette::Window) != m_platform.color(QPalette::Window)
        || plain.color(QPalette::Base) != m_platform.color(QPalette::Base);
}

void Theme::apply(Look look)
{
    m_look = look;
    const bool takesPlatform = look == Look::System && m_isPlatformOwn;
    const bool wantsDark = look == Look::Dark || (look == Look::System && isDark(m_platform));
    m_app.setPalette(takesPlatform ? m_platform : wantsDark ? darkPalette() : lightPalette());
}

} // namespace fairlead
