//! Which family of spam a text most resembles: naive Bayes over hashed tokens of what each family plants (multinomial,
//! McCallum and Nigam 1998). It says nothing of whether a text is spam; it is asked of what was found to be.

use serde::{Deserialize, Serialize};

/// Buckets of tokens that families are told apart by.
pub const FAMILY_BUCKETS: usize = 1 << 11;

/// Letters that weights are written with: a letter is a step of [`FAMILY_STEP`] below the family's most common token.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Natural logarithm that a step of a weight stands for.
pub const FAMILY_STEP: f32 = 0.15;

/// The family that a page's spam most resembles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Resemblance {
    /// Name of the family, as in the campaigns that the model was trained with.
    pub family: String,
    /// How probably it is this one, if it is one of those that the model knows.
    pub probability: f32,
}

/// What families of spam are known by.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Families {
    /// What the summed evidence of `n` tokens is multiplied with: `sharpness / sqrt(n)`, since tokens come in bunches.
    pub sharpness: f32,
    /// The families.
    pub families: Vec<FamilyTokens>,
}

/// How common each bucket of tokens is in a family's spam.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FamilyTokens {
    /// Its name.
    pub name: String,
    /// Logarithm of the share of its most common bucket.
    pub most: f32,
    /// A letter a bucket, see [`FAMILY_STEP`].
    pub steps: String,
}

impl FamilyTokens {
    /// Of how often each bucket was seen; unseen ones count as seen once.
    pub fn new(name: &str, counts: &[u32]) -> FamilyTokens {
        let total: f64 = counts.iter().map(|c| f64::from(*c) + 1.0).sum();
        let log = |c: u32| ((f64::from(c) + 1.0) / total).ln() as f32;
        let most = log(counts.iter().copied().max().unwrap_or(0));
        let most = (most * 100.0).round() / 100.0;
        let letter = |c: &u32| {
            let step = ((most - log(*c)) / FAMILY_STEP).round().clamp(0.0, (LETTERS.len() - 1) as f32);
            char::from(LETTERS[step as usize])
        };
        FamilyTokens { name: name.to_owned(), most, steps: counts.iter().map(letter).collect() }
    }

    fn log(&self, bucket: usize) -> f32 {
        let step = match self.steps.as_bytes().get(bucket) {
            Some(b @ b'0'..=b'9') => b - b'0',
            Some(b @ b'A'..=b'Z') => b - b'A' + 10,
            Some(b @ b'a'..=b'z') => b - b'a' + 36,
            _ => LETTERS.len() as u8,
        };
        self.most - f32::from(step) * FAMILY_STEP
    }
}

impl Families {
    /// The families by falling probability, of tokens as [`Families::tokens`] gives them.
    pub fn rank(&self, tokens: &[usize]) -> Vec<(&str, f32)> {
        let sharpness = self.sharpness / (tokens.len().max(1) as f32).sqrt();
        let evidence = |f: &FamilyTokens| sharpness * tokens.iter().map(|t| f.log(*t)).sum::<f32>();
        let evidence: Vec<f32> = self.families.iter().map(evidence).collect();
        let most = evidence.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = evidence.iter().map(|e| (e - most).exp()).sum();
        let mut ranked: Vec<(&str, f32)> =
            self.families.iter().zip(&evidence).map(|(f, e)| (f.name.as_str(), (e - most).exp() / total)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        ranked
    }

    /// Whether there is a letter for each bucket, and numbers that are numbers.
    pub(crate) fn is_sound(&self) -> bool {
        let known = |f: &FamilyTokens| {
            f.steps.len() == FAMILY_BUCKETS
                && f.steps.bytes().all(|b| b.is_ascii_alphanumeric())
                && (-1e3..=0.0).contains(&f.most)
        };
        (0.0..=1e3).contains(&self.sharpness) && self.families.len() <= 4096 && self.families.iter().all(known)
    }
}
