//! Finds the braces of a style sheet without splitting it into tokens.
//!
//! Strings, comments, escapes, addresses and parentheses are passed over as the standard says (CSS Syntax, 4.3). Where one
//! of them is malformed, only a tokenizer can tell, and the search fails.

/// Where the next `{` or `}` is from `at` on, or the next `;` if `is_at_rule`. `None` if there is none, or if only a
/// tokenizer can tell.
pub(super) fn next_brace(css: &str, mut at: usize, is_at_rule: bool) -> Option<usize> {
    let bytes = css.as_bytes();
    // The open parentheses and brackets, as bits after a leading one.
    let mut inner = 1u64;
    loop {
        at += bytes.get(at..)?.iter().position(|b| IS_READ[usize::from(*b)])?;
        match bytes[at] {
            b';' if !is_at_rule || inner > 1 => {}
            b'{' | b'}' | b';' => return (inner == 1).then_some(at),
            quote @ (b'"' | b'\'') => at = end_of_string(bytes, at + 1, quote)?,
            b'\\' => at += 1,
            b'/' if bytes.get(at + 1) == Some(&b'*') => at += 3 + memchr::memmem::find(&bytes[at + 2..], b"*/")?,
            b'/' => {}
            b'(' if is_address(bytes, at) => at = end_of_address(bytes, at + 1)?,
            open @ (b'(' | b'[') => {
                if inner >> 63 == 1 {
                    return None;
                }
                inner = inner << 1 | u64::from(open == b'[');
            }
            close => {
                if inner <= 1 || (inner & 1 == 1) != (close == b']') {
                    return None;
                }
                inner >>= 1;
            }
        }
        at += 1;
    }
}

/// Where a block ends whose opening brace is before `at`: the position after its closing brace.
pub(super) fn end_of_block(css: &str, mut at: usize) -> Option<usize> {
    let mut depth = 1;
    while depth > 0 {
        at = next_brace(css, at, false)?;
        depth = if css.as_bytes()[at] == b'{' { depth + 1 } else { depth - 1 };
        at += 1;
    }
    Some(at)
}

/// The bytes that the search stops at.
const IS_READ: [bool; 256] = {
    let mut is_read = [false; 256];
    let bytes = b"{};\"'\\/()[]";
    let mut i = 0;
    while i < bytes.len() {
        is_read[bytes[i] as usize] = true;
        i += 1;
    }
    is_read
};

/// Where the closing quote is of a string that starts at `at`.
fn end_of_string(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == quote || matches!(b, b'\\' | b'\n' | b'\r' | b'\x0c'))?;
        match bytes[at] {
            b'\\' => at += 2,
            b => return (b == quote).then_some(at),
        }
    }
}

/// Whether the parenthesis at `at` opens an address without quotes.
fn is_address(bytes: &[u8], at: usize) -> bool {
    let name = at.checked_sub(3).map_or(&b""[..], |start| &bytes[start..at]);
    let first = bytes[at + 1..].iter().find(|b| !b.is_ascii_whitespace());
    name.eq_ignore_ascii_case(b"url") && !matches!(first, Some(b'"' | b'\''))
}

/// Where the closing parenthesis is of an address that starts at `at`.
fn end_of_address(bytes: &[u8], at: usize) -> Option<usize> {
    let length = memchr::memchr(b')', &bytes[at..])?;
    let is_plain = !bytes[at..at + length].iter().any(|b| matches!(b, b'"' | b'\'' | b'(' | b'\\'));
    is_plain.then_some(at + length)
}

#[cfg(test)]
mod tests {
    use super::{end_of_block, next_brace};

    #[test]
    fn what_looks_like_a_brace_is_passed_over() {
        for css in [
            "a}",
            "content:\"}\";}",
            "content:'\\'}'}",
            "/*}*/}",
            "background:url(data:image/svg+xml;}{/*)}",
            "background:url( \"}\" )}",
            "width:calc((1px + 2px)/2)}",
            "\\}:a}",
            "a{b{c}d}[e='}']}",
        ] {
            assert_eq!(end_of_block(css, 0), Some(css.len()), "{css}");
        }
        assert_eq!(next_brace("(a;b) c;d{", 0, true), Some(7));
        assert_eq!(next_brace("(a;b) c;d{", 0, false), Some(9));
    }

    #[test]
    fn malformed_blocks_are_left_to_a_tokenizer() {
        for css in ["a", "'\n'}", "(}", "(]}", ")}", "url(a'b)}", "/*}"] {
            assert_eq!(end_of_block(css, 0), None, "{css}");
        }
    }
}
