//! Arguments that set the model, the thresholds and the limits.

use crate::bounded;
use crate::config::{Config, LimitKeys};
use crate::exit::Error;
use blocksift::{Label, Limits, Model, Sifter, Thresholds};
use clap::Args;
use std::path::{Path, PathBuf};

/// Maximum size of a model file, in bytes.
const MAX_MODEL_BYTES: u64 = 64 << 20;

/// How to label pages.
#[derive(Args)]
pub(crate) struct Labeling {
    /// Use this model file instead of the built-in model
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    #[arg(long, value_name = "NAME", help = operating_point_help(), long_help = operating_point_long_help(), alias = "spam-threshold")]
    operating_point: Option<String>,
    /// Set the probability from which a block gets a label, e.g. spam=0.99; repeatable
    #[arg(long = "threshold", value_name = "LABEL=P", value_parser = parse_threshold)]
    thresholds: Vec<(Label, f32)>,
    /// Set the weight of content recall relative to precision (F-beta) [default: 1]
    #[arg(long, allow_negative_numbers = true)]
    beta: Option<f32>,
    /// Assume that this share of pages carries spam, for the page's probability [default: 0.001]
    #[arg(long, value_name = "P", allow_negative_numbers = true)]
    prior: Option<f32>,
    /// Set a resource limit per page, e.g. bytes=1000000; repeatable
    #[arg(long = "limit", value_name = "NAME=N", value_parser = LimitKeys::parse)]
    limits: Vec<LimitKeys>,
    /// Read settings from FILE; options override it [default: $BLOCKSIFT_CONFIG]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What labels pages, as set by options and the configuration file.
pub(crate) struct Settings {
    pub(crate) sifter: Sifter,
    pub(crate) thresholds: Thresholds,
    pub(crate) limits: Limits,
    /// The prior, if one was set.
    pub(crate) prior: Option<f32>,
}

impl Labeling {
    /// Loads the model and the configuration. Options override the configuration.
    pub(crate) fn settings(&self) -> Result<Settings, Error> {
        let config = Config::load(self.config.as_deref())?;
        let sifter = match &self.model {
            Some(path) => Sifter::new(read_model(path)?.0),
            None => Sifter::default(),
        };
        let thresholds = self.thresholds(&config)?;
        let mut limits = config.limits.apply(Limits::default()).map_err(Error::Usage)?;
        for keys in &self.limits {
            limits = keys.apply(limits).map_err(Error::Usage)?;
        }
        let prior = self.prior.or(config.verdict.prior);
        let mut sifter = sifter.with_thresholds(thresholds).with_limits(limits);
        if let Some(name) = &self.operating_point {
            sifter = sifter.with_operating_point(name).map_err(Error::usage)?;
        } else if let Some(name) = &config.thresholds.operating_point {
            sifter = sifter.with_operating_point(name).map_err(|e| config.error(e))?;
        }
        if let Some(prior) = prior {
            sifter = sifter.with_prior(prior).map_err(Error::usage)?;
        }
        Ok(Settings { sifter, thresholds, limits, prior })
    }

    fn thresholds(&self, config: &Config) -> Result<Thresholds, Error> {
        let is_point_chosen = self.operating_point.is_some();
        let mut thresholds = config.thresholds.apply(Thresholds::default(), is_point_chosen).map_err(Error::Usage)?;
        if let Some(beta) = self.beta {
            thresholds = thresholds.with_beta(beta).map_err(Error::usage)?;
        }
        for (label, probability) in &self.thresholds {
            thresholds = thresholds.with_threshold(*label, *probability).map_err(Error::usage)?;
        }
        Ok(thresholds)
    }
}

/// Help of `--operating-point`: the names of the embedded model's operating points, the first being the default.
fn operating_point_help() -> String {
    let names: Vec<&str> = Model::embedded().operating_points().iter().map(|point| point.name.as_str()).collect();
    format!("Use the model's thresholds of this name: {} [default: {}]", names.join(", "), names[0])
}

/// Long help of `--operating-point`: what each of the embedded model's operating points costs.
fn operating_point_long_help() -> String {
    let points: Vec<String> = Model::embedded().operating_points().iter().map(|point| format!("- {point}")).collect();
    format!(
        "{}\n\nThe built-in model's operating points, as measured by cross-validation:\n{}",
        operating_point_help(),
        points.join("\n")
    )
}

/// Reads a model, and the size of its file in bytes.
pub(crate) fn read_model(path: &Path) -> Result<(Model, usize), Error> {
    let bytes = bounded::read(path, MAX_MODEL_BYTES, "a blocksift model").map_err(|e| Error::file(path, e))?;
    let model = Model::from_bytes(&bytes).map_err(|e| Error::file(path, e))?;
    Ok((model, bytes.len()))
}

fn parse_threshold(argument: &str) -> Result<(Label, f32), String> {
    let (label, probability) = argument.split_once('=').ok_or("expected LABEL=P, e.g. spam=0.99")?;
    let label: Label = label.trim().parse()?;
    let probability: f32 = probability.trim().parse().map_err(|_| format!("{probability:?} is not a number"))?;
    Thresholds::default().with_threshold(label, probability).map_err(|e| e.to_string())?;
    Ok((label, probability))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_checked() {
        assert_eq!(parse_threshold("spam=0.5"), Ok((Label::Spam, 0.5)));
        for bad in ["spam", "ham=0.5", "spam=x", "spam=1.5", "spam=-1", "spam=NaN", "=0.5"] {
            assert!(parse_threshold(bad).is_err(), "{bad}");
        }
    }
}
