//! A cheap test of which declarations may hide something. Most lists are no further read.

use super::property::{Name, Property};

/// Whether a list of declarations may hide something, alone or with other rules. May err on the side of yes.
pub(crate) fn may_hide(css: &str) -> bool {
    let bytes = css.as_bytes();
    let (mut rest, mut has_color, mut has_background) = (css, false, false);
    while !rest.is_empty() {
        let end = memchr::memchr(b';', rest.as_bytes()).unwrap_or(rest.len());
        let declaration = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or("");
        let Some(colon) = memchr::memchr(b':', declaration.as_bytes()) else { continue };
        let (name, value) = (declaration[..colon].trim_ascii(), declaration[colon + 1..].trim_ascii());
        let Some(name) = Name::of(name) else { continue };
        has_color |= matches!(name, Name::Longhand(Property::Color | Property::TextFill));
        has_background |= matches!(name, Name::Longhand(Property::Background) | Name::Background);
        if may_value_hide(name, value) || (has_color && has_background) {
            return true;
        }
    }
    // An escape or a comment may split a name.
    memchr::memchr(b'\\', bytes).is_some() || memchr::memmem::find(bytes, b"/*").is_some()
}

/// Whether a list of declarations may set `display`.
pub(crate) fn sets_display(css: &str) -> bool {
    memchr::memmem::find(css.as_bytes(), b"isplay").is_some()
}

fn may_value_hide(name: Name, value: &str) -> bool {
    use Property::*;
    let starts_with = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match name {
        Name::Longhand(property) => match property {
            Display => starts_with("none"),
            Visibility => starts_with("hidden") || starts_with("collapse"),
            ContentVisibility => starts_with("hidden"),
            Opacity | FontSize | LineHeight | Width | Height | MaxWidth | MaxHeight | Scale => is_small(value),
            Left | Top | Right | Bottom | MarginLeft | MarginTop | TextIndent | Translate => is_far(value),
            Clip | ClipPath => !(starts_with("none") || starts_with("auto") || starts_with("inherit")),
            Transform => value.split(['(', ',', ' ']).any(is_small) || is_far(value),
            // Colors near white count without a background.
            Color | TextFill => {
                !(starts_with("inherit") || starts_with("var(")) && (is_pale(value) || value.contains("0)"))
            }
            _ => false,
        },
        Name::Sides(properties) => properties[0] != PaddingTop && is_far(value),
        Name::Font => value.split_ascii_whitespace().any(is_small),
        Name::Overflow | Name::Flex | Name::Background => false,
    }
}

/// Whether a value may be a number below 2.
fn is_small(value: &str) -> bool {
    match value.trim_start_matches(['+', '-']).as_bytes() {
        [b'0' | b'.', ..] => true,
        // `1px`, `1.5pt` and `1%`, but not `1.5`.
        [b'1', next, ..] => !next.is_ascii_digit() && value.bytes().any(|b| b"pP%eE".contains(&b)),
        _ => false,
    }
}

/// Whether a value may be a length far from zero.
fn is_far(value: &str) -> bool {
    let bytes = value.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    // `-32em` and `-9in` are far too, and so is `-1e4px`.
    let is_plain = value.ends_with("px") && !bytes.contains(&b'e');
    digits > 3 || (bytes.contains(&b'-') && (digits > 2 || (digits > 0 && !is_plain)))
}

/// Whether a value may be a color that is transparent or near white.
fn is_pale(value: &str) -> bool {
    match value.as_bytes() {
        [b'#', b'f' | b'F', ..] => true,
        [b'#', digits @ ..] => digits.len() == 4 || digits.len() == 8,
        [b't' | b'T' | b'r' | b'R' | b'h' | b'H', ..] => true,
        [first, ..] => first.is_ascii_alphabetic() && value.len() > 4,
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::may_hide;

    #[test]
    fn every_way_of_hiding_may_hide() {
        for css in [
            "display:none",
            "color:red; VISIBILITY : Collapse",
            "opacity:.01",
            "left:-9in",
            "margin:0 0 0 -1e4px",
            "right:9999px",
            "text-indent:-32em",
            "width:1px",
            "max-height:0",
            "line-height:0",
            "font:0/0 a",
            "transform:scale(1, 0)",
            "transform:matrix(0,0,0,0,0,0)",
            "translate:-100vw",
            "scale:0",
            "clip-path:inset(50%)",
            "color:#fffffe",
            "color:rgba(0,0,0,0)",
            "-webkit-text-fill-color:transparent",
            "background:red;color:red",
            "d\\69splay:none",
            "/*;*/display:none",
        ] {
            assert!(may_hide(css), "{css}");
        }
    }

    #[test]
    fn usual_declarations_do_not() {
        for css in [
            "",
            "color:#333;margin:0 auto",
            "display:block;line-height:1.5",
            "font:14px/1.4 sans-serif",
            "margin-left:-15px",
            "transform:rotate(45deg)",
            "width:100%;height:20px",
            "opacity:1;overflow:hidden",
            "clip:auto",
        ] {
            assert!(!may_hide(css), "{css}");
        }
    }
}
