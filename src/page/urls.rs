//! Targets of links as URLs, read the way the URL standard (WHATWG) reads them.
//!
//! A target is stripped once, when it is stored: later stages never see a tab inside a scheme.

use std::borrow::Cow;
use std::ops::Range;
use url::{Host, Url};

/// Bytes of the longest target, and of the longest base, that becomes an absolute URL.
pub(crate) const MAX_URL: usize = 8 << 10;

/// What a target is by its form alone, before the page's address is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// A place on the page itself: an empty target or a fragment.
    Fragment,
    /// A path or a query of the page's own host.
    Relative,
    /// A target with a host: `https://example.org/x` or `//example.org/x`.
    Host {
        /// Where the scheme and the host are in the target.
        origin: Range<usize>,
        /// Whether the target has a scheme but not both slashes. Such a target is relative if the base has its scheme.
        is_irregular: bool,
    },
    /// A mail address or a telephone number.
    Contact,
    /// A script, or any other scheme.
    Other,
}

impl Form {
    /// Reads a target that was [`stripped`].
    pub(crate) fn of(target: &str) -> Form {
        let bytes = target.as_bytes();
        if bytes.first().is_none_or(|b| *b == b'#') {
            return Form::Fragment;
        }
        let Some(colon) = scheme_end(bytes) else {
            return match slashes(bytes) {
                0 | 1 => Form::Relative,
                host => Form::Host { origin: 0..host + host_length(&bytes[host..]), is_irregular: false },
            };
        };
        let scheme = &target[..colon];
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        if is("http") || is("https") {
            let slashes = slashes(&bytes[colon + 1..]);
            let host = colon + 1 + slashes;
            Form::Host { origin: 0..host + host_length(&bytes[host..]), is_irregular: slashes < 2 }
        } else if is("mailto") || is("tel") {
            Form::Contact
        } else {
            Form::Other
        }
    }
}

/// A target without what URL parsers ignore: controls and spaces around it, tabs and line breaks anywhere.
pub(crate) fn stripped(target: &str) -> Cow<'_, str> {
    let trimmed = target.trim_matches(|c: char| c <= ' ');
    if trimmed.bytes().all(|b| !is_ignored(b)) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.chars().filter(|c| !c.is_ascii() || !is_ignored(*c as u8)).collect())
}

/// The absolute URL of a target: normalized, with one of the schemes http, https, mailto and tel. `None` for other
/// schemes, for what is no URL, for a relative target without `base`, and beyond 8 KiB.
///
/// A target without scheme that names a host gets the scheme of the base, or `https` without base.
pub(crate) fn absolute(target: &str, base: Option<&Url>) -> Option<Url> {
    if target.len() > MAX_URL {
        return None;
    }
    let target = stripped(target);
    let url = match (Form::of(&target), base) {
        (Form::Other, _) => None,
        (Form::Fragment | Form::Relative, None) => None,
        (Form::Host { .. }, _) if scheme_end(target.as_bytes()).is_none() => {
            Url::parse(&format!("{}:{target}", base.map_or("https", Url::scheme))).ok()
        }
        (_, None) => Url::parse(&target).ok(),
        (_, Some(base)) => base.join(&target).ok(),
    }?;
    (is_publishable_scheme(url.scheme()) && url.as_str().len() <= 4 * MAX_URL).then_some(url)
}

/// A target as it may be written into another document: absolute if it has a host or if `base` is known, else as a
/// relative reference. A fragment stays a fragment. `None` if the target must not be written: it has a scheme other than
/// http, https, mailto and tel, is no URL, or is longer than 8 KiB.
///
/// The result is not escaped for the language that it is written into; it may hold `&`, `'`, `(` and `)`.
pub(crate) fn publishable(target: &str, base: Option<&Url>) -> Option<String> {
    let stripped = stripped(target);
    match (Form::of(&stripped), base) {
        _ if stripped.len() > MAX_URL => None,
        (Form::Other, _) => None,
        (Form::Fragment, _) | (Form::Relative, None) => Some(encoded_reference(&stripped)),
        // The standard leaves spaces in what has no host.
        (Form::Contact, _) => absolute(&stripped, None).map(|url| encoded_reference(url.as_str())),
        _ => absolute(&stripped, base).map(String::from),
    }
}

/// The host of a URL and its registrable domain by the public suffix list. A host without one, such as an IP address, is
/// its own domain.
pub(crate) fn host_and_domain(url: &Url) -> Option<(&str, &str)> {
    let host = url.host_str()?.trim_end_matches('.');
    match url.host()? {
        Host::Domain(_) => Some((host, psl::domain_str(host).unwrap_or(host))),
        Host::Ipv4(_) | Host::Ipv6(_) => Some((host, host)),
    }
}

/// The registrable domain of a URL or of a bare host. `None` for a host without a dot, such as `localhost`.
pub(crate) fn domain_of(url: &str) -> Option<String> {
    let target = stripped(url);
    if target.len() > MAX_URL {
        return None;
    }
    let url = absolute(&target, None).or_else(|| Url::parse(&format!("http://{target}")).ok())?;
    let (host, domain) = host_and_domain(&url)?;
    host.contains('.').then(|| domain.to_owned())
}

/// A URL that others can be resolved against: an absolute http or https URL.
pub(crate) fn base(url: &str, above: Option<&Url>) -> Option<Url> {
    absolute(url, above).filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn is_publishable_scheme(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "mailto" | "tel")
}

/// A relative reference with backslashes as slashes, and with white space, controls and delimiters percent-encoded.
fn encoded_reference(reference: &str) -> String {
    let mut encoded = String::with_capacity(reference.len());
    let mut is_path = true;
    for c in reference.chars() {
        is_path &= !matches!(c, '?' | '#');
        match c {
            '\\' if is_path => encoded.push('/'),
            '"' | '<' | '>' | '`' | '\\' => push_encoded(&mut encoded, c),
            c if c.is_whitespace() || c.is_control() => push_encoded(&mut encoded, c),
            c => encoded.push(c),
        }
    }
    encoded
}

fn push_encoded(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        out.push('%');
        out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
    }
}

/// Whether a target is written with this scheme.
pub(crate) fn has_scheme(target: &str, scheme: &str) -> bool {
    scheme_end(target.as_bytes()).is_some_and(|end| target[..end].eq_ignore_ascii_case(scheme))
}

/// The position of the colon after a scheme.
fn scheme_end(target: &[u8]) -> Option<usize> {
    if !target.first()?.is_ascii_alphabetic() {
        return None;
    }
    let end = target.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')))?;
    (target[end] == b':').then_some(end)
}

/// How many slashes a target starts with. Browsers read a backslash as a slash.
fn slashes(target: &[u8]) -> usize {
    target.iter().take_while(|b| matches!(b, b'/' | b'\\')).count()
}

fn host_length(target: &[u8]) -> usize {
    target.iter().position(|b| matches!(b, b'/' | b'\\' | b'?' | b'#')).unwrap_or(target.len())
}

/// Whether URL parsers drop this byte wherever it is.
fn is_ignored(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::{absolute, base, domain_of, publishable};

    const PAGE: &str = "https://shop.example/a/b.html?q#f";

    /// A target, its absolute form on `PAGE`, and what is written for it where no base is known.
    const TARGETS: [(&str, Option<&str>, Option<&str>); 23] = [
        ("c d.html", Some("https://shop.example/a/c%20d.html"), Some("c%20d.html")),
        ("\u{1} /x\u{0}", Some("https://shop.example/x"), Some("/x")),
        ("?p=2", Some("https://shop.example/a/b.html?p=2"), Some("?p=2")),
        ("..\\up", Some("https://shop.example/up"), Some("../up")),
        ("//Host.Example/x", Some("https://host.example/x"), Some("https://host.example/x")),
        ("/\t/host.example", Some("https://host.example/"), Some("https://host.example/")),
        ("\\\\host.example\\x", Some("https://host.example/x"), Some("https://host.example/x")),
        ("////host.example", Some("https://host.example/"), Some("https://host.example/")),
        ("HT\nTP://host.example", Some("http://host.example/"), Some("http://host.example/")),
        ("http:/host.example/x", Some("http://host.example/x"), Some("http://host.example/x")),
        ("https:/x", Some("https://shop.example/x"), Some("https://x/")),
        ("http:\\\\host.example\\x", Some("http://host.example/x"), Some("http://host.example/x")),
        (
            "http://bücher.example/ü",
            Some("http://xn--bcher-kva.example/%C3%BC"),
            Some("http://xn--bcher-kva.example/%C3%BC"),
        ),
        (
            "http://a.example@host.example/",
            Some("http://a.example@host.example/"),
            Some("http://a.example@host.example/"),
        ),
        ("java\tscript:alert(1)", None, None),
        ("\u{2}JavaScript:alert(1)", None, None),
        ("vbscript:x", None, None),
        ("data:text/html,<b>", None, None),
        ("file:///etc/passwd", None, None),
        ("blob:https://shop.example/1", None, None),
        ("http://a b.example/", None, None),
        ("mailto:a@b.example", Some("mailto:a@b.example"), Some("mailto:a@b.example")),
        ("TEL:+49", Some("tel:+49"), Some("tel:+49")),
    ];

    #[test]
    fn targets_are_read_as_browsers_read_them() {
        let page = base(PAGE, None).unwrap();
        for (target, expected, without_base) in TARGETS {
            assert_eq!(absolute(target, Some(&page)).map(String::from).as_deref(), expected, "{target:?}");
            assert_eq!(publishable(target, Some(&page)).as_deref(), expected, "{target:?}");
            assert_eq!(publishable(target, None).as_deref(), without_base, "{target:?}");
        }
        assert_eq!(publishable("tel:+49 30", None).as_deref(), Some("tel:+49%2030"));
        assert_eq!(publishable("#a b", Some(&page)).as_deref(), Some("#a%20b"));
        assert_eq!(absolute("#a", Some(&page)).map(String::from).as_deref(), Some("https://shop.example/a/b.html?q#a"));
        assert_eq!(absolute("/x", None), None);
    }

    #[test]
    fn long_targets_are_not_made_absolute() {
        let target = format!("https://host.example/{}", "ü".repeat(5 << 10));
        assert_eq!(publishable(&target, None), None);
        assert!(publishable(&target[..23 + (4 << 10)], None).is_some());
    }

    #[test]
    fn the_domain_of_a_url_is_registrable() {
        for (url, domain) in [
            ("https://www.Shop.co.uk/x", Some("shop.co.uk")),
            (" news.example.org", Some("example.org")),
            ("//a.b.example.org./x", Some("example.org")),
            ("http://192.168.1.7/", Some("192.168.1.7")),
            ("http://localhost:8000/", None),
            ("/path", None),
            ("mailto:a@example.org", None),
        ] {
            assert_eq!(domain_of(url).as_deref(), domain, "{url}");
        }
    }

    #[test]
    fn only_web_addresses_are_bases() {
        for url in ["mailto:a@b.example", "data:text/html,x", "file:///x", "/x", ""] {
            assert_eq!(base(url, None), None, "{url}");
        }
        assert_eq!(base("/x/", base(PAGE, None).as_ref()).unwrap().as_str(), "https://shop.example/x/");
    }
}
