//! What is known of a page's address: a caller may know it, not know it, or have a wrong one.

use blocksift::{Limits, Page};
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use std::fmt;

/// What is known of a page's address when the page is read.
///
/// Crawlers know the address of a page, but a file on disk has none, a reduced copy has lost its `canonical`, and a mirror,
/// an archive or a staging host has another. Pages are trained and measured in every state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Address {
    /// The URL of the record, if it has one.
    #[default]
    Known,
    /// No URL; the page itself may tell its site.
    Unknown,
    /// No URL, and nothing in the head tells the site.
    Removed,
    /// The URL of a copy on another site.
    Wrong(String),
}

/// The name of an [`Address`] without its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum AddressState {
    /// See [`Address::Known`].
    #[default]
    Known,
    /// See [`Address::Unknown`].
    Unknown,
    /// See [`Address::Removed`].
    Removed,
    /// See [`Address::Wrong`].
    Wrong,
}

impl AddressState {
    /// All states.
    pub const ALL: [AddressState; 4] =
        [AddressState::Known, AddressState::Unknown, AddressState::Removed, AddressState::Wrong];

    /// The name in figures.
    pub fn as_str(self) -> &'static str {
        match self {
            AddressState::Known => "known",
            AddressState::Unknown => "unknown",
            AddressState::Removed => "removed",
            AddressState::Wrong => "wrong",
        }
    }

    /// An address in this state.
    pub fn draw(self, rng: &mut ChaCha8Rng) -> Address {
        match self {
            AddressState::Known => Address::Known,
            AddressState::Unknown => Address::Unknown,
            AddressState::Removed => Address::Removed,
            AddressState::Wrong => Address::Wrong(copy_url(rng)),
        }
    }
}

impl fmt::Display for AddressState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Address {
    /// Draws any state but [`Address::Known`].
    pub fn draw_other(rng: &mut ChaCha8Rng) -> Address {
        AddressState::ALL[rng.random_range(1..AddressState::ALL.len())].draw(rng)
    }

    /// Draws a state: known half of the time.
    pub fn draw(rng: &mut ChaCha8Rng) -> Address {
        if rng.random::<bool>() { Address::Known } else { Address::draw_other(rng) }
    }

    /// Its state.
    pub fn state(&self) -> AddressState {
        match self {
            Address::Known => AddressState::Known,
            Address::Unknown => AddressState::Unknown,
            Address::Removed => AddressState::Removed,
            Address::Wrong(_) => AddressState::Wrong,
        }
    }

    /// Parses markup whose URL is `url`.
    pub fn page(&self, html: &str, url: Option<&str>) -> Page {
        let limits = Limits::default();
        match self {
            Address::Known => Page::from_html(html, url, &limits),
            Address::Unknown => Page::from_html(html, None, &limits),
            Address::Removed => Page::from_html_without_address(html, &limits),
            Address::Wrong(url) => Page::from_html(html, Some(url), &limits),
        }
    }
}

/// First and second part of the names of hosts that keep copies.
const COPY_HOSTS: [&[&str]; 2] = [
    &[
        "web.archive",
        "cache",
        "mirror",
        "staging",
        "preview",
        "dev",
        "proxy",
        "old",
        "copy",
        "translate",
        "backup",
        "cdn",
    ],
    &["org", "com", "net", "dev", "io", "de", "cn", "ru", "co.uk", "com.br"],
];

/// The URL of a copy: on a host for copies, a numeric address, or a machine without a domain.
fn copy_url(rng: &mut ChaCha8Rng) -> String {
    let [names, ends] = COPY_HOSTS;
    let (name, end) = (names.choose(rng).unwrap_or(&"cache"), ends.choose(rng).unwrap_or(&"org"));
    let number: u32 = rng.random_range(2..5000);
    let host = match rng.random_range(0..6) {
        0 => "localhost:8080".to_owned(),
        1 => format!("10.{}.{}.{}", number % 250, number % 97, number % 83),
        2 => format!("{name}{number}.{end}"),
        3 => format!("{name}.site-{number}.{end}"),
        _ => format!("{name}.pages{number}.{end}"),
    };
    format!("https://{host}/{number}/page.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::seeded;
    use blocksift::LinkKind;

    #[test]
    fn links_of_a_page_are_read_in_the_state_of_its_address() {
        let html = "<link rel=canonical href=https://ferry.example/times><p><a href=https://ferry.example/>Home</a>";
        let kind = |address: Address| {
            let page = address.page(html, Some("https://ferry.example/times"));
            page.block_links(&page.blocks()[0]).next().map(|link| link.kind)
        };
        assert_eq!(kind(Address::Known), Some(LinkKind::Internal));
        assert_eq!(kind(Address::Unknown), Some(LinkKind::Internal));
        assert_eq!(kind(Address::Removed), Some(LinkKind::Unknown));
        assert_eq!(kind(AddressState::Wrong.draw(&mut seeded(1, "a"))), Some(LinkKind::External));
    }

    #[test]
    fn every_drawn_copy_has_an_address() {
        let mut rng = seeded(1, "copies");
        for _ in 0..200 {
            let Address::Wrong(url) = AddressState::Wrong.draw(&mut rng) else { panic!("another state") };
            let page = Page::from_html("", Some(&url), &Limits::default());
            assert!(page.base_url().is_some(), "{url}");
        }
    }
}
