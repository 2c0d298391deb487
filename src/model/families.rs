//! Which spam family a text resembles most: multinomial naive Bayes over hashed tokens (McCallum and Nigam 1998).
//!
//! It does not say whether a text is spam. It is asked about text that was labeled spam.

use serde::{Deserialize, Serialize};

/// Number of token buckets.
pub const FAMILY_BUCKETS: usize = 1 << 11;

/// The letters that weights are written with: each stands [`FAMILY_STEP`] lower than the one before.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// One step of a weight, as a natural logarithm.
pub const FAMILY_STEP: f32 = 0.15;

/// The family that a page's spam resembles most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Resemblance {
    /// Name of the family, from the campaigns that the model was trained on.
    pub family: String,
    /// Probability that it is this family, given that it is one that the model knows.
    pub probability: f32,
}

/// What spam families are recognized by.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Families {
    /// The summed evidence of `n` tokens is multiplied by `sharpness / sqrt(n)`, because tokens come in bursts.
    pub sharpness: f32,
    /// The families.
    pub families: Vec<FamilyTokens>,
}

/// How common each token bucket is in a family's spam.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FamilyTokens {
    /// Name of the family.
    pub name: String,
    /// Logarithm of the share of the most common bucket.
    pub max_log: f32,
    /// One letter per bucket: how many times [`FAMILY_STEP`] its logarithm is below `max_log`.
    pub steps: String,
}

impl FamilyTokens {
    /// Weights from counts of each bucket. Every count is raised by one, so that none is 0.
    pub fn new(name: &str, counts: &[u32]) -> FamilyTokens {
        let total: f64 = counts.iter().map(|c| f64::from(*c) + 1.0).sum();
        let log = |c: u32| ((f64::from(c) + 1.0) / total).ln() as f32;
        let max_log = log(counts.iter().copied().max().unwrap_or(0));
        let max_log = (max_log * 100.0).round() / 100.0;
        let letter = |c: &u32| {
            let step = ((max_log - log(*c)) / FAMILY_STEP).round().clamp(0.0, (LETTERS.len() - 1) as f32);
            char::from(LETTERS[step as usize])
        };
        FamilyTokens { name: name.to_owned(), max_log, steps: counts.iter().map(letter).collect() }
    }

    fn log(&self, bucket: usize) -> f32 {
        let step = match self.steps.as_bytes().get(bucket) {
            Some(b @ b'0'..=b'9') => b - b'0',
            Some(b @ b'A'..=b'Z') => b - b'A' + 10,
            Some(b @ b'a'..=b'z') => b - b'a' + 36,
            _ => LETTERS.len() as u8,
        };
        self.max_log - f32::from(step) * FAMILY_STEP
    }
}

impl Families {
    /// Names and probabilities of the families by falling probability, given tokens from [`Families::tokens`].
    pub fn rank(&self, tokens: &[usize]) -> Vec<(&str, f32)> {
        let sharpness = self.sharpness / (tokens.len().max(1) as f32).sqrt();
        let evidence = |f: &FamilyTokens| sharpness * tokens.iter().map(|t| f.log(*t)).sum::<f32>();
        let evidence: Vec<f32> = self.families.iter().map(evidence).collect();
        let highest = evidence.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = evidence.iter().map(|e| (e - highest).exp()).sum();
        let mut ranked: Vec<(&str, f32)> =
            self.families.iter().zip(&evidence).map(|(f, e)| (f.name.as_str(), (e - highest).exp() / total)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        ranked
    }

    /// Whether every family has a letter for each bucket, and all numbers are in range.
    pub(super) fn is_sound(&self) -> bool {
        let is_sound = |f: &FamilyTokens| {
            f.steps.len() == FAMILY_BUCKETS
                && f.steps.bytes().all(|b| b.is_ascii_alphanumeric())
                && (-1e3..=0.0).contains(&f.max_log)
        };
        (0.0..=1e3).contains(&self.sharpness) && self.families.len() <= 4096 && self.families.iter().all(is_sound)
    }
}
