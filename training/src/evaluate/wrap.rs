//! Wraps the prose of Markdown.

/// Columns of a line.
const WIDTH: usize = 100;

/// Markdown whose lines of prose have at most [`WIDTH`] columns, as far as its words allow. Rows of tables stay, since
/// they cannot be wrapped.
pub(super) fn wrapped(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        if line.starts_with('|') || line.starts_with('#') || line.chars().count() <= WIDTH {
            out.push_str(line);
        } else {
            wrap(line, &mut out);
        }
        out.push('\n');
    }
    out
}

fn wrap(line: &str, out: &mut String) {
    let mut column = 0;
    let words: Vec<&str> = line.split(' ').collect();
    // A word that must not start a line stays with the word before it.
    for together in words.chunk_by(|_, next| !may_start_line(next)).map(|words| words.join(" ")) {
        let width = together.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(&together);
        column += width;
    }
}

/// Whether a word means the same at the start of a line: it starts no list, heading, quotation or table.
fn may_start_line(word: &str) -> bool {
    let ends_number = word.strip_suffix(['.', ')']).is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()));
    !ends_number && !word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~'])
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, wrapped};

    #[test]
    fn prose_is_wrapped_and_tables_are_not() {
        let prose = "word ".repeat(50).trim_end().to_owned();
        let row = format!("| {} |", "cell ".repeat(50));
        let text = wrapped(&format!("# {prose}\n\n{prose}\n\n{row}\n"));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines[lines.len() - 1]), (&*format!("# {prose}"), &*row));
        assert!(lines[2..lines.len() - 1].iter().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(lines[2..lines.len() - 2].join(" "), prose);
        assert_eq!(wrapped(&text), text);
    }

    #[test]
    fn no_line_starts_a_list() {
        let filled = "x".repeat(WIDTH);
        for word in ["-", "1.", "12)", "# a", "+ b"] {
            let line = format!("{filled} {word} end of it");
            assert!(!wrapped(&line).contains(&format!("\n{word}")), "{word}");
        }
    }
}
