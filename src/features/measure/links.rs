//! Statistics of each block's links: their targets, anchors and domains.

mod target;

use super::site::OtherSites;
use crate::hash::quick;
use crate::page::{LinkKind, LinkPiece, NONE, Page};
use std::collections::BTreeMap;
use std::ops::Range;
use target::Target;

/// What one block's links are like.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LinkStats {
    pub(crate) count: u32,
    /// Characters within links.
    pub(crate) chars: u32,
    pub(crate) external: u32,
    /// Distinct domains and hosts of external links.
    pub(crate) domains: u32,
    pub(crate) hosts: u32,
    /// External links to domains that no other block links to.
    pub(crate) singleton: u32,
    /// Distinct anchor texts.
    pub(crate) anchors: u32,
    /// Links whose anchor text the block also links to another host.
    pub(crate) multi_host_anchors: u32,
    pub(crate) nofollow: u32,
    pub(crate) other: u32,
    /// External links to the root of a site, and to paths three or more parts deep.
    pub(crate) root: u32,
    pub(crate) deep: u32,
    pub(crate) numeric_path: u32,
    /// Links whose path has the shape that most paths of the block have.
    pub(crate) top_shape: u32,
    pub(crate) foreign_tld: u32,
    /// Distinct top-level domains of external links.
    pub(crate) tlds: u32,
    pub(crate) keyword_hosts: u32,
    pub(crate) hyphens: u32,
    pub(crate) longest_run: u32,
}

/// Measures the links of every block.
pub(crate) fn measure(page: &Page) -> Vec<LinkStats> {
    let (sites, tlds) = (OtherSites::of(page), Tlds::of(page));
    let mut scratch = Scratch::default();
    page.blocks
        .iter()
        .map(|block| {
            if block.links.is_empty() {
                return LinkStats::default();
            }
            let range = block.links.start as usize..block.links.end as usize;
            scratch.block(page, range, &sites, &tlds)
        })
        .collect()
}

/// The top-level domains of a page's links, as numbers.
struct Tlds {
    /// By index of the domain.
    of_domains: Vec<u32>,
    /// That of the page's own site.
    own: Option<u32>,
}

impl Tlds {
    fn of(page: &Page) -> Tlds {
        let mut numbers = BTreeMap::new();
        let mut number = |domain: &str| {
            let next = numbers.len() as u32;
            *numbers.entry(tld(domain).to_owned()).or_insert(next)
        };
        let of_domains = page.links.domains.iter().map(|domain| number(&domain.name)).collect();
        Tlds { of_domains, own: page.domain().map(number) }
    }
}

fn tld(domain: &str) -> &str {
    domain.rsplit('.').next().unwrap_or("")
}

fn hash(text: &str) -> u32 {
    quick(text.as_bytes()) as u32
}

/// Lists that are reused from block to block. They are sorted, then counted.
#[derive(Default)]
struct Scratch {
    domains: Vec<u32>,
    hosts: Vec<u32>,
    tlds: Vec<u32>,
    /// Hash of the anchor, its range in the page's text, and the host.
    anchors: Vec<(u32, Range<u32>, u32)>,
    shapes: Vec<u32>,
}

impl Scratch {
    fn block(&mut self, page: &Page, range: Range<usize>, sites: &OtherSites, tlds: &Tlds) -> LinkStats {
        let mut s = LinkStats { count: range.len() as u32, ..LinkStats::default() };
        self.clear();
        let (mut run, mut run_end) = (0, u32::MAX);
        for piece in &page.links.pieces[range] {
            let anchor = &page.text[piece.anchor.start as usize..piece.anchor.end as usize];
            s.chars += anchor.chars().count() as u32;
            s.nofollow += u32::from(piece.unendorsed);
            let is_joined = run_end != u32::MAX && piece.anchor.start.saturating_sub(run_end) <= 4;
            run = if is_joined { run + 1 } else { 1 };
            run_end = piece.anchor.end;
            s.longest_run = s.longest_run.max(run);
            self.anchors.push((hash(anchor), piece.anchor.clone(), piece.host));
            if piece.kind == LinkKind::Other {
                s.other += 1;
                continue;
            }
            let target = Target::parse(page.links.target(piece), piece.domain != NONE);
            s.numeric_path += u32::from(target.is_numeric);
            self.shapes.push(target.shape);
            if sites.contain(piece) {
                s.external += 1;
                s.root += u32::from(target.depth == 0);
                s.deep += u32::from(target.depth >= 3);
                s.keyword_hosts += u32::from(target.host_has_word_of(anchor));
                self.external(&mut s, page, piece, tlds);
            }
        }
        self.count(&mut s, page);
        s
    }

    fn external(&mut self, s: &mut LinkStats, page: &Page, piece: &LinkPiece, tlds: &Tlds) {
        let name = &page.links.domains[piece.domain as usize].name;
        let tld = tlds.of_domains[piece.domain as usize];
        s.foreign_tld += u32::from(tlds.own != Some(tld));
        s.hyphens += name.bytes().filter(|b| *b == b'-' || b.is_ascii_digit()).count().min(8) as u32;
        self.domains.push(piece.domain);
        self.hosts.push(piece.host);
        self.tlds.push(tld);
    }

    fn count(&mut self, s: &mut LinkStats, page: &Page) {
        self.domains.sort_unstable();
        for same in self.domains.chunk_by(|a, b| a == b) {
            s.domains += 1;
            if page.links.domains[same[0] as usize].links as usize == same.len() {
                s.singleton += same.len() as u32;
            }
        }
        s.hosts = distinct(&mut self.hosts);
        s.tlds = distinct(&mut self.tlds);
        // Anchors with equal hashes are compared, since hashes of different texts can be made equal.
        let text = |anchor: &Range<u32>| &page.text[anchor.start as usize..anchor.end as usize];
        self.anchors.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(&a.1).cmp(text(&b.1))));
        for same in self.anchors.chunk_by(|a, b| a.0 == b.0 && text(&a.1) == text(&b.1)) {
            s.anchors += 1;
            if same.iter().any(|(.., host)| *host != same[0].2) {
                s.multi_host_anchors += same.len() as u32;
            }
        }
        self.shapes.sort_unstable();
        s.top_shape = self.shapes.chunk_by(|a, b| a == b).map(|c| c.len() as u32).max().unwrap_or(0);
    }

    fn clear(&mut self) {
        self.domains.clear();
        self.hosts.clear();
        self.tlds.clear();
        self.anchors.clear();
        self.shapes.clear();
    }
}

fn distinct(values: &mut [u32]) -> u32 {
    values.sort_unstable();
    values.chunk_by(|a, b| a == b).count() as u32
}
