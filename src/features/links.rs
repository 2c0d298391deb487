//! Link features: density, targets, and how foreign the targets are to the page.

use super::schema::Col;
use super::stats::PageStats;
use super::{Row, log1, share};
use crate::page::{LinkKind, NONE, Page};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// What one block's links are like.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LinkStats {
    pub(crate) count: u32,
    /// Characters within links.
    pub(crate) chars: u32,
    pub(crate) external: u32,
    pub(crate) domains: u32,
    pub(crate) hosts: u32,
    /// External links to domains that the page links nowhere else.
    pub(crate) lonely: u32,
    pub(crate) anchors: u32,
    /// Links whose anchor stands over another host too.
    pub(crate) anchors_abroad: u32,
    pub(crate) unendorsed: u32,
    pub(crate) other: u32,
    pub(crate) root: u32,
    pub(crate) deep: u32,
    pub(crate) numeric_path: u32,
    pub(crate) common_shape: u32,
    pub(crate) foreign_tld: u32,
    pub(crate) tlds: u32,
    pub(crate) keyword_hosts: u32,
    pub(crate) hyphens: u32,
    pub(crate) longest_run: u32,
}

/// Link statistics of every block.
pub(crate) fn gather(page: &Page) -> Vec<LinkStats> {
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
    hash(domain.rsplit('.').next().unwrap_or("").as_bytes())
}

fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish() as u32
}

/// Top-level domain of the page, else the one that it links most.
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

/// Lists reused from block to block: sorted, then counted.
#[derive(Default)]
struct Scratch {
    domains: Vec<u32>,
    hosts: Vec<u32>,
    tlds: Vec<u32>,
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
            s.unendorsed += u32::from(piece.unendorsed);
            let joined = run_end != u32::MAX && piece.anchor.start.saturating_sub(run_end) <= 4;
            run = if joined { run + 1 } else { 1 };
            run_end = piece.anchor.end;
            s.longest_run = s.longest_run.max(run);
            self.anchors.push((hash(anchor.as_bytes()), piece.host));
            if piece.kind == LinkKind::Other {
                s.other += 1;
                continue;
            }
            let target = page.links.target(piece);
            let path = Path::of(target, piece.domain != NONE);
            s.numeric_path += u32::from(path.numeric);
            self.shapes.push(path.shape);
            if piece.kind == LinkKind::External {
                s.external += 1;
                s.root += u32::from(path.depth == 0);
                s.deep += u32::from(path.depth >= 3);
                self.external(&mut s, page, piece.domain, piece.host, own_tld);
                s.keyword_hosts += u32::from(path.host_has_word_of(target, anchor));
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
                s.lonely += same.len() as u32;
            }
        }
        s.hosts = distinct(&mut self.hosts);
        s.tlds = distinct(&mut self.tlds);
        self.anchors.sort_unstable();
        for same in self.anchors.chunk_by(|a, b| a.0 == b.0) {
            s.anchors += 1;
            if same.iter().any(|(_, host)| *host != same[0].1) {
                s.anchors_abroad += same.len() as u32;
            }
        }
        self.shapes.sort_unstable();
        s.common_shape = self.shapes.chunk_by(|a, b| a == b).map(|c| c.len() as u32).max().unwrap_or(0);
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

/// The part of a target after its host.
struct Path {
    depth: u32,
    numeric: bool,
    /// Hash of the path with runs of digits and of letters as one sign each.
    shape: u32,
    host_end: usize,
    host_start: usize,
}

impl Path {
    fn of(target: &str, has_host: bool) -> Path {
        let bytes = &target.as_bytes()[..target.len().min(300)];
        let host_start = if has_host { bytes.windows(2).position(|w| w == b"//").map_or(0, |i| i + 2) } else { 0 };
        let host_end = if has_host {
            bytes[host_start..]
                .iter()
                .position(|b| matches!(b, b'/' | b'?' | b'#'))
                .map_or(bytes.len(), |i| host_start + i)
        } else {
            0
        };
        let mut path = Path { depth: 0, numeric: false, shape: 17, host_end, host_start };
        let (mut last, mut digits, mut length) = (0u8, true, 0);
        for b in bytes[host_end..].iter().copied().chain([b'/']) {
            if matches!(b, b'/' | b'?' | b'&' | b'=' | b'.') {
                path.numeric |= length > 0 && digits && b != b'=';
                path.depth += u32::from(length > 0 && b == b'/');
                (digits, length) = (true, 0);
            } else {
                digits &= b.is_ascii_digit();
                length += 1;
            }
            let sign = if b.is_ascii_digit() {
                b'0'
            } else if b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'%') || b >= 0x80 {
                b'a'
            } else {
                b
            };
            if sign != last || !matches!(sign, b'0' | b'a') {
                path.shape = (path.shape ^ u32::from(sign)).wrapping_mul(0x0100_0193);
            }
            last = sign;
        }
        path
    }

    /// Whether the host holds a Latin word of the anchor of four letters or more.
    fn host_has_word_of(&self, target: &str, anchor: &str) -> bool {
        let Some(host) = target.get(self.host_start..self.host_end) else { return false };
        let host = host.to_ascii_lowercase();
        anchor
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| w.len() >= 4)
            .take(8)
            .any(|w| host.contains(&w.to_ascii_lowercase()))
    }
}

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let l = &stats.links[i];
    let n = l.count as f32;
    let external = l.external as f32;
    let rest_links = stats.sum_links.total() - n;
    let rest_external = share(stats.sum_external.total() - external, rest_links);
    out.set(Col::link_density, stats.link_share(i));
    out.set(Col::units_outside_links, log1(stats.units[i] * (1.0 - stats.link_share(i))));
    out.set(Col::links, log1(n));
    out.set(Col::external_link_share, share(external, n));
    out.set(Col::external_links, log1(external));
    out.set(Col::domains_per_external_link, share(l.domains as f32, external));
    out.set(Col::singleton_domain_links, log1(l.lonely as f32));
    out.set(Col::singleton_domain_share, share(l.lonely as f32, n));
    out.set(Col::external_link_share_gap, if l.count > 0 { share(external, n) - rest_external } else { 0.0 });
    out.set(Col::rest_external_link_share, rest_external);
    out.set(Col::anchor_length, log1(share(l.chars as f32, n)));
    out.set(Col::repeated_anchor_share, if l.count > 0 { 1.0 - l.anchors as f32 / n } else { 0.0 });
    out.set(Col::multi_host_anchor_share, share(l.anchors_abroad as f32, n));
    out.set(Col::nofollow_share, share(l.unendorsed as f32, n));
    out.set(Col::other_link_share, share(l.other as f32, n));
    out.set(Col::root_link_share, share(l.root as f32, external));
    out.set(Col::deep_link_share, share(l.deep as f32, external));
    out.set(Col::numeric_path_share, share(l.numeric_path as f32, n));
    out.set(Col::top_path_shape_share, share(l.common_shape as f32, n));
    out.set(Col::foreign_tld_share, share(l.foreign_tld as f32, external));
    out.set(Col::tlds_per_external_link, share(l.tlds as f32, external));
    out.set(Col::host_keyword_share, share(l.keyword_hosts as f32, external));
    out.set(Col::extra_subdomains, log1(l.hosts.saturating_sub(l.domains) as f32));
    out.set(Col::domain_hyphens_digits, (share(l.hyphens as f32, external) / 4.0).min(2.0));
    out.set(Col::longest_link_run, log1(l.longest_run as f32));
}
