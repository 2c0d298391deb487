//! Values of declarations: numbers, lengths and colors.

/// Difference per channel up to which two colors count as the same.
const MAX_COLOR_DIFFERENCE: u8 = 4;

const WHITE: [u8; 3] = [255; 3];
const BLACK: [u8; 3] = [0; 3];

/// Whether a value starts with `prefix`, in any case.
pub(super) fn starts_with(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|v| v.eq_ignore_ascii_case(prefix))
}

/// The number at the start of a value.
pub(super) fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !is_numeric(c)).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// A length in pixels or points, or a plain number, without its sign. Other units count only if the length is zero.
pub(super) fn length(value: &str) -> Option<f32> {
    let n = number(value)?;
    let unit = value.trim_start_matches(is_numeric);
    (n == 0.0 || unit.trim().is_empty() || starts_with(unit, "px") || starts_with(unit, "pt")).then_some(n.abs())
}

fn is_numeric(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '.' | '+')
}

/// Whether text of this color cannot be read on its background. Without a background, white is assumed.
pub(super) fn is_unreadable(color: &str, background: Option<&str>) -> bool {
    if starts_with(color, "transparent") {
        return true;
    }
    let Some(text) = rgb(color) else { return false };
    let Some(ground) = background.map_or(Some(WHITE), rgb) else { return false };
    let is_near = text.iter().zip(ground).all(|(a, b)| a.abs_diff(b) <= MAX_COLOR_DIFFERENCE);
    // White text without a background of its own is common on dark themes, so only colors near white count, which
    // are never set for reading. On a stated background any near match counts.
    is_near && (background.is_some() || text != WHITE)
}

/// The red, green and blue of a hexadecimal color, of `white` or of `black`.
fn rgb(color: &str) -> Option<[u8; 3]> {
    let word = color.split_whitespace().next()?;
    if word.eq_ignore_ascii_case("white") {
        return Some(WHITE);
    }
    if word.eq_ignore_ascii_case("black") {
        return Some(BLACK);
    }
    let hex = word.strip_prefix('#')?;
    if !hex.is_ascii() {
        return None;
    }
    let channel = |digits: &str| u8::from_str_radix(digits, 16).ok();
    match hex.len() {
        3 => Some([channel(&hex[0..1])? * 17, channel(&hex[1..2])? * 17, channel(&hex[2..3])? * 17]),
        6 | 8 => Some([channel(&hex[0..2])?, channel(&hex[2..4])?, channel(&hex[4..6])?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_unreadable, length, number, rgb};

    #[test]
    fn numbers_and_lengths_are_read_with_their_units() {
        assert_eq!((number("-9999px"), number("none")), (Some(-9999.0), None));
        assert_eq!((length("1px"), length("-1.5pt"), length("0em")), (Some(1.0), Some(1.5), Some(0.0)));
        assert_eq!((length("1"), length("1em"), length("50%")), (Some(1.0), None, None));
    }

    #[test]
    fn colors_are_read_in_three_forms() {
        assert_eq!(rgb("#fa0"), Some([255, 170, 0]));
        assert_eq!(rgb("#FFaa00 url(x)"), Some([255, 170, 0]));
        assert_eq!(rgb("White"), Some([255; 3]));
        for other in ["", "red", "#12", "#12345", "#ggg", "#éé", "rgb(0,0,0)"] {
            assert_eq!(rgb(other), None, "{other}");
        }
    }

    #[test]
    fn white_on_white_counts_only_with_a_background() {
        assert!(is_unreadable("#fff", Some("white")) && !is_unreadable("#fff", None));
        assert!(is_unreadable("#fefefe", None) && is_unreadable("transparent", None));
        assert!(!is_unreadable("#fefefe", Some("url(dark.png)")));
    }
}
