//! Weighs what the sources say about a page's site.

use super::links::most_linked;
use super::{Claims, Site, SiteSource};
use crate::page::links::Links;
use crate::page::{Block, Element};

/// Sources err together, so no agreement gives more than this.
const MAX_CONFIDENCE: f32 = 0.99;

/// Confidence of agreeing claims from which on the page's links are not counted.
const IS_CLEAR: f32 = 0.9;

/// Confidence below which the site is unknown.
const MIN_CONFIDENCE: f32 = 0.5;

/// The site that most of the sources name, weighed by how often each is right.
pub(crate) fn infer(claims: &Claims, links: &Links, blocks: &[Block], elements: &[Element]) -> Option<Site> {
    let mut named = claims.domains();
    if named.iter().all(|(_, domain)| *domain == named[0].1) {
        let agreed = likeliest(&named).filter(|site| site.confidence >= IS_CLEAR);
        if agreed.is_some() {
            return agreed;
        }
    }
    named.extend(most_linked(links, blocks, elements).map(|domain| (SiteSource::Links, domain)));
    likeliest(&named).filter(|site| site.confidence >= MIN_CONFIDENCE)
}

/// The domain that the page treats as its own although its address is on another: a copy on a mirror, in an archive or on a
/// staging host still links to the original. Both the head and the menus must name it. An intruder who plants a
/// `canonical` alone does not make links to that domain links of the site.
pub(crate) fn other_own_domain(
    own: &str,
    claims: &Claims,
    links: &Links,
    blocks: &[Block],
    elements: &[Element],
) -> Option<String> {
    let claimed: Vec<String> = claims.domains().into_iter().map(|(_, domain)| domain).filter(|d| d != own).collect();
    if claimed.is_empty() {
        return None;
    }
    most_linked(links, blocks, elements).filter(|domain| claimed.contains(domain))
}

/// What each source says, alone.
pub(crate) fn claimed_domains(
    claims: &Claims,
    links: &Links,
    blocks: &[Block],
    elements: &[Element],
) -> Vec<(SiteSource, String)> {
    let mut named = claims.domains();
    named.extend(most_linked(links, blocks, elements).map(|domain| (SiteSource::Links, domain)));
    named
}

/// The domain with the highest probability if the sources err independently of each other. The odds that a source is
/// right multiply over those that name the same domain; domains compete with each other and with none of them.
fn likeliest(named: &[(SiteSource, String)]) -> Option<Site> {
    let mut candidates: Vec<(&str, SiteSource, f32)> = Vec::new();
    for (source, domain) in named {
        let odds = source.confidence() / (1.0 - source.confidence());
        match candidates.iter_mut().find(|(name, ..)| name == domain) {
            Some((_, _, product)) => *product *= odds,
            None => candidates.push((domain, *source, odds)),
        }
    }
    let total: f32 = 1.0 + candidates.iter().map(|(.., odds)| odds).sum::<f32>();
    // Of equal candidates, the one from the earlier source.
    let best = candidates.iter().rev().max_by(|a, b| a.2.total_cmp(&b.2))?;
    let (domain, source, odds) = *best;
    Some(Site { domain: domain.to_owned(), confidence: (odds / total).min(MAX_CONFIDENCE), source })
}
