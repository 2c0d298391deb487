//! Repairs errors that are common in the JSON of real pages.

/// What starts a CDATA section.
const CDATA: &str = "<![CDATA[";

/// A copy of the text without control characters and unknown escapes inside strings, and outside of them without
/// trailing commas and without the comment signs and the CDATA section that some templates put around the whole.
pub(super) fn repaired(json: &str) -> String {
    let mut repaired = String::with_capacity(json.len());
    let mut chars = without_cdata(json).trim_start_matches(|c| c != '{' && c != '[').chars();
    let mut is_in_string = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                is_in_string = !is_in_string;
                repaired.push(c);
            }
            '\\' if is_in_string => match chars.next() {
                Some(escaped) if "\"\\/bfnrtu".contains(escaped) => repaired.extend(['\\', escaped]),
                Some(other) => repaired.push(if other.is_control() { ' ' } else { other }),
                None => {}
            },
            ',' if !is_in_string && is_trailing(chars.as_str()) => {}
            c if c.is_control() => repaired.push(' '),
            c => repaired.push(c),
        }
    }
    repaired
}

/// The text after the start of a CDATA section, if the JSON is in one. XHTML wants it, and its sign may stand in a comment:
/// `/*<![CDATA[*/`.
fn without_cdata(json: &str) -> &str {
    let before = &json[..json.find('{').unwrap_or(json.len())];
    before.find(CDATA).map_or(json, |at| &json[at + CDATA.len()..])
}

/// Whether only an end of an object or array follows a comma. White space beyond a few lines is not looked at.
fn is_trailing(rest: &str) -> bool {
    rest.chars().take(64).find(|c| !c.is_whitespace()).is_some_and(|c| c == '}' || c == ']')
}
