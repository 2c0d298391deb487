//! The links of a page: where they point, and whether that is the page's own site.

use rustc_hash::FxHashMap;
use std::hash::Hasher;
use std::ops::Range;
use url::Url;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Within the page's own registrable domain, or relative.
    Internal,
    /// To another registrable domain.
    External,
    /// To a place on the page, a script, a mail address or a telephone number.
    Other,
}

/// One link of a block; a link that spans several blocks has a piece in each.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The target as written.
    pub target: &'a str,
    /// The anchor text that lies in this block.
    pub anchor: &'a str,
    /// Where it leads.
    pub kind: LinkKind,
    /// The target's registrable domain, for absolute targets.
    pub domain: Option<&'a str>,
    /// Whether `rel` holds `nofollow`, `ugc` or `sponsored`.
    pub is_unendorsed: bool,
}

/// A link as kept: ranges into the page's text and the target buffer.
#[derive(Debug, Clone)]
pub(crate) struct LinkPiece {
    pub(crate) target: Range<u32>,
    pub(crate) anchor: Range<u32>,
    /// Letters and digits of the anchor, so that icons count for nothing.
    pub(crate) kind: LinkKind,
    /// Index into `Links::domains`, `NONE` if the target is relative.
    pub(crate) domain: u32,
    /// Hash of the host.
    pub(crate) host: u32,
    pub(crate) unendorsed: bool,
}

/// A registrable domain that the page links to.
#[derive(Debug, Clone)]
pub(crate) struct Domain {
    pub(crate) name: String,
    pub(crate) links: u32,
}

/// All links of a page, in order of their blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    pub(crate) pieces: Vec<LinkPiece>,
    pub(crate) domains: Vec<Domain>,
    targets: String,
    /// Index of the page's own domain.
    pub(crate) own: Option<u32>,
    /// Where the page's own domain came from, other than from being linked most.
    pub(crate) own_is_stated: bool,
    origins: FxHashMap<u64, (u32, u32)>,
}

impl Links {
    /// Keeps a target; its range is for `LinkPiece::target`.
    pub(super) fn keep_target(&mut self, target: &str) -> Range<u32> {
        let start = self.targets.len() as u32;
        self.targets.push_str(target.trim());
        start..self.targets.len() as u32
    }

    pub(super) fn push(&mut self, target: Range<u32>, anchor: Range<u32>, unendorsed: bool) {
        let written = &self.targets[target.start as usize..target.end as usize];
        let (kind, origin) = shape(written);
        let (domain, host) = match origin {
            Some(origin) => {
                let origin = target.start as usize + origin.start..target.start as usize + origin.end;
                self.origin(origin)
            }
            None => (crate::page::NONE, 0),
        };
        if domain != crate::page::NONE {
            self.domains[domain as usize].links += 1;
        }
        self.pieces.push(LinkPiece { target, anchor, kind, domain, host, unendorsed });
    }

    /// The domain index and host hash of an origin such as `https://www.example.org`; the URL parser runs once
    /// for each distinct origin.
    fn origin(&mut self, range: Range<usize>) -> (u32, u32) {
        let key = hash(self.targets[range.clone()].as_bytes());
        if let Some(known) = self.origins.get(&key) {
            return *known;
        }
        let written = &self.targets[range];
        let host = if written.starts_with('/') || written.starts_with('\\') {
            host_of(&format!("http:{written}"))
        } else {
            host_of(written)
        };
        let found = match host {
            Some(host) => (self.domain_index(&registrable(&host)), hash(host.as_bytes()) as u32),
            None => (crate::page::NONE, 0),
        };
        self.origins.insert(key, found);
        found
    }

    fn domain_index(&mut self, name: &str) -> u32 {
        let key = hash(name.as_bytes()) ^ 0x9e37_79b9_7f4a_7c15;
        let next = self.domains.len() as u32;
        let (index, _) = *self.origins.entry(key).or_insert((next, 0));
        if index == next {
            self.domains.push(Domain { name: name.to_owned(), links: 0 });
        }
        index
    }

    /// Decides which domain is the page's own and marks each link internal or external.
    pub(super) fn resolve(&mut self, stated: Option<&str>) {
        self.own_is_stated = stated.is_some();
        self.own = match stated {
            Some(name) => Some(self.domain_index(name)),
            // A page of relative links says nothing of its own domain, and every absolute link then leads out.
            None => self.most_linked(),
        };
        let own = self.own.unwrap_or(crate::page::NONE);
        for piece in &mut self.pieces {
            if piece.domain != crate::page::NONE {
                piece.kind = if piece.domain == own { LinkKind::Internal } else { LinkKind::External };
            }
        }
    }

    fn most_linked(&self) -> Option<u32> {
        let (index, domain) = self.domains.iter().enumerate().max_by_key(|(i, d)| (d.links, usize::MAX - i))?;
        let relative = self.pieces.iter().filter(|p| p.kind == LinkKind::Internal && p.domain == crate::page::NONE);
        (domain.links >= 3 && domain.links as usize > relative.count()).then_some(index as u32)
    }

    pub(crate) fn own_domain(&self) -> Option<&str> {
        self.own.map(|i| self.domains[i as usize].name.as_str())
    }

    pub(crate) fn target(&self, piece: &LinkPiece) -> &str {
        &self.targets[piece.target.start as usize..piece.target.end as usize]
    }

    pub(super) fn get<'a>(&'a self, i: usize, text: &'a str) -> Link<'a> {
        let piece = &self.pieces[i];
        Link {
            target: self.target(piece),
            anchor: &text[piece.anchor.start as usize..piece.anchor.end as usize],
            kind: piece.kind,
            domain: (piece.domain != crate::page::NONE).then(|| self.domains[piece.domain as usize].name.as_str()),
            is_unendorsed: piece.unendorsed,
        }
    }
}

/// The kind a target has by its form, and the range of its origin if it names one.
fn shape(target: &str) -> (LinkKind, Option<Range<usize>>) {
    let bytes = target.as_bytes();
    if bytes.first().is_none_or(|b| *b == b'#') {
        return (LinkKind::Other, None);
    }
    let slash = |b: u8| b == b'/' || b == b'\\';
    let authority = if bytes.len() > 2 && slash(bytes[0]) && slash(bytes[1]) {
        2
    } else {
        let scheme =
            bytes.iter().take(24).position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')));
        match scheme {
            Some(colon) if colon > 1 && bytes[colon] == b':' => {
                let name = &target[..colon];
                if !(name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https")) {
                    return (LinkKind::Other, None);
                }
                let slashes = bytes[colon + 1..].iter().take_while(|b| slash(**b)).count();
                colon + 1 + slashes
            }
            _ => return (LinkKind::Internal, None),
        }
    };
    let end = bytes[authority..]
        .iter()
        .position(|b| matches!(b, b'/' | b'\\' | b'?' | b'#'))
        .unwrap_or(bytes.len() - authority);
    (LinkKind::External, Some(0..authority + end))
}

fn host_of(address: &str) -> Option<String> {
    Some(Url::parse(address).ok()?.host_str()?.to_owned())
}

/// The registrable domain of a host (public-suffix list); the host itself if it has none, as an IP address.
fn registrable(host: &str) -> String {
    psl::domain_str(host).unwrap_or(host).to_owned()
}

/// The registrable domain of an address; a bare host is read as one.
pub(super) fn domain_of(address: &str) -> Option<String> {
    let address = address.trim();
    let host = host_of(address).or_else(|| host_of(&format!("http://{}", address.trim_start_matches('/'))))?;
    host.contains('.').then(|| registrable(&host))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
