//! The configuration file: thresholds and limits as TOML. docs/CONFIG.md describes it.

use super::Stop;
use super::args::SpamThreshold;
use blocksift::{Label, Limits, Thresholds};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Names the file where `--config` does not.
pub(super) const VARIABLE: &str = "BLOCKSIFT_CONFIG";
/// Bytes of a file past which it is no configuration.
const LONGEST: u64 = 1 << 20;
/// Bytes of a page past which positions in it cannot be counted.
const MOST_BYTES: usize = 1 << 30;

/// What a file says. Whatever it leaves out stays as it is by default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    pub(super) thresholds: ThresholdKeys,
    pub(super) limits: LimitKeys,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct ThresholdKeys {
    pub(super) spam_threshold: Option<SpamThreshold>,
    pub(super) beta: Option<f32>,
    content: Option<f32>,
    navigation: Option<f32>,
    spam: Option<f32>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LimitKeys {
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
    /// The file that `--config` or the environment names; by default an empty one.
    pub(super) fn load(path: Option<&Path>) -> Result<Self, Stop> {
        let named = || std::env::var_os(VARIABLE).filter(|name| !name.is_empty()).map(PathBuf::from);
        let Some(path) = path.map(Path::to_owned).or_else(named) else { return Ok(Self::default()) };
        let length = path.metadata().map_err(|e| Stop::file(&path, e))?.len();
        if length > LONGEST {
            return Err(Stop::file(&path, format!("longer than {LONGEST} bytes, which no configuration is")));
        }
        let text = std::fs::read_to_string(&path).map_err(|e| Stop::file(&path, e))?;
        let config: Self = toml::from_str(&text).map_err(|e| Stop::file(&path, at_line(&text, &e)))?;
        config.thresholds.apply(Thresholds::default(), false).map_err(|reason| Stop::file(&path, reason))?;
        config.limits.apply(Limits::default()).map_err(|reason| Stop::file(&path, reason))?;
        Ok(config)
    }
}

impl ThresholdKeys {
    /// Sets the thresholds that the file gives; not that of spam if the command line chose it.
    pub(super) fn apply(&self, mut thresholds: Thresholds, spam_is_chosen: bool) -> Result<Thresholds, String> {
        if let Some(beta) = self.beta {
            thresholds = thresholds.with_beta(beta).map_err(|e| e.to_string())?;
        }
        let spam = self.spam.filter(|_| !spam_is_chosen);
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
    /// Reads `NAME=N` as the command line gives it.
    pub(super) fn parse(argument: &str) -> Result<Self, String> {
        let (name, number) = argument.split_once('=').ok_or("write NAME=N, e.g. bytes=1000000")?;
        let (name, number) = (name.trim(), number.trim());
        let number: usize = number.parse().map_err(|_| format!("{number:?} is no whole number"))?;
        let mut table = toml::Table::new();
        table.insert(name.to_owned(), toml::Value::Integer(i64::try_from(number).map_err(|e| e.to_string())?));
        let keys: Self = table.try_into().map_err(|e: toml::de::Error| e.message().to_owned())?;
        keys.apply(Limits::default()).map(|_| keys)
    }

    /// Sets the limits that are given.
    pub(super) fn apply(&self, limits: Limits) -> Result<Limits, String> {
        if let Some(bytes) = self.bytes.filter(|bytes| *bytes > MOST_BYTES) {
            return Err(format!("the limit of {bytes} bytes is above {MOST_BYTES}, the most there can be"));
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

/// An error of TOML with its line, on one line.
fn at_line(text: &str, error: &toml::de::Error) -> String {
    let reason = error.message().replace('\n', " ");
    match error.span() {
        Some(span) => {
            let line = text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1;
            format!("line {line}: {reason}; docs/CONFIG.md lists what there is")
        }
        None => reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_named() {
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
