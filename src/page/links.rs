//! The links of a page: their targets, and whether these belong to the page's own site.

use super::NONE;
use super::urls::{self, Form};
use std::collections::BTreeMap;
use std::ops::Range;
use url::Url;

/// Bytes of the longest scheme and host that are read.
const MAX_ORIGIN: usize = 512;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LinkKind {
    /// To the page's own site: to its registrable domain, or relative.
    Internal,
    /// To another site.
    External,
    /// To a host, from a page whose own site is unknown. See [`Page::site`](crate::Page::site).
    Unknown,
    /// To an anchor on the page, a script, a mail address or a telephone number, or to no valid URL.
    Other,
}

impl LinkKind {
    /// Whether the link leads to another site, or may do so as the page's own site is unknown.
    #[must_use]
    pub fn may_leave_site(self) -> bool {
        matches!(self, LinkKind::External | LinkKind::Unknown)
    }
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
/// assert_eq!(link.url().as_deref(), Some("http://shop.example.co.uk/x"));
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Link<'a> {
    /// The target as written, without what URL parsers ignore: controls and spaces around it, tabs and line breaks.
    pub target: &'a str,
    /// The anchor text in this block.
    pub anchor: &'a str,
    /// Where the link leads.
    pub kind: LinkKind,
    /// The registrable domain of an absolute target.
    pub domain: Option<&'a str>,
    /// Whether `rel` holds `nofollow`, `ugc` or `sponsored`.
    pub is_unendorsed: bool,
    base: Option<&'a Url>,
}

impl Link<'_> {
    /// The absolute URL that the link leads to, normalized as browsers do. It is `None` if the target is relative and the
    /// page's address is unknown, if the target is longer than 8 KiB or no valid URL, and for other schemes than http,
    /// https, mailto and tel: those are not safe to write into another document.
    ///
    /// ```
    /// use blocksift::{Limits, Page};
    /// let html = "<p><a href=' ../B c'>one</a> <a href='java\nscript:alert(1)'>two</a>";
    /// let page = Page::from_html(html, Some("https://example.org/x/y/"), &Limits::default());
    /// let urls: Vec<_> = page.block_links(&page.blocks()[0]).map(|link| link.url()).collect();
    /// assert_eq!(urls, [Some("https://example.org/x/B%20c".to_owned()), None]);
    /// ```
    #[must_use]
    pub fn url(&self) -> Option<String> {
        urls::absolute(self.target, self.base).map(String::from)
    }
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
    /// Number of the host, 0 for targets without host.
    pub(crate) host: u32,
    pub(crate) unendorsed: bool,
}

impl LinkPiece {
    /// Whether the target is a path or query of the page's own host.
    pub(crate) fn is_relative(&self) -> bool {
        self.kind == LinkKind::Internal && self.domain == NONE
    }
}

/// A registrable domain that the page links to.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) name: String,
    /// Link pieces that point to it.
    pub(crate) links: u32,
}

/// The host of a target.
#[derive(Debug, Clone, Copy)]
struct Host {
    /// Hosts are numbered from 1.
    number: u32,
    domain: u32,
}

/// What a target says by itself.
#[derive(Debug, Clone, Copy)]
struct Reading {
    kind: LinkKind,
    host: Option<Host>,
    /// Whether the target is relative if the base has its scheme.
    is_irregular: bool,
}

/// All links of a page, in the order of their blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    pub(crate) pieces: Vec<LinkPiece>,
    pub(crate) domains: Vec<Domain>,
    targets: String,
    /// What is known of each origin, such as `https://www.example.org`, as it is written.
    origins: BTreeMap<Box<str>, Option<Host>>,
    hosts: BTreeMap<Box<str>, Host>,
    /// Indices of domains by their names.
    domain_indices: BTreeMap<Box<str>, u32>,
    /// The target that was read last. Pieces of one link share their target.
    last: Option<(Range<u32>, Reading)>,
    /// Pieces whose target is relative if the base has the target's scheme.
    irregular: Vec<u32>,
    /// The origin that was looked up last, as most links of a page have the same.
    last_origin: Option<(Range<u32>, Option<Host>)>,
}

impl Links {
    /// Stores a target. Its range is for [`Links::push`]. Returns `None` if offsets of 32 bits do not reach its end.
    pub(super) fn keep_target(&mut self, target: &str) -> Option<Range<u32>> {
        let target = urls::stripped(target);
        let start = self.targets.len();
        let end = u32::try_from(start + target.len()).ok()?;
        self.targets.push_str(&target);
        Some(start as u32..end)
    }

    /// Adds a link whose target is stored. `anchor` is a range in the page's text.
    pub(super) fn push(&mut self, target: Range<u32>, anchor: Range<u32>, unendorsed: bool) {
        let reading = match &self.last {
            Some((last, reading)) if *last == target => *reading,
            _ => self.read_target(target.start as usize..target.end as usize),
        };
        self.last = Some((target.clone(), reading));
        let Reading { kind, host, is_irregular } = reading;
        let (domain, host) = host.map_or((NONE, 0), |host| (host.domain, host.number));
        if domain != NONE {
            self.domains[domain as usize].links += 1;
        }
        if is_irregular {
            self.irregular.push(self.pieces.len() as u32);
        }
        self.pieces.push(LinkPiece { target, anchor, kind, domain, host, unendorsed });
    }

    fn read_target(&mut self, target: Range<usize>) -> Reading {
        let start = target.start;
        let plain = |kind| Reading { kind, host: None, is_irregular: false };
        match Form::of(&self.targets[target]) {
            Form::Relative => plain(LinkKind::Internal),
            Form::Fragment | Form::Contact | Form::Other => plain(LinkKind::Other),
            Form::Host { origin, is_irregular } => {
                match self.look_up_origin(start + origin.start..start + origin.end) {
                    Some(host) => Reading { kind: LinkKind::Unknown, host: Some(host), is_irregular },
                    None => plain(LinkKind::Other),
                }
            }
        }
    }

    /// The host of an origin such as `https://www.example.org`. The URL parser runs once for each distinct origin.
    fn look_up_origin(&mut self, origin: Range<usize>) -> Option<Host> {
        let written = &self.targets[origin.clone()];
        if written.len() > MAX_ORIGIN {
            return None;
        }
        let last = self
            .last_origin
            .as_ref()
            .filter(|(last, _)| self.targets[last.start as usize..last.end as usize] == *written);
        if let Some((_, host)) = last {
            return *host;
        }
        let host = match self.origins.get(written) {
            Some(known) => *known,
            None => self.read_origin(Box::from(written)),
        };
        self.last_origin = Some((origin.start as u32..origin.end as u32, host));
        host
    }

    /// Reads an origin that is new.
    fn read_origin(&mut self, written: Box<str>) -> Option<Host> {
        let url = urls::absolute(&written, None);
        let host = url.as_ref().and_then(urls::host_and_domain).map(|(host, domain)| self.host(host, domain));
        self.origins.insert(written, host);
        host
    }

    /// The host of this name, which is added if it is new.
    fn host(&mut self, name: &str, domain: &str) -> Host {
        if let Some(known) = self.hosts.get(name) {
            return *known;
        }
        let host = Host { number: self.hosts.len() as u32 + 1, domain: self.domain_index(domain) };
        self.hosts.insert(name.into(), host);
        host
    }

    /// The index of a domain, which is added if it is new.
    fn domain_index(&mut self, name: &str) -> u32 {
        if let Some(known) = self.domain_indices.get(name) {
            return *known;
        }
        let index = self.domains.len() as u32;
        self.domains.push(Domain { name: name.to_owned(), links: 0 });
        self.domain_indices.insert(name.into(), index);
        index
    }

    /// Reads the targets whose meaning depends on the page's base. No link may be added afterwards.
    pub(super) fn rebase(&mut self, base: Option<&Url>) {
        for i in std::mem::take(&mut self.irregular) {
            let piece = &mut self.pieces[i as usize];
            let target = &self.targets[piece.target.start as usize..piece.target.end as usize];
            let scheme = base.map(Url::scheme);
            if piece.domain != NONE && scheme.is_some_and(|scheme| urls::has_scheme(target, scheme)) {
                self.domains[piece.domain as usize].links -= 1;
                (piece.kind, piece.domain, piece.host) = (LinkKind::Internal, NONE, 0);
            }
        }
    }

    /// Marks each link with a host as internal or external to the page's own domain, if that is known. No link may be
    /// added afterwards.
    pub(super) fn resolve(&mut self, own: Option<&str>) {
        let own_index = own.and_then(|own| self.domain_indices.get(own).copied());
        (self.origins, self.hosts, self.domain_indices) = Default::default();
        if own.is_none() {
            return;
        }
        for piece in self.pieces.iter_mut().filter(|piece| piece.domain != NONE) {
            piece.kind = if Some(piece.domain) == own_index { LinkKind::Internal } else { LinkKind::External };
        }
    }

    pub(crate) fn target(&self, piece: &LinkPiece) -> &str {
        &self.targets[piece.target.start as usize..piece.target.end as usize]
    }

    /// The link piece `i`. `text` is the page's text, `base` its base.
    pub(super) fn get<'a>(&'a self, i: usize, text: &'a str, base: Option<&'a Url>) -> Link<'a> {
        let piece = &self.pieces[i];
        Link {
            target: self.target(piece),
            anchor: &text[piece.anchor.start as usize..piece.anchor.end as usize],
            kind: piece.kind,
            domain: (piece.domain != NONE).then(|| self.domains[piece.domain as usize].name.as_str()),
            is_unendorsed: piece.unendorsed,
            base,
        }
    }
}
