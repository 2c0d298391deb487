//! The configuration file, in TOML: thresholds and limits. docs/CONFIG.md describes it.

use crate::bounded;
use crate::exit::Error;
use blocksift::{Label, Limits, Sifter, Thresholds};
use serde::Deserialize;
use std::fmt::Display;
use std::num::{IntErrorKind, ParseIntError};
use std::path::{Path, PathBuf};

/// The environment variable that names the file if `--config` does not.
const VARIABLE: &str = "BLOCKSIFT_CONFIG";
/// Maximum size of a configuration file, in bytes.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// The highest limit of bytes: positions in larger pages cannot be counted.
const MAX_PAGE_BYTES: usize = 1 << 30;

/// The contents of a file. Missing keys keep their defaults.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) thresholds: ThresholdKeys,
    pub(crate) limits: LimitKeys,
    pub(crate) verdict: VerdictKeys,
    /// The file, if there is one.
    #[serde(skip)]
    path: Option<PathBuf>,
}

/// `[verdict]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct VerdictKeys {
    pub(crate) prior: Option<f32>,
}

/// `[thresholds]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(crate) struct ThresholdKeys {
    #[serde(alias = "spam-threshold")]
    pub(crate) operating_point: Option<String>,
    beta: Option<f32>,
    content: Option<f32>,
    navigation: Option<f32>,
    spam: Option<f32>,
}

/// `[limits]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitKeys {
    bytes: Option<usize>,
    depth: Option<usize>,
    nodes: Option<usize>,
    blocks: Option<usize>,
    links: Option<usize>,
    attributes: Option<usize>,
    #[serde(alias = "steps")]
    steps_per_byte: Option<usize>,
    #[serde(alias = "memory")]
    memory_per_byte: Option<usize>,
}

impl Config {
    /// Loads the file that `--config` or the environment names. Without one, all settings keep their defaults.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self, Error> {
        let from_environment = || std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        let Some(path) = path.map(Path::to_owned).or_else(from_environment) else { return Ok(Self::default()) };
        let read = bounded::read(&path, MAX_FILE_BYTES, "a configuration file");
        let bytes = read.map_err(|e| Error::file(&path, e))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::file(&path, "not UTF-8; save the file as UTF-8"))?;
        let mut config: Self = toml::from_str(&text).map_err(|e| Error::file(&path, at_line(&text, &e)))?;
        config.thresholds.apply(Thresholds::default(), false).map_err(|reason| Error::file(&path, reason))?;
        if let Some(prior) = config.verdict.prior {
            Sifter::default().with_prior(prior).map_err(|e| Error::file(&path, e))?;
        }
        config.limits.apply(Limits::default()).map_err(|reason| Error::file(&path, reason))?;
        config.path = Some(path);
        Ok(config)
    }

    /// An error in a setting of the file that shows only once the model is loaded.
    pub(crate) fn error(&self, reason: impl Display) -> Error {
        match &self.path {
            Some(path) => Error::file(path, reason),
            None => Error::usage(reason),
        }
    }
}

impl ThresholdKeys {
    /// Sets the thresholds of the file, except for spam's if an option chose the operating point.
    pub(crate) fn apply(&self, mut thresholds: Thresholds, is_point_chosen: bool) -> Result<Thresholds, String> {
        if let Some(beta) = self.beta {
            thresholds = thresholds.with_beta(beta).map_err(|e| e.to_string())?;
        }
        let spam = self.spam.filter(|_| !is_point_chosen);
        let labels = [(Label::Content, self.content), (Label::Navigation, self.navigation), (Label::Spam, spam)];
        for (label, threshold) in labels {
            if let Some(threshold) = threshold {
                thresholds = thresholds.with_threshold(label, threshold).map_err(|e| e.to_string())?;
            }
        }
        Ok(thresholds)
    }
}

impl LimitKeys {
    /// Parses the `NAME=N` of `--limit`.
    pub(crate) fn parse(argument: &str) -> Result<Self, String> {
        let (name, number) = argument.split_once('=').ok_or("expected NAME=N, e.g. bytes=1000000")?;
        let (name, number) = (name.trim(), number.trim());
        let too_large = || format!("{number} is too large");
        let number: usize = number.parse().map_err(|e: ParseIntError| match e.kind() {
            IntErrorKind::PosOverflow => too_large(),
            _ => format!("{number:?} is not a whole number"),
        })?;
        let mut table = toml::Table::new();
        table.insert(name.to_owned(), toml::Value::Integer(i64::try_from(number).map_err(|_| too_large())?));
        let keys: Self = table.try_into().map_err(|e: toml::de::Error| {
            let names = e.message().split_once(", ").map_or("", |(_, names)| names);
            format!("unknown limit {name:?}: {names}")
        })?;
        keys.apply(Limits::default()).map(|_| keys)
    }

    /// Sets the given limits.
    pub(crate) fn apply(&self, limits: Limits) -> Result<Limits, String> {
        if let Some(bytes) = self.bytes.filter(|bytes| *bytes > MAX_PAGE_BYTES) {
            return Err(format!("the limit of {bytes} bytes is above the maximum of {MAX_PAGE_BYTES}"));
        }
        Ok(limits
            .with_bytes(self.bytes.unwrap_or(limits.bytes))
            .with_depth(self.depth.unwrap_or(limits.depth))
            .with_nodes(self.nodes.unwrap_or(limits.nodes))
            .with_blocks(self.blocks.unwrap_or(limits.blocks))
            .with_links(self.links.unwrap_or(limits.links))
            .with_attributes(self.attributes.unwrap_or(limits.attributes))
            .with_steps_per_byte(self.steps_per_byte.unwrap_or(limits.steps_per_byte))
            .with_memory_per_byte(self.memory_per_byte.unwrap_or(limits.memory_per_byte)))
    }
}

/// Formats a TOML error on one line, with its line number.
fn at_line(text: &str, error: &toml::de::Error) -> String {
    let reason = error.message().replace('\n', " ");
    match error.span() {
        Some(span) => {
            let line = text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1;
            format!("line {line}: {reason}; docs/CONFIG.md lists all keys")
        }
        None => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_parsed_by_name() {
        let limits = LimitKeys::parse("depth=12").unwrap().apply(Limits::default()).unwrap();
        assert_eq!(limits, Limits::default().with_depth(12));
        for bad in ["depth", "depth=x", "depth=-1", "width=3", "=3", "bytes=2000000000", "bytes=99999999999999999999"] {
            assert!(LimitKeys::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn errors_name_the_line() {
        let text = "[thresholds]\nspam = 0.9\nsapm = 1\n";
        let error = toml::from_str::<Config>(text).unwrap_err();
        let message = at_line(text, &error);
        assert!(message.starts_with("line 3: unknown field `sapm`, expected one of "), "{message}");
    }
}
