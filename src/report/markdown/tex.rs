//! Formulas in TeX, which are not escaped.

use std::ops::Range;

/// Bytes of the longest formula that is looked for in text.
const MAX_TEX: usize = 2000;

/// Environments that stand for a formula on a line of its own.
const ENVIRONMENTS: [&str; 20] = [
    "align",
    "aligned",
    "alignat",
    "array",
    "bmatrix",
    "Bmatrix",
    "cases",
    "displaymath",
    "eqnarray",
    "equation",
    "flalign",
    "gather",
    "gathered",
    "math",
    "matrix",
    "multline",
    "pmatrix",
    "split",
    "vmatrix",
    "Vmatrix",
];
/// Bytes of the longest name of an environment.
const MAX_ENVIRONMENT: usize = 16;

/// Bytes between a delimiter and an environment that belongs to the same formula, at most.
const MAX_LEAD: usize = 200;

/// A formula in a text, with its delimiters.
pub(super) struct Formula {
    pub(super) range: Range<usize>,
    pub(super) tex: Range<usize>,
    pub(super) is_display: bool,
}

/// What a formula starts or ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Dollar,
    Dollars,
    Open(u8),
    Close(u8),
}

impl Delimiter {
    /// The delimiter at a dollar sign or backslash.
    fn at(rest: &[u8]) -> Option<Delimiter> {
        match rest {
            [b'$', b'$', ..] => Some(Delimiter::Dollars),
            [b'$', ..] => Some(Delimiter::Dollar),
            [b'\\', sign @ (b'(' | b'['), ..] => Some(Delimiter::Open(*sign)),
            [b'\\', sign @ (b')' | b']'), ..] => Some(Delimiter::Close(*sign)),
            _ => None,
        }
    }

    fn length(self) -> usize {
        if self == Delimiter::Dollar { 1 } else { 2 }
    }

    fn is_closed_by(self, other: Delimiter) -> bool {
        match self {
            Delimiter::Dollar | Delimiter::Dollars => self == other,
            Delimiter::Open(b'(') => other == Delimiter::Close(b')'),
            Delimiter::Open(_) => other == Delimiter::Close(b']'),
            Delimiter::Close(_) => false,
        }
    }

    fn is_display(self) -> bool {
        matches!(self, Delimiter::Dollars | Delimiter::Open(b'['))
    }
}

/// The first formula in a text that starts at `from` or after: TeX between `$`, `$$`, `\(` and `\)`, or `\[` and `\]`.
/// Each byte is looked at once, whatever delimiters there are.
pub(super) fn next_formula(text: &str, from: usize) -> Option<Formula> {
    let bytes = text.as_bytes();
    let mut opened: Option<(Delimiter, usize)> = None;
    let mut environment: Option<(&str, usize)> = None;
    let mut at = from;
    while let Some(distance) = memchr::memchr2(b'$', b'\\', bytes.get(at..)?) {
        at += distance;
        let Some(delimiter) = Delimiter::at(&bytes[at..]) else {
            // A backslash belongs to the sign after it.
            let (start, rest) = (at, &text[at..]);
            at += 2;
            if let Some(name) = environment_after(rest, "\\begin{") {
                let is_inside = opened.is_some_and(|(_, opened)| start - opened <= MAX_LEAD);
                if !is_inside && environment.is_none_or(|(_, outer)| start - outer > MAX_TEX) {
                    environment = Some((name, start));
                }
            } else if let Some(name) = environment_after(rest, "\\end{")
                && let Some((_, start)) = environment.filter(|(opened, _)| *opened == name)
            {
                let range = start..at - 2 + "\\end{}".len() + name.len();
                if range.len() <= MAX_TEX && is_safe(&text[range.clone()]) {
                    return Some(Formula { range: range.clone(), tex: range, is_display: true });
                }
                environment = None;
            }
            continue;
        };
        let after = at + delimiter.length();
        if let Some((opening, start)) = opened.filter(|(opening, _)| opening.is_closed_by(delimiter)) {
            let tex = &text[start..at];
            let is_formula = opening != Delimiter::Dollar || is_inline_tex(tex, &text[after..]);
            if is_formula && tex.len() <= MAX_TEX && !tex.trim().is_empty() && is_safe(tex) {
                return Some(Formula {
                    range: start - opening.length()..after,
                    tex: start..at,
                    is_display: opening.is_display(),
                });
            }
        }
        let opens = match delimiter {
            Delimiter::Close(_) => false,
            Delimiter::Dollar => bytes.get(after).is_some_and(|next| !next.is_ascii_whitespace()),
            _ => true,
        };
        opened = opens.then_some((delimiter, after));
        at = after;
    }
    None
}

/// The name of the environment for formulas that a command begins or ends.
fn environment_after<'a>(rest: &'a str, command: &str) -> Option<&'a str> {
    let rest = rest.strip_prefix(command)?;
    let name = &rest[..rest.bytes().take(MAX_ENVIRONMENT).position(|b| b == b'}')?];
    ENVIRONMENTS.contains(&name.trim_end_matches('*')).then_some(name)
}

/// Whether text between two dollar signs is TeX and no sum of money: it has a sign that TeX uses or is a short name, and
/// neither ends in white space nor is followed by a digit.
fn is_inline_tex(tex: &str, after: &str) -> bool {
    let has_sign = tex.contains(['\\', '^', '_', '=', '{', '<', '>']);
    let is_name = tex.len() <= 3 && tex.starts_with(|c: char| c.is_ascii_alphabetic());
    (has_sign || is_name) && !tex.ends_with(char::is_whitespace) && !after.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether TeX can be written without being read as other Markdown.
fn is_safe(tex: &str) -> bool {
    !tex.contains(['`', '$', '\n'])
}

/// Writes a formula. Returns false if its TeX cannot be written as it is. In a table, bars are written as commands.
pub(super) fn write(out: &mut String, tex: &str, is_display: bool, is_in_table: bool) -> bool {
    let tex = without_style(tex.trim());
    if tex.is_empty() || !is_safe(tex) {
        return false;
    }
    let delimiter = if is_display { "$$" } else { "$" };
    out.push_str(delimiter);
    let mut before = ' ';
    for c in tex.chars() {
        match (before, c) {
            ('\\', '|') if is_in_table => out.push_str("Vert "),
            (_, '|') if is_in_table => out.push_str("\\vert "),
            // Without a space it would start a tag, an autolink or the target of a link, which mean nothing in TeX.
            ('<', c) if c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?') => out.extend([' ', c]),
            (']', '(' | '[' | ':') => out.extend([' ', c]),
            (_, c) => out.push(c),
        }
        // A pair of backslashes escapes nothing.
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    out.push_str(delimiter);
    true
}

/// TeX without the group and the command that wikis put around all of it.
fn without_style(tex: &str) -> &str {
    let inner = tex.strip_prefix("{\\displaystyle ").or_else(|| tex.strip_prefix("{\\textstyle "));
    inner.and_then(|inner| inner.strip_suffix('}')).map_or(tex, str::trim)
}

#[cfg(test)]
mod tests {
    use super::{next_formula, write};

    #[test]
    fn formulas_are_told_from_money() {
        for (text, expected) in [
            ("so $x$ is", Some("x")),
            ("so $a_i + b$, and", Some("a_i + b")),
            ("let \\(a<b\\) be", Some("a<b")),
            ("\\[ \\sum_i x_i \\]", Some(" \\sum_i x_i ")),
            ("$$E = mc^2$$", Some("E = mc^2")),
            ("from $5 to $10", None),
            ("US$5=US$6", None),
            ("$100$200", None),
            ("a \\$x$ b", None),
            ("\\( \\(a\\) $", Some("a")),
            ("C:\\(old", None),
            ("so \\begin{align*}a &= b \\\\ c\\end{align*} x", Some("\\begin{align*}a &= b \\\\ c\\end{align*}")),
            ("$$\\begin{matrix}1\\end{matrix}$$", Some("\\begin{matrix}1\\end{matrix}")),
            ("\\begin{document}x\\end{document}", None),
            ("\\begin{equation}x\\end{align}", None),
        ] {
            let found = next_formula(text, 0).map(|f| &text[f.tex]);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn tex_is_written_as_it_is() {
        let written = |tex: &str, is_display, is_in_table| {
            let mut out = String::new();
            write(&mut out, tex, is_display, is_in_table).then_some(out)
        };
        assert_eq!(written("a_i * b_{j}", false, false).unwrap(), "$a_i * b_{j}$");
        assert_eq!(written("{\\displaystyle x^{2}}", true, false).unwrap(), "$$x^{2}$$");
        assert_eq!(written("|a| \\|b\\|", false, true).unwrap(), "$\\vert a\\vert  \\Vert b\\Vert $");
        assert_eq!(written("a<b [x](y)", false, false).unwrap(), "$a< b [x] (y)$");
        assert_eq!(written("a`b", false, false), None);
    }
}
