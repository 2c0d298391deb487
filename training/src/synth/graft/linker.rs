//! Addresses that planted links point to: new domains, deep paths, doorways, one target repeated.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::random::chance;
use crate::synth::Campaign;
use crate::synth::slug::{letters, slug};
use crate::synth::spin::pick;
use crate::synth::template::{DomainStyle, LinkPattern};

use super::domains::Naming;
use super::words::{DEEP, DOORWAYS, PLATFORMS};

/// Addresses of one graft's links, all after the same pattern.
#[derive(Debug)]
pub(super) struct Linker<'a> {
    naming: Naming<'a>,
    pattern: LinkPattern,
    /// Host names to repeat.
    hosts: Vec<String>,
    /// Path patterns.
    paths: Vec<&'static str>,
    /// What the paths have in common.
    base: String,
    scheme: &'static str,
    www: bool,
}

impl<'a> Linker<'a> {
    /// Draws what the links of one graft have in common.
    pub(super) fn new(campaign: &'a Campaign, pattern: LinkPattern, rng: &mut ChaCha8Rng) -> Self {
        let naming = Naming::new(campaign);
        let hosts = match pattern {
            LinkPattern::FewHosts => rng.random_range(2..4),
            LinkPattern::Subdomains | LinkPattern::OneTarget => 1,
            _ => 0,
        };
        let hosts = (0..hosts).map(|_| naming.domain(rng)).collect();
        let pool = if pattern == LinkPattern::Doorways { DOORWAYS } else { DEEP };
        let paths = (0..if pattern == LinkPattern::FewHosts { 1 } else { 3 }).map(|_| pick_static(pool, rng)).collect();
        let base = if chance(0.5, rng) {
            rng.random_range(100..99_999).to_string()
        } else {
            letters(rng.random_range(1..6), rng)
        };
        let mut linker = Self {
            naming,
            pattern,
            hosts,
            paths,
            base,
            scheme: if chance(0.7, rng) { "https" } else { "http" },
            www: chance(0.4, rng),
        };
        if pattern == LinkPattern::OneTarget {
            let path = if chance(0.5, rng) { linker.deep("", rng) } else { String::new() };
            let host = linker.hosts.pop().unwrap_or_default();
            linker.hosts.push(format!("{host}/{path}"));
        }
        linker
    }

    /// The address of the next link. `None` if the pattern has no links.
    pub(super) fn address(&mut self, anchor: &str, rng: &mut ChaCha8Rng) -> Option<String> {
        let path = match self.pattern {
            LinkPattern::Unlinked | LinkPattern::Buttons => return None,
            LinkPattern::Doorways | LinkPattern::Internal => {
                let pattern = self.paths[usize::from(chance(0.04, rng))];
                return Some(self.naming.fill(pattern, &self.base, anchor, rng));
            }
            LinkPattern::Parasite => return Some(self.naming.fill(pick(PLATFORMS, rng), &self.base, anchor, rng)),
            LinkPattern::Subdomains => return Some(self.subdomain(anchor, rng)),
            LinkPattern::OneTarget => return Some(format!("{}://{}", self.scheme, self.hosts[0])),
            LinkPattern::FewHosts => {
                let host = pick(&self.hosts, rng).to_owned();
                return Some(format!(
                    "{}://{host}/{}",
                    self.scheme,
                    self.naming.fill(self.paths[0], &self.base, anchor, rng)
                ));
            }
            LinkPattern::DeepPaths => self.deep(anchor, rng),
            LinkPattern::Mixed if chance(0.5, rng) => self.deep(anchor, rng),
            _ => String::new(),
        };
        let host = self.host(anchor, rng);
        Some(format!("{}://{host}/{path}", self.scheme))
    }

    /// A deep path, most often after the pattern of the other links.
    fn deep(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let pattern = if chance(0.6, rng) { self.paths[0] } else { pick(DEEP, rng) };
        self.naming.fill(pattern, &self.base, anchor, rng)
    }

    /// A new host name.
    fn host(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let style = if self.pattern == LinkPattern::ExactMatch { Some(DomainStyle::Keyword) } else { None };
        let plain = slug(anchor);
        let name = match style {
            Some(_) if plain.len() > 4 && plain.len() < 30 && chance(0.5, rng) => {
                let joined = if chance(0.5, rng) { plain.replace('-', "") } else { plain };
                format!("{joined}{}.{}", pick(&["", "", "online", "s", "1", "-shop", "24"], rng), self.naming.tld(rng))
            }
            Some(style) => self.naming.domain_of(style, rng),
            None => self.naming.domain(rng),
        };
        if self.www && name.matches('.').count() == 1 && chance(0.8, rng) { format!("www.{name}") } else { name }
    }

    /// A new subdomain of the one domain.
    fn subdomain(&self, anchor: &str, rng: &mut ChaCha8Rng) -> String {
        let label = match self.base.len() % 3 {
            0 => rng.random_range(1..99_999).to_string(),
            1 => letters(rng.random_range(2..7), rng),
            _ => self.naming.slug(anchor, rng).replace(['%', '/'], ""),
        };
        format!("{}://{label}.{}/", self.scheme, self.hosts[0])
    }
}

fn pick_static(items: &[&'static str], rng: &mut ChaCha8Rng) -> &'static str {
    items[rng.random_range(0..items.len())]
}
