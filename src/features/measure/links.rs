//! Statistics of each block's links: their targets, anchors and domains.

mod target;

use crate::hash::quick;
use crate::page::{LinkKind, NONE, Page};
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
    let own_tld = common_tld(page);
    let mut scratch = Scratch::default();
    page.blocks
        .iter()
        .map(|block| {
            if block.links.is_empty() {
                return LinkStats::default();
            }
            let range = block.links.start as usize..block.links.end as usize;
            scratch.block(page, range, own_tld)
        })
        .collect()
}

fn tld_hash(domain: &str) -> u32 {
    hash(domain.rsplit('.').next().unwrap_or(""))
}

fn hash(text: &str) -> u32 {
    quick(text.as_bytes()) as u32
}

/// The top-level domain of the page, or, if its domain is unknown, the one that it links to most.
fn common_tld(page: &Page) -> u32 {
    if let Some(own) = page.domain() {
        return tld_hash(own);
    }
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for domain in page.links.domains.iter().take(200) {
        let tld = tld_hash(&domain.name);
        match counts.iter_mut().find(|(t, _)| *t == tld) {
            Some((_, n)) => *n += domain.links,
            None => counts.push((tld, domain.links)),
        }
    }
    counts.iter().max_by_key(|(t, n)| (*n, *t)).map_or(0, |(t, _)| *t)
}

/// Lists that are reused from block to block. They are sorted, then counted.
#[derive(Default)]
struct Scratch {
    domains: Vec<u32>,
    hosts: Vec<u32>,
    tlds: Vec<u32>,
    /// Hash of the anchor, and host.
    anchors: Vec<(u32, u32)>,
    shapes: Vec<u32>,
}

impl Scratch {
    fn block(&mut self, page: &Page, range: std::ops::Range<usize>, own_tld: u32) -> LinkStats {
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
            self.anchors.push((hash(anchor), piece.host));
            if piece.kind == LinkKind::Other {
                s.other += 1;
                continue;
            }
            let target = Target::parse(page.links.target(piece), piece.domain != NONE);
            s.numeric_path += u32::from(target.is_numeric);
            self.shapes.push(target.shape);
            if piece.kind == LinkKind::External {
                s.external += 1;
                s.root += u32::from(target.depth == 0);
                s.deep += u32::from(target.depth >= 3);
                s.keyword_hosts += u32::from(target.host_has_word_of(anchor));
                self.external(&mut s, page, piece.domain, piece.host, own_tld);
            }
        }
        self.count(&mut s, page);
        s
    }

    fn external(&mut self, s: &mut LinkStats, page: &Page, domain: u32, host: u32, own_tld: u32) {
        if domain == NONE {
            return;
        }
        let name = &page.links.domains[domain as usize].name;
        let tld = tld_hash(name);
        s.foreign_tld += u32::from(tld != own_tld);
        s.hyphens += name.bytes().filter(|b| *b == b'-' || b.is_ascii_digit()).count().min(8) as u32;
        self.domains.push(domain);
        self.hosts.push(host);
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
        self.anchors.sort_unstable();
        for same in self.anchors.chunk_by(|a, b| a.0 == b.0) {
            s.anchors += 1;
            if same.iter().any(|(_, host)| *host != same[0].1) {
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
