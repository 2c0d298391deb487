//! Token frequencies by which a model names the family of spam, learned from what campaigns plant.

use crate::error::{Error, Result};
use crate::progress::on_all_threads;
use crate::synth::Campaign;
use crate::synth::graft::{self, MARK_END, MARK_SPAM};
use blocksift::internals::{FAMILY_BUCKETS, Families, FamilyTokens};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::fmt;

/// Texts of each family in which tokens are counted.
const LEARNED_FROM: u64 = 400;

/// Further texts of each family, on which the families are measured.
const MEASURED_ON: u64 = 60;

/// Seconds of work per campaign, on one core. Measured as CPU time of a release build on an AMD EPYC.
const SECONDS_PER_CAMPAIGN: f64 = 0.06;

/// Values of [`Families::sharpness`] to choose from.
const SHARPNESS: [f32; 12] = [0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 4.0];

/// How well families are told apart on texts they were not learned from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    /// Number of texts.
    pub texts: usize,
    /// Share of texts whose family is ranked first.
    pub first: f64,
    /// Mean probability of the family ranked first; equal to `first` if calibrated.
    pub predicted: f64,
    /// Share of texts whose family is among the first three.
    pub among_three: f64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { texts, first, predicted, among_three } = self;
        write!(
            f,
            "families: {first:.4} of {texts} unseen texts ranked first (mean probability {predicted:.4}), {among_three:.4} among \
             the first three"
        )
    }
}

/// Seconds that [`learn`] is expected to take for so many campaigns.
pub fn expected_seconds(campaigns: usize) -> f64 {
    on_all_threads(campaigns as f64 * SECONDS_PER_CAMPAIGN)
}

/// Counts tokens in texts that campaigns plant, then chooses the sharpness and measures the result on further texts.
///
/// # Errors
/// There are no campaigns.
pub fn learn(campaigns: &[Campaign], seed: u64) -> Result<(Families, Measured)> {
    if campaigns.is_empty() {
        return Err(Error::Data("there are no campaigns to learn families from".into()));
    }
    let known: Vec<FamilyTokens> = campaigns
        .par_iter()
        .map(|campaign| {
            let mut counts = vec![0u32; FAMILY_BUCKETS];
            for tokens in (0..LEARNED_FROM).map(|n| planted(campaign, seed, n)) {
                tokens.iter().for_each(|t| counts[*t] += 1);
            }
            FamilyTokens::new(&campaign.family, &counts)
        })
        .collect();
    let others: Vec<(&str, Vec<usize>)> = campaigns
        .par_iter()
        .flat_map_iter(|c| (0..MEASURED_ON).map(|n| (c.family.as_str(), planted(c, seed, LEARNED_FROM + n))))
        .filter(|(_, tokens)| !tokens.is_empty())
        .collect();
    let with = |sharpness: f32| Families { sharpness, families: known.clone() };
    let best = SHARPNESS.into_iter().map(with).map(|f| (loss(&f, &others), f)).min_by(|a, b| a.0.total_cmp(&b.0));
    let families = best.map(|(_, f)| f).unwrap_or_default();
    let measured = measure(&families, &others);
    Ok((families, measured))
}

/// Tokens of a text planted by a campaign.
fn planted(campaign: &Campaign, seed: u64, number: u64) -> Vec<usize> {
    // FNV-1 and not the FNV-1a of `crate::hash`: changing it would change every model.
    let name = campaign.family.bytes().fold(seed, |h, b| h.wrapping_mul(0x0100_0000_01b3) ^ u64::from(b));
    let mut rng = ChaCha8Rng::seed_from_u64(name ^ (number << 32));
    let graft = graft::plant_text("", campaign, &mut rng);
    let marked = graft.html.split(MARK_SPAM).skip(1);
    let spam: Vec<&str> = marked.filter_map(|part| part.split(MARK_END).next()).collect();
    Families::tokens(&spam.join("\n"))
}

/// Mean negative log-likelihood of the right family.
fn loss(families: &Families, texts: &[(&str, Vec<usize>)]) -> f64 {
    let of_text = |(name, tokens): &(&str, Vec<usize>)| {
        let right = families.rank(tokens).into_iter().find(|(n, _)| n == name).map_or(0.0, |(_, p)| p);
        -f64::from(right.max(1e-9)).ln()
    };
    texts.par_iter().map(of_text).collect::<Vec<f64>>().iter().sum::<f64>() / texts.len().max(1) as f64
}

fn measure(families: &Families, texts: &[(&str, Vec<usize>)]) -> Measured {
    let mut measured = Measured { texts: texts.len(), ..Measured::default() };
    let share = 1.0 / texts.len().max(1) as f64;
    for (name, tokens) in texts {
        let ranked = families.rank(tokens);
        let rank = ranked.iter().position(|(n, _)| n == name);
        measured.first += if rank == Some(0) { share } else { 0.0 };
        measured.among_three += if rank.is_some_and(|p| p < 3) { share } else { 0.0 };
        measured.predicted += ranked.first().map_or(0.0, |(_, p)| f64::from(*p)) * share;
    }
    measured
}
