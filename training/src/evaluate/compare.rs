//! Learners compared on the same folds and the same tables, so that their figures differ by the learner alone.

use super::cross_validation::{Experiment, check_folds};
use super::scores::{Flags, FormatScores};
use super::tally::Tally;
use crate::dataset::{LabeledPage, Table};
use crate::error::Result;
use crate::learn::boost::BoostParams;
use crate::learn::{Learner, Settings, check_feature, fit_stack, training_table};
use crate::progress::Progress;
use blocksift::internals::{DecisionRule, Stack};
use linfa::ParamGuard;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Pages of each fold on which the time to run is measured.
const TIMED_PAGES: usize = 300;

/// A learner with its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The text that it was parsed from.
    pub name: String,
    learner: Learner,
    stages: usize,
    boost: BoostParams,
    /// Features and feature groups that it does without.
    without: Vec<String>,
    /// Groups of pages that it is not fitted to, named as in figures.
    unseen: Vec<String>,
    /// Parameters of the decision that differ from the default.
    decision: Vec<(DecisionSetting, f32)>,
}

/// A parameter of the decision. It changes labels, not what is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
enum DecisionSetting {
    Caution,
    MinContent,
    GroupShare,
    Spam,
}

impl std::str::FromStr for Variant {
    type Err = String;

    /// Parses `linear`, `logistic` or `trees`, followed by settings:
    /// `trees,stages=1,count=200,max_depth=5,learning_rate=0.1,ridge=20,subsample=0.6,columns=0.3`.
    /// `without=links+language` leaves out features, `unseen=lang:pl+corpus:other` pages to fit to.
    fn from_str(text: &str) -> std::result::Result<Variant, String> {
        let mut parts = text.split(',');
        let learner = match parts.next() {
            Some("linear") => Learner::Linear,
            Some("logistic") => Learner::Logistic,
            Some("trees") => Learner::Trees,
            _ => return Err(format!("{text:?} does not begin with linear, logistic or trees")),
        };
        let mut variant = Variant {
            name: text.to_owned(),
            learner,
            stages: 2,
            boost: BoostParams::default(),
            without: Vec::new(),
            unseen: Vec::new(),
            decision: Vec::new(),
        };
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("{part:?} is not `setting=value`"))?;
            variant.set(key, value)?;
        }
        if !(1..=2).contains(&variant.stages) {
            return Err(format!("stages must be 1 or 2, not {}", variant.stages));
        }
        variant.boost.check_ref().map_err(|e| e.to_string())?;
        Ok(variant)
    }
}

impl Variant {
    fn set(&mut self, key: &str, value: &str) -> std::result::Result<(), String> {
        let list = || value.split('+').map(str::to_owned);
        let whole = || value.parse::<usize>().map_err(|_| format!("{key}: {value:?} is not a whole number"));
        let number = || value.parse::<f64>().map_err(|_| format!("{key}: {value:?} is not a number"));
        let boost = self.boost.clone();
        // The second spelling of a setting is that of version 0.1.
        match key {
            "without" => {
                list().try_for_each(|name| check_feature(&name).map_err(|e| format!("without={name}: {e}")))?;
                self.without.extend(list());
            }
            "unseen" => {
                list().try_for_each(|group| check_group(&group))?;
                self.unseen.extend(list());
            }
            "stages" => self.stages = whole()?,
            "count" => self.boost = boost.trees(whole()?),
            "max_depth" | "levels" => self.boost = boost.max_depth(whole()?),
            "learning_rate" | "rate" => self.boost = boost.learning_rate(number()? as f32),
            "ridge" => self.boost = boost.ridge(number()? as f32),
            "subsample" | "rows" => self.boost = boost.subsample(number()?),
            "columns" => self.boost = boost.columns(number()?),
            "caution" => self.decision.push((DecisionSetting::Caution, number()? as f32)),
            "min_content" => self.decision.push((DecisionSetting::MinContent, number()? as f32)),
            "group_share" => self.decision.push((DecisionSetting::GroupShare, number()? as f32)),
            "spam" => self.decision.push((DecisionSetting::Spam, number()? as f32)),
            _ => return Err(format!("unknown setting {key:?}")),
        }
        Ok(())
    }

    fn settings(&self, settings: &Settings) -> Settings {
        Settings {
            learners: [settings.learners[0], self.learner],
            stages: self.stages,
            boost: self.boost.clone(),
            without: self.without.clone(),
            ..settings.clone()
        }
    }

    /// The rule with this variant's parameters.
    fn rule(&self, rule: &DecisionRule) -> DecisionRule {
        let mut rule = *rule;
        for (setting, value) in &self.decision {
            match setting {
                DecisionSetting::Caution => rule.parameters.caution = *value,
                DecisionSetting::MinContent => rule.parameters.min_content_units = *value,
                DecisionSetting::GroupShare => rule.parameters.group_share = *value,
                DecisionSetting::Spam => rule = rule.with_spam(*value),
            }
        }
        rule
    }

    /// Whether the same is fitted for another variant.
    fn is_fitted_as(&self, other: &Variant) -> bool {
        let fitted = |v: &Variant| Variant { name: String::new(), decision: Vec::new(), ..v.clone() };
        fitted(self) == fitted(other)
    }

    /// Whether its table differs from that of variants that see all features and pages.
    fn has_own_table(&self) -> bool {
        !self.without.is_empty() || !self.unseen.is_empty()
    }

    fn table(&self, train: &[&LabeledPage], settings: &Settings) -> Result<Table> {
        let is_seen = |p: &&LabeledPage| !p.source.figure_groups().iter().any(|g| self.unseen.contains(g));
        let seen: Vec<&LabeledPage> = train.iter().copied().filter(is_seen).collect();
        // Variants of one stage share the table of those with two, and ignore the stage features.
        let mut table = training_table(&seen, &Settings { stages: 2, ..settings.clone() })?;
        table.round();
        Ok(table)
    }
}

/// Checks that a group of pages is named as in figures.
fn check_group(group: &str) -> std::result::Result<(), String> {
    let is_named =
        ["corpus:", "type:", "lang:"].iter().any(|kind| group.strip_prefix(kind).is_some_and(|n| !n.is_empty()));
    let expected = "expected a group such as lang:pl, corpus:wcxb-dev or type:wcxb-dev/forum";
    if is_named { Ok(()) } else { Err(format!("unseen={group}: {expected}")) }
}

/// Compared variants, as `compare --json` writes them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// How they were compared: pages, folds, seed.
    pub setup: BTreeMap<String, String>,
    /// What was measured of each variant.
    pub variants: Vec<Compared>,
}

/// What was measured of a variant.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Compared {
    /// The variant.
    pub name: String,
    /// Cross-validated content F1 by group of pages: of words, and with each CJK character one word.
    pub content: BTreeMap<String, [f64; 2]>,
    /// Number of clean pages flagged at the default threshold.
    pub flagged: u64,
    /// The same by corpus and by what was known of the pages' addresses.
    #[serde(default)]
    pub flagged_by_group: BTreeMap<String, Flags>,
    /// Share of the spam words of seen families found at the default threshold; `None` without grafts.
    pub spam_recall: Option<f64>,
    /// The same at the lowest threshold that flags at most 1 in 200 clean pages.
    pub recall_at_one_in_200: Option<f64>,
    /// Mean seconds to fit the stages of a fold, without its table.
    pub fit_seconds: f64,
    /// Microseconds per block on one thread, from features to probabilities.
    pub microseconds: f64,
    /// Size of a stack as JSON.
    pub bytes: usize,
}

/// What is measured of a variant while folds are fitted.
#[derive(Default)]
struct Measurement {
    tally: Tally,
    fitting: Duration,
    running: Duration,
    blocks: u64,
    bytes: usize,
}

/// Cross-validates variants on the tables of the same folds.
///
/// # Errors
/// Fewer than two folds, too few rows of a label, or parameters out of range.
pub fn compare(
    experiment: &Experiment<'_>,
    folds: usize,
    variants: &[Variant],
    progress: &mut dyn Progress,
) -> Result<Vec<Compared>> {
    check_folds(folds)?;
    let mut measurements: Vec<Measurement> = variants.iter().map(|_| Measurement::default()).collect();
    let seconds = Experiment::expected_seconds(experiment.pages.len(), folds) / (folds * variants.len().max(1)) as f64;
    for held in 0..folds {
        let (train, test) = experiment.split(held, folds);
        let mut shared: Option<Table> = None;
        let mut last: Option<(&Variant, Stack)> = None;
        for (variant, measurement) in variants.iter().zip(&mut measurements) {
            progress.begin(&format!("fold {} of {folds}: {}", held + 1, variant.name), seconds);
            let rule = variant.rule(experiment.thresholds);
            if let Some((_, stack)) = last.as_ref().filter(|(before, _)| variant.is_fitted_as(before)) {
                measurement.score(stack, &test, &rule);
                continue;
            }
            let settings = variant.settings(experiment.settings);
            let own;
            let table = if variant.has_own_table() {
                own = variant.table(&train, &settings)?;
                &own
            } else {
                match &mut shared {
                    Some(table) => table,
                    none => none.insert(variant.table(&train, &settings)?),
                }
            };
            let stack = measurement.fit(experiment, table, &settings)?;
            measurement.score(&stack, &test, &rule);
            last = Some((variant, stack));
        }
    }
    Ok(variants.iter().zip(measurements).map(|(variant, m)| m.finish(&variant.name, folds)).collect())
}

impl Measurement {
    fn fit(&mut self, experiment: &Experiment<'_>, table: &Table, settings: &Settings) -> Result<Stack> {
        let start = Instant::now();
        let stack = fit_stack(table, experiment.format, settings)?;
        self.fitting += start.elapsed();
        Ok(stack)
    }

    fn score(&mut self, stack: &Stack, test: &[&LabeledPage], rule: &DecisionRule) {
        self.bytes = serde_json::to_vec(stack).map_or(0, |json| json.len());
        self.time(stack, test);
        self.tally.add_all(stack, test, rule);
    }

    fn time(&mut self, stack: &Stack, test: &[&LabeledPage]) {
        let start = Instant::now();
        for page in test.iter().take(TIMED_PAGES) {
            std::hint::black_box(stack.probabilities(&page.features));
            self.blocks += page.labels.len() as u64;
        }
        self.running += start.elapsed();
    }

    fn finish(self, name: &str, folds: usize) -> Compared {
        let scores: FormatScores = self.tally.finish();
        let has_spam = scores.seen_families.gold > 0;
        let max_flagged = scores.clean_pages / 200;
        let cautious = scores.by_threshold.iter().find(|(_, s)| s.flagged <= max_flagged);
        Compared {
            name: name.to_owned(),
            content: scores.content.iter().map(|(group, score)| (group.clone(), [score.f1, score.f1c])).collect(),
            flagged: scores.false_alarms.len() as u64,
            flagged_by_group: scores.flagged_by_group.clone(),
            spam_recall: has_spam.then(|| scores.seen_families.recall()),
            recall_at_one_in_200: cautious.filter(|_| has_spam).map(|(_, s)| s.recall()),
            fit_seconds: self.fitting.as_secs_f64() / folds as f64,
            microseconds: self.running.as_secs_f64() * 1e6 / self.blocks.max(1) as f64,
            bytes: self.bytes,
        }
    }
}

/// A comparison as Markdown tables.
pub fn markdown(comparison: &Comparison) -> String {
    let compared = &comparison.variants;
    let setup: Vec<String> = comparison.setup.iter().map(|(k, v)| format!("{k} {v}")).collect();
    let mut out = format!("Cross-validated: {}.\n\n", setup.join(", "));
    out.push_str(
        "| variant | content F1 | CJK by character | flagged | spam found | spam found at 1 in 200 flagged | s to fit | µs a block | KB |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for c in compared {
        let [f1, by_character] = c.content.get("all").copied().unwrap_or_default();
        let share = |value: Option<f64>| value.map_or("-".to_owned(), |v| format!("{v:.4}"));
        let _ = writeln!(
            out,
            "| {} | {f1:.4} | {by_character:.4} | {} | {} | {} | {:.1} | {:.2} | {} |",
            c.name,
            c.flagged,
            share(c.spam_recall),
            share(c.recall_at_one_in_200),
            c.fit_seconds,
            c.microseconds,
            c.bytes / 1000
        );
    }
    out.push_str(&flags_markdown(compared));
    let groups: BTreeSet<&String> = compared.iter().flat_map(|c| c.content.keys()).collect();
    let names: Vec<&str> = groups.iter().map(|g| g.as_str()).filter(|g| *g != "all").collect();
    let _ = writeln!(
        out,
        "\n| content F1, CJK by character | {} |\n|---|{}",
        names.join(" | "),
        "---|".repeat(names.len())
    );
    for c in compared {
        let cells: Vec<String> =
            names.iter().map(|g| format!("{:.4}", c.content.get(*g).map_or(0.0, |f1| f1[1]))).collect();
        let _ = writeln!(out, "| {} | {} |", c.name, cells.join(" | "));
    }
    out
}

/// False alarms by state of the address, in pages and in sites. The JSON also has them by corpus.
fn flags_markdown(compared: &[Compared]) -> String {
    let mut out = String::from("\n| clean pages of | variant | flagged pages | flagged sites |\n|---|---|---|---|\n");
    for c in compared {
        for (name, flags) in c.flagged_by_group.iter().filter(|(name, _)| !name.starts_with("corpus:")) {
            let Flags { pages, flagged, sites, flagged_sites } = flags;
            let _ = writeln!(out, "| {name} | {} | {flagged} of {pages} | {flagged_sites} of {sites} |", c.name);
        }
    }
    out
}
