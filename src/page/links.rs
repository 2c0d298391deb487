//! The links of a page: their targets, and whether these belong to the page's own site.

use super::NONE;
use rustc_hash::FxHashMap;
use std::hash::Hasher;
use std::ops::Range;
use url::Url;

/// Links that must point to a domain before it counts as the page's own without being stated.
const MIN_OWN_LINKS: u32 = 3;

/// Bytes of a target within which its scheme ends.
const MAX_SCHEME: usize = 24;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LinkKind {
    /// To the page's own registrable domain. Relative targets are internal.
    Internal,
    /// To another registrable domain.
    External,
    /// To an anchor on the page, a script, a mail address or a telephone number.
    Other,
}

/// One link of a block. A link across several blocks has one piece in each.
///
/// ```
/// use blocksift::{LinkKind, Limits, Page};
/// let html = "<p>See <a href='http://shop.example.co.uk/x' rel=nofollow>the shop</a>.";
/// let page = Page::from_html(html, Some("https://example.org/"), &Limits::default());
/// let link = page.block_links(&page.blocks()[0]).next().unwrap();
/// assert_eq!((link.anchor, link.domain), ("the shop", Some("example.co.uk")));
/// assert_eq!((link.kind, link.is_unendorsed), (LinkKind::External, true));
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Link<'a> {
    /// The target as written, without white space around it.
    pub target: &'a str,
    /// The anchor text in this block.
    pub anchor: &'a str,
    /// Where the link leads.
    pub kind: LinkKind,
    /// The registrable domain of an absolute target.
    pub domain: Option<&'a str>,
    /// Whether `rel` holds `nofollow`, `ugc` or `sponsored`.
    pub is_unendorsed: bool,
}

/// A link as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct LinkPiece {
    /// Range in the buffer of targets.
    pub(crate) target: Range<u32>,
    /// Range in the page's text.
    pub(crate) anchor: Range<u32>,
    pub(crate) kind: LinkKind,
    /// Index into `Links::domains`, `NONE` for targets without host.
    pub(crate) domain: u32,
    /// Hash of the host, 0 for targets without host.
    pub(crate) host: u32,
    pub(crate) unendorsed: bool,
}

/// A registrable domain that the page links to.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) name: String,
    /// Link pieces that point to it.
    pub(crate) links: u32,
}

/// All links of a page, in the order of their blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    pub(crate) pieces: Vec<LinkPiece>,
    pub(crate) domains: Vec<Domain>,
    /// Index of the page's own domain.
    pub(crate) own: Option<u32>,
    /// Whether the caller or the page stated its own domain. Otherwise it is the one that the page links to most.
    pub(crate) own_is_stated: bool,
    targets: String,
    /// Domain index and host hash by the hash of an origin or of a domain's name.
    origins: FxHashMap<u64, (u32, u32)>,
}

impl Links {
    /// Stores a target. Its range is for [`Links::push`]. Returns `None` if offsets of 32 bits do not reach its end.
    pub(super) fn keep_target(&mut self, target: &str) -> Option<Range<u32>> {
        let target = target.trim();
        let start = self.targets.len();
        let end = u32::try_from(start + target.len()).ok()?;
        self.targets.push_str(target);
        Some(start as u32..end)
    }

    /// Adds a link whose target is stored. `anchor` is a range in the page's text.
    pub(super) fn push(&mut self, target: Range<u32>, anchor: Range<u32>, unendorsed: bool) {
        let written = &self.targets[target.start as usize..target.end as usize];
        let (kind, origin) = kind_and_origin(written);
        let (domain, host) = match origin {
            Some(length) => self.look_up_origin(target.start as usize..target.start as usize + length),
            None => (NONE, 0),
        };
        if domain != NONE {
            self.domains[domain as usize].links += 1;
        }
        self.pieces.push(LinkPiece { target, anchor, kind, domain, host, unendorsed });
    }

    /// The domain index and host hash of an origin such as `https://www.example.org`. The URL parser runs once for each
    /// distinct origin.
    fn look_up_origin(&mut self, origin: Range<usize>) -> (u32, u32) {
        let key = hash(self.targets[origin.clone()].as_bytes());
        if let Some(known) = self.origins.get(&key) {
            return *known;
        }
        let written = &self.targets[origin];
        let host = if written.starts_with(is_slash) { host_of(&format!("http:{written}")) } else { host_of(written) };
        let found = match host {
            Some(host) => (self.domain_index(&registrable(&host)), hash(host.as_bytes()) as u32),
            None => (NONE, 0),
        };
        self.origins.insert(key, found);
        found
    }

    /// The index of a domain, which is added if it is new.
    fn domain_index(&mut self, name: &str) -> u32 {
        let key = hash(name.as_bytes()) ^ 0x9e37_79b9_7f4a_7c15;
        let next = self.domains.len() as u32;
        let (index, _) = *self.origins.entry(key).or_insert((next, 0));
        if index == next {
            self.domains.push(Domain { name: name.to_owned(), links: 0 });
        }
        index
    }

    /// Decides which domain is the page's own, and marks each link with a host as internal or external.
    pub(super) fn resolve(&mut self, stated: Option<&str>) {
        self.own_is_stated = stated.is_some();
        self.own = match stated {
            Some(name) => Some(self.domain_index(name)),
            None => self.most_linked(),
        };
        let own = self.own.unwrap_or(NONE);
        for piece in self.pieces.iter_mut().filter(|piece| piece.domain != NONE) {
            piece.kind = if piece.domain == own { LinkKind::Internal } else { LinkKind::External };
        }
    }

    /// The domain with the most links. A page with more relative links than that does not reveal its own domain, so that
    /// all of its absolute links are external.
    fn most_linked(&self) -> Option<u32> {
        let (index, domain) = self.domains.iter().enumerate().max_by_key(|(i, d)| (d.links, usize::MAX - i))?;
        let relative = self.pieces.iter().filter(|p| p.kind == LinkKind::Internal && p.domain == NONE);
        (domain.links >= MIN_OWN_LINKS && domain.links as usize > relative.count()).then_some(index as u32)
    }

    pub(crate) fn own_domain(&self) -> Option<&str> {
        self.own.map(|i| self.domains[i as usize].name.as_str())
    }

    pub(crate) fn target(&self, piece: &LinkPiece) -> &str {
        &self.targets[piece.target.start as usize..piece.target.end as usize]
    }

    /// The link piece `i`. `text` is the page's text.
    pub(super) fn get<'a>(&'a self, i: usize, text: &'a str) -> Link<'a> {
        let piece = &self.pieces[i];
        Link {
            target: self.target(piece),
            anchor: &text[piece.anchor.start as usize..piece.anchor.end as usize],
            kind: piece.kind,
            domain: (piece.domain != NONE).then(|| self.domains[piece.domain as usize].name.as_str()),
            is_unendorsed: piece.unendorsed,
        }
    }
}

/// The kind of a target by its form alone, and the length of its origin (scheme and host) if it names one.
fn kind_and_origin(target: &str) -> (LinkKind, Option<usize>) {
    let bytes = target.as_bytes();
    if bytes.first().is_none_or(|b| *b == b'#') {
        return (LinkKind::Other, None);
    }
    let is_slash = |b: u8| is_slash(char::from(b));
    let host = if bytes.len() > 2 && is_slash(bytes[0]) && is_slash(bytes[1]) {
        2
    } else {
        let is_in_scheme = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
        match bytes.iter().take(MAX_SCHEME).position(|b| !is_in_scheme(b)) {
            Some(colon) if colon > 1 && bytes[colon] == b':' => {
                let scheme = &target[..colon];
                if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
                    return (LinkKind::Other, None);
                }
                colon + 1 + bytes[colon + 1..].iter().take_while(|b| is_slash(**b)).count()
            }
            _ => return (LinkKind::Internal, None),
        }
    };
    let length = bytes[host..].iter().position(|b| matches!(b, b'/' | b'\\' | b'?' | b'#'));
    (LinkKind::External, Some(length.map_or(bytes.len(), |length| host + length)))
}

/// Browsers read a backslash in a URL as a slash.
fn is_slash(c: char) -> bool {
    c == '/' || c == '\\'
}

fn host_of(url: &str) -> Option<String> {
    Some(Url::parse(url).ok()?.host_str()?.to_owned())
}

/// The registrable domain of a host by the public suffix list. A host without one, such as an IP address, is
/// its own.
fn registrable(host: &str) -> String {
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// The registrable domain of a URL or of a bare host.
pub(super) fn domain_of(url: &str) -> Option<String> {
    let url = url.trim();
    let host = host_of(url).or_else(|| host_of(&format!("http://{}", url.trim_start_matches('/'))))?;
    host.contains('.').then(|| registrable(&host))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
