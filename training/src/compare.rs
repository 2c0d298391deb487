//! Learners side by side: the same folds and the same tables, so that their figures differ by the learner alone.

use crate::boost::BoostParams;
use crate::evaluate::{Tally, fold_pages, groups};
use crate::fit::{Learner, Settings, fit_stack, table_of};
use crate::pages::LabelledPage;
use crate::table::Table;
use crate::{Error, Result};
use blocksift::Format;
use blocksift::internals::DecisionRule as Thresholds;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A learner with its settings.
#[derive(Debug, Clone)]
pub struct Variant {
    /// As it was asked for.
    pub name: String,
    learner: Learner,
    stages: usize,
    boost: BoostParams,
    /// Families of features, or features, that it does without.
    without: Vec<String>,
    /// Groups of pages, as figures are given by, that it is not fitted on.
    unseen: Vec<String>,
}

impl std::str::FromStr for Variant {
    type Err = String;

    /// Reads `linear`, `logistic` or `trees`, then settings: `trees,stages=1,levels=5,count=200,rate=0.1,ridge=20,columns=0.3,rows=0.6`.
    /// `without=links+language` leaves out features, `unseen=lang:pl+corpus:other` pages to fit on.
    fn from_str(text: &str) -> std::result::Result<Variant, String> {
        let mut parts = text.split(',');
        let learner = match parts.next() {
            Some("linear") => Learner::Linear,
            Some("logistic") => Learner::Logistic,
            Some("trees") => Learner::Trees,
            _ => return Err(format!("{text:?} does not begin with linear, logistic or trees")),
        };
        let (mut stages, mut boost) = (2, BoostParams::default());
        let (mut without, mut unseen) = (Vec::new(), Vec::new());
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("{part:?} is not `setting=value`"))?;
            let list = || value.split('+').map(str::to_owned);
            match key {
                "without" => {
                    without.extend(list());
                    continue;
                }
                "unseen" => {
                    unseen.extend(list());
                    continue;
                }
                _ => {}
            }
            let number: f64 = value.parse().map_err(|_| format!("{value:?} of {key} is no number"))?;
            boost = match key {
                "stages" => {
                    stages = number as usize;
                    boost
                }
                "count" => boost.trees(number as usize),
                "levels" => boost.levels(number as usize),
                "rate" => boost.rate(number as f32),
                "ridge" => boost.ridge(number as f32),
                "columns" => boost.columns(number),
                "rows" => boost.rows(number),
                _ => return Err(format!("there is no setting {key:?}")),
            };
        }
        if !(1..=2).contains(&stages) {
            return Err(format!("stages are 1 or 2, not {stages}"));
        }
        Ok(Variant { name: text.to_owned(), learner, stages, boost, without, unseen })
    }
}

impl Variant {
    fn settings(&self, settings: &Settings) -> Settings {
        Settings {
            learners: [settings.learners[0], self.learner],
            stages: self.stages,
            boost: self.boost.clone(),
            without: self.without.clone(),
            ..settings.clone()
        }
    }

    /// Whether its table differs from that of variants that see all features and pages.
    fn has_own_table(&self) -> bool {
        !self.without.is_empty() || !self.unseen.is_empty()
    }

    fn table(&self, train: &[&LabelledPage], settings: &Settings) -> Result<Table> {
        let is_seen = |p: &&LabelledPage| !groups(p).iter().any(|g| self.unseen.contains(g));
        let seen: Vec<&LabelledPage> = train.iter().copied().filter(is_seen).collect();
        // All of them need the features of a second stage, if only to leave them unread.
        let mut table = table_of(&seen, &Settings { stages: 2, ..settings.clone() })?;
        table.round();
        Ok(table)
    }
}

/// Variants compared, as written to JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// How: pages, folds, seed.
    pub setup: std::collections::BTreeMap<String, String>,
    /// What was measured of each variant.
    pub variants: Vec<Compared>,
}

/// What was measured of a variant.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Compared {
    /// The variant.
    pub name: String,
    /// Content F1 by group, cross-validated: all, corpora, types, languages; of words, and with each CJK character a word.
    pub content: std::collections::BTreeMap<String, [f64; 2]>,
    /// Clean pages flagged at the default threshold.
    pub flagged: u64,
    /// Share of the spam words of families seen in training that were found at the default threshold; none without grafts.
    pub spam_recall: Option<f64>,
    /// The same at the lowest threshold that flags at most 1 in 200 clean pages.
    pub recall_at_one_in_200: Option<f64>,
    /// Seconds to fit the stages of a fold, given its table.
    pub fit_seconds: f64,
    /// Microseconds a block, on one thread, from features to probabilities.
    pub microseconds: f64,
    /// Bytes of a stack as JSON.
    pub bytes: usize,
}

/// Cross-validates variants on the tables of the same folds.
///
/// # Errors
/// Too few rows of a label, or parameters that do not fit.
pub fn compare(
    pages: &[LabelledPage],
    format: Format,
    folds: usize,
    settings: &Settings,
    variants: &[Variant],
    mut progress: impl FnMut(usize, &str),
) -> Result<Vec<Compared>> {
    let thresholds = Thresholds::default();
    let mut tallies: Vec<(Tally, Duration, Duration, u64, usize)> =
        variants.iter().map(|_| (Tally::default(), Duration::ZERO, Duration::ZERO, 0, 0)).collect();
    for held in 0..folds {
        let (train, test) = fold_pages(pages, format, held, folds, settings);
        let mut shared: Option<Table> = None;
        for (variant, (tally, fitting, running, blocks, bytes)) in variants.iter().zip(&mut tallies) {
            let settings = variant.settings(settings);
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
            let start = Instant::now();
            let stack = fit_stack(table, format, &settings)?;
            *fitting += start.elapsed();
            *bytes = serde_json::to_vec(&stack).map_err(|e| Error::Data(e.to_string()))?.len();
            let start = Instant::now();
            for page in test.iter().take(300) {
                std::hint::black_box(stack.probabilities(&page.features));
                *blocks += page.labels.len() as u64;
            }
            *running += start.elapsed();
            tally.add_all(&stack, &test, &thresholds);
            progress(held + 1, &variant.name);
        }
    }
    let compared = variants.iter().zip(tallies).map(|(variant, (tally, fitting, running, blocks, bytes))| {
        let scores = tally.finish();
        let planted = scores.seen_families.gold > 0;
        let at_most = scores.clean_pages / 200;
        let sound = scores.by_threshold.iter().find(|(_, s)| s.flagged <= at_most);
        Compared {
            name: variant.name.clone(),
            content: scores.content.iter().map(|(group, score)| (group.clone(), [score.f1, score.f1c])).collect(),
            flagged: scores.false_alarms.len() as u64,
            spam_recall: planted.then(|| scores.seen_families.recall()),
            recall_at_one_in_200: sound.filter(|_| planted).map(|(_, s)| s.recall()),
            fit_seconds: fitting.as_secs_f64() / folds as f64,
            microseconds: running.as_secs_f64() * 1e6 / blocks.max(1) as f64,
            bytes,
        }
    });
    Ok(compared.collect())
}

/// As tables, Markdown.
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
    let groups: std::collections::BTreeSet<&String> = compared.iter().flat_map(|c| c.content.keys()).collect();
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
