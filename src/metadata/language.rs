//! Language tags, normalized in case as BCP 47 writes them.

/// Subtags of a tag that are kept: language, script, region and a variant or two.
const MAX_SUBTAGS: usize = 5;

/// The normalized tag; `None` for anything that is not the tag of one language.
pub(super) fn normalize(tag: &str) -> Option<String> {
    let mut tags = tag.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty());
    let first = tags.next()?;
    let is_same = |other: &str| subtags(other).next().is_some_and(|s| subtags(first).next() == Some(s));
    if !tags.all(|other| other.starts_with("q=") || is_same(other)) {
        return None;
    }
    let mut normalized = String::new();
    for (i, subtag) in subtags(first).enumerate().take(MAX_SUBTAGS) {
        if subtag.is_empty() || subtag.len() > 8 || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let lower = subtag.to_ascii_lowercase();
        let is_alphabetic = lower.bytes().all(|b| b.is_ascii_alphabetic());
        match (i, lower.len()) {
            (0, 2 | 3) if is_alphabetic && lower != "und" => normalized = lower,
            (0, _) => return None,
            (_, 4) if is_alphabetic => {
                normalized.extend(["-", &lower[..1].to_ascii_uppercase(), &lower[1..]]);
            }
            (_, 2) => normalized.extend(["-", &lower.to_ascii_uppercase()]),
            _ => normalized.extend(["-", &lower]),
        }
    }
    (!normalized.is_empty()).then_some(normalized)
}

fn subtags(tag: &str) -> impl Iterator<Item = &str> {
    tag.split(['-', '_'])
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn tags_are_normalized() {
        for (tag, expected) in [
            ("en", Some("en")),
            ("EN-us", Some("en-US")),
            ("pt_BR", Some("pt-BR")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("en-US,en;q=0.9", Some("en-US")),
            ("de, fr", None),
            ("english", None),
            ("{{lang}}", None),
            ("x", None),
            ("und", None),
            ("", None),
        ] {
            assert_eq!(normalize(tag).as_deref(), expected, "{tag}");
        }
    }
}
