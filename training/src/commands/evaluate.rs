//! `blocksift-train evaluate`: cross-validation, families left out, held-out corpora.

use super::files;
use super::progress::Meter;
use super::sources::{Sources, check_readable, check_writable};
use super::values::{MAX_GROUPS, count, factor, feature, share};
use blocksift::internals::DecisionRule;
use blocksift::internals::Stack;
use blocksift::{Format, Label, Model, Thresholds};
use blocksift_training::corpus;
use blocksift_training::dataset::LabeledPage;
use blocksift_training::dataset::page::of_format;
use blocksift_training::evaluate::cross_validation::{Experiment, fit_pages};
use blocksift_training::evaluate::held_out::held_out;
use blocksift_training::evaluate::leave_out::{self, leave_families_out, leave_templates_out};
use blocksift_training::evaluate::scores::FormatScores;
use blocksift_training::evaluate::summary::summary;
use blocksift_training::evaluate::{Evaluation, agreement_of};
use blocksift_training::learn::{Learner, Settings};
use blocksift_training::{Progress, Result};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Pages read at a time.
const BATCH: usize = 64;

/// Share of all labeled pages that are markup, about.
const MARKUP_SHARE: f64 = 0.85;

#[derive(Args)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    sources: Sources,
    /// Number of folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = count(2..=MAX_GROUPS))]
    folds: usize,
    /// Score a corpus that is never trained on; repeatable
    #[arg(long, value_name = "FILE")]
    held_out: Vec<PathBuf>,
    /// Score held-out corpora with a finished model at its operating point, not one fitted to all corpora
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Skip the cross-validation
    #[arg(long)]
    no_cross_validation: bool,
    /// Skip leave-one-family-out
    #[arg(long)]
    no_families: bool,
    /// Leave families out in this many groups
    #[arg(long, value_name = "N", default_value_t = 9, value_parser = count(1..=MAX_GROUPS))]
    family_groups: usize,
    /// Leave locations, hiding and wrappers out in this many groups each, as markup; 0 skips this
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = count(0..=MAX_GROUPS))]
    template_groups: usize,
    /// Leave out flattened pages
    #[arg(long)]
    no_text: bool,
    /// Set the threshold of spam
    #[arg(long, value_name = "P", value_parser = share, allow_negative_numbers = true)]
    spam_threshold: Option<f64>,
    /// Leave out a feature or feature group; repeatable
    #[arg(long, value_name = "FEATURE", value_parser = feature)]
    without: Vec<String>,
    /// Set the weight of blocks that a first stage wrongly takes for spam
    #[arg(long, value_name = "W", default_value_t = 0.4, value_parser = factor(0.0..=1000.0), allow_negative_numbers = true)]
    hard_weight: f64,
    /// Set the number of stages, 1 or 2
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = count(1..=2))]
    stages: usize,
    /// Choose the learner of all stages, or of the first and the last
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..=2, default_value = "linear,trees")]
    learner: Vec<LearnerArg>,
    /// Write the figures to a file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What a stage's heads are made of.
#[derive(Clone, Copy, ValueEnum)]
enum LearnerArg {
    /// Weights fitted with linfa's FTRL
    Linear,
    /// Boosted trees
    Trees,
}

impl LearnerArg {
    fn learner(self) -> Learner {
        match self {
            LearnerArg::Linear => Learner::Linear,
            LearnerArg::Trees => Learner::Trees,
        }
    }
}

impl EvaluateArgs {
    pub(super) fn run(&self) -> Result<()> {
        self.json.as_deref().map_or(Ok(()), check_writable)?;
        self.held_out.iter().try_for_each(|path| check_readable(path))?;
        let model = self.model.as_deref().map(files::read_model).transpose()?;
        let (cross_validated, by_model) = (self.rule(None)?, self.rule(model.as_ref())?);
        let mut loaded = self.sources.load(|pages| self.expected_seconds(pages))?;
        let settings = self.settings();
        let mut result =
            Evaluation { setup: self.setup(loaded.pages.len(), &cross_validated), ..Evaluation::default() };
        if model.is_some() {
            result.setup.extend(setup_of_model(&by_model));
        }
        let experiment = Experiment {
            pages: &loaded.pages,
            format: Format::Html,
            settings: &settings,
            thresholds: &cross_validated,
        };
        self.score_markup(&experiment, &mut result, &mut loaded.meter)?;
        if !self.no_text {
            let experiment = Experiment { format: Format::Text, ..experiment };
            self.score_text(&experiment, &mut result, &mut loaded.meter)?;
        }
        let experiment = Experiment { thresholds: &by_model, ..experiment };
        self.score_held_out(&experiment, model.as_ref(), &mut result, &mut loaded.meter)?;
        score_corrected(&loaded.pages, model.as_ref(), &by_model, &mut result);
        loaded.meter.finish("evaluated");
        files::print(&summary(&result))?;
        self.json.as_deref().map_or(Ok(()), |path| files::write_json(path, &result))
    }

    /// How labels are decided: by a model's own operating point and parameters, or by the defaults where stacks are
    /// fitted. The caller's spam threshold replaces those of either.
    fn rule(&self, model: Option<&Model>) -> Result<DecisionRule> {
        let rule = model.map_or_else(DecisionRule::default, Model::default_rule);
        let Some(threshold) = self.spam_threshold else { return Ok(rule) };
        let chosen = Thresholds::default().with_threshold(Label::Spam, threshold as f32)?;
        Ok(DecisionRule { parameters: rule.parameters, ..chosen.into() })
    }

    fn settings(&self) -> Settings {
        let learner = |arg: Option<&LearnerArg>| arg.map_or(Learner::Trees, |arg| arg.learner());
        Settings {
            without: self.without.clone(),
            stages: self.stages,
            hard_weight: self.hard_weight as f32,
            learners: [learner(self.learner.first()), learner(self.learner.last())],
            ..self.sources.settings()
        }
    }

    fn setup(&self, pages: usize, thresholds: &DecisionRule) -> std::collections::BTreeMap<String, String> {
        let setup = [
            ("rows per page", self.sources.rows_per_page.to_string()),
            ("collages", self.sources.collages.to_string()),
            ("layout swaps", self.sources.layout_swaps.to_string()),
            ("family groups", self.family_groups.to_string()),
            ("template groups", self.template_groups.to_string()),
            ("pages and grafts", pages.to_string()),
            ("seed", self.sources.seed.to_string()),
            ("folds", self.folds.to_string()),
            ("spam threshold", thresholds.spam.to_string()),
            ("spam threshold, text", thresholds.spam_text.to_string()),
        ];
        setup.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
    }

    /// Seconds that scoring is expected to take for so many labeled pages of both formats.
    fn expected_seconds(&self, pages: usize) -> f64 {
        let markup = (pages as f64 * MARKUP_SHARE) as usize;
        let mut seconds = 0.0;
        for (pages, is_used) in [(markup, true), (pages - markup, !self.no_text)] {
            if is_used && !self.no_cross_validation {
                seconds += Experiment::expected_seconds(pages, self.folds);
            }
            if is_used && !self.no_families {
                seconds += leave_out::expected_seconds(pages, self.family_groups);
            }
        }
        seconds += leave_out::expected_seconds(markup, 3 * self.template_groups);
        if !self.held_out.is_empty() && self.model.is_none() {
            seconds += leave_out::expected_seconds(pages, 1);
        }
        seconds
    }

    fn score_markup(&self, experiment: &Experiment<'_>, result: &mut Evaluation, meter: &mut Meter) -> Result<()> {
        result.html = self.cross_validate(experiment, meter)?;
        if !self.no_families {
            let unseen = leave_families_out(experiment, self.family_groups, meter)?;
            (result.unseen_families, result.unseen_by_threshold) = (unseen.scores, unseen.by_threshold);
            result.unseen_inline = unseen.inline;
        }
        if self.template_groups > 0 {
            let unseen = leave_templates_out(experiment, self.template_groups, meter)?;
            (result.unseen_templates, result.unseen_templates_by_threshold) = (unseen.scores, unseen.by_threshold);
        }
        Ok(())
    }

    fn score_text(&self, experiment: &Experiment<'_>, result: &mut Evaluation, meter: &mut Meter) -> Result<()> {
        result.text = self.cross_validate(experiment, meter)?;
        if !self.no_families {
            let unseen = leave_families_out(experiment, self.family_groups, meter)?;
            (result.unseen_families_text, result.unseen_text_by_threshold) = (unseen.scores, unseen.by_threshold);
        }
        Ok(())
    }

    fn cross_validate(&self, experiment: &Experiment<'_>, meter: &mut Meter) -> Result<FormatScores> {
        if self.no_cross_validation {
            return Ok(FormatScores::default());
        }
        experiment.cross_validate(self.folds, meter)
    }

    fn score_held_out(
        &self,
        experiment: &Experiment<'_>,
        model: Option<&Model>,
        result: &mut Evaluation,
        meter: &mut Meter,
    ) -> Result<()> {
        if self.held_out.is_empty() {
            return Ok(());
        }
        let fitted;
        let [html, text]: [&Stack; 2] = match model {
            Some(model) => [model.stack(Format::Html), model.stack(Format::Text)],
            None => {
                let seconds = leave_out::expected_seconds(experiment.pages.len(), 1);
                meter.begin("fit to all corpora", seconds);
                let fit = |format| {
                    let pages: Vec<&LabeledPage> = of_format(experiment.pages, format).collect();
                    fit_pages(&pages, format, experiment.settings)
                };
                fitted = [fit(Format::Html)?, fit(Format::Text)?];
                [&fitted[0], &fitted[1]]
            }
        };
        for path in &self.held_out {
            meter.begin(&format!("score {}", path.display()), 0.0);
            let scores = held_out(&read_held_out(path)?, html, text, experiment.thresholds);
            result.held_out.insert(name_of(path), scores);
        }
        Ok(())
    }
}

/// How cross-validation, and the model if there is one, agree with labels that people set.
fn score_corrected(pages: &[LabeledPage], model: Option<&Model>, thresholds: &DecisionRule, result: &mut Evaluation) {
    for (format, name) in [(Format::Html, "markup"), (Format::Text, "text")] {
        let scores = if format == Format::Html { &result.html } else { &result.text };
        let cross_validated = ("cross-validated", Some(scores.corrected));
        let by_model = model.map(|model| {
            let chosen: Vec<&LabeledPage> = of_format(pages, format).collect();
            agreement_of(model.stack(format), &chosen, thresholds)
        });
        for (predicted_by, agreement) in [cross_validated, ("by the model", by_model)] {
            if let Some(agreement) = agreement.filter(|a| a.blocks() > 0) {
                result.corrected.insert(format!("{name}, {predicted_by}"), agreement);
            }
        }
    }
}

/// The thresholds of what a finished model scores.
fn setup_of_model(rule: &DecisionRule) -> [(String, String); 2] {
    [
        ("spam threshold of the model".to_owned(), rule.spam.to_string()),
        ("spam threshold of the model, text".to_owned(), rule.spam_text.to_string()),
    ]
}

fn read_held_out(path: &Path) -> Result<Vec<LabeledPage>> {
    let mut held = Vec::new();
    corpus::read(path, BATCH, |batch| {
        held.extend(batch.iter().map(LabeledPage::with_gold_spam));
        Ok(())
    })?;
    Ok(held)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("corpus");
    name.split('.').next().unwrap_or(name).to_owned()
}
