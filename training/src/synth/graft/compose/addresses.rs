//! Addresses of look-alikes' links: pages of the host's own site, its other languages, well-known sites.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Set;
use crate::synth::graft::host::Host;
use crate::synth::slug::{letters, percent_encoded, slug};
use crate::synth::spin::pick;
use crate::synth::template::LinkPattern;

/// Path templates for sets that have none.
const PATHS: &[&str] = &[
    "/<slug>/",
    "/<slug>",
    "/<slug>.html",
    "/category/<slug>/",
    "/tag/<slug>",
    "/c/<number>.html",
    "?cat=<number>",
    "/<letters>/",
    "/list/<number>/",
    "/<letters>/<letters>/index.html",
    "/topics/<slug>",
    "/search?q=<slug>",
    "/pages/<slug>.aspx",
    "/<letters>.htm",
];

/// Addresses of one look-alike's links, all after the same pattern.
pub(super) struct Addresses {
    links: LinkPattern,
    /// Template of paths for items without an address.
    path: String,
    /// Prefix of addresses on the host itself; empty for relative ones.
    origin: String,
    host: String,
    /// Which way the host addresses its languages.
    locale: usize,
}

impl Addresses {
    pub(super) fn new(set: &Set, links: LinkPattern, host: &Host, rng: &mut ChaCha8Rng) -> Self {
        let path = if set.paths.is_empty() { pick(PATHS, rng).to_owned() } else { pick(&set.paths, rng).to_owned() };
        let origin = host.origin().filter(|_| chance(0.35, rng)).unwrap_or_default().to_owned();
        let host = host.bare_name().to_owned();
        Self { links, path, origin, host, locale: rng.random_range(0..6) }
    }

    /// The address of an item with this text; `given` is the address in the data file, empty if there is none.
    pub(super) fn address(&self, text: &str, given: &str, rng: &mut ChaCha8Rng) -> Option<String> {
        match self.links {
            LinkPattern::Unlinked | LinkPattern::Buttons => None,
            LinkPattern::Fragments => Some(format!("#{}", fragment(text, rng))),
            _ if given.contains("://") => Some(given.to_owned()),
            _ if given.starts_with('/') => Some(format!("{}{given}", self.origin)),
            _ if !given.is_empty() => Some(self.localized(given)),
            _ => Some(format!("{}{}", self.origin, self.filled(text, rng))),
        }
    }

    /// The start page of the host in another language.
    fn localized(&self, code: &str) -> String {
        let (host, origin) = (&self.host, &self.origin);
        match self.locale {
            0 => format!("https://{code}.{host}/"),
            1 => format!("{origin}/?lang={code}"),
            2 => format!("{origin}/{code}/index.html"),
            3 => format!("https://{code}.{host}/wiki/"),
            4 => format!("{origin}/intl/{code}/"),
            _ => format!("{origin}/{code}/"),
        }
    }

    /// The path template with its slots filled.
    fn filled(&self, text: &str, rng: &mut ChaCha8Rng) -> String {
        let mut path = self.path.clone();
        if path.contains("<slug>") {
            path = path.replace("<slug>", &fragment(text, rng));
        }
        while path.contains("<number>") {
            path = path.replacen("<number>", &rng.random_range(1..99_999).to_string(), 1);
        }
        while path.contains("<letters>") {
            path = path.replacen("<letters>", &letters(rng.random_range(2..8), rng), 1);
        }
        path
    }
}

/// A text as the last part of a path.
fn fragment(text: &str, rng: &mut ChaCha8Rng) -> String {
    let plain = slug(text);
    if plain.len() > 1 {
        plain
    } else if chance(0.4, rng) {
        percent_encoded(text)
    } else {
        letters(rng.random_range(3..8), rng)
    }
}
