//! What separates the items of a list.

use crate::synth::template::Separator;

/// A separator as HTML, and whether it is visible.
pub(super) fn html_separator(separator: Separator) -> (&'static str, bool) {
    match separator {
        Separator::Space => (" ", false),
        Separator::Newline => ("\n", false),
        Separator::Break => ("<br>\n", false),
        Separator::NonBreaking => ("&nbsp;", false),
        Separator::Nothing => ("", false),
        other => (plain_separator(other), true),
    }
}

/// A separator as plain text.
pub(crate) fn plain_separator(separator: Separator) -> &'static str {
    match separator {
        Separator::Pipe => "|",
        Separator::PipeSpace => "| ",
        Separator::SpacedPipe => " | ",
        Separator::Comma => ", ",
        Separator::IdeographicComma => "、",
        Separator::Slash => " / ",
        Separator::Dot => " · ",
        Separator::Dash => " - ",
        Separator::Guillemet => " » ",
        Separator::Newline | Separator::Break => "  ",
        Separator::NonBreaking => "\u{A0}",
        Separator::Space | Separator::Nothing => " ",
    }
}
