//! What the subcommands of `blocksift-train` take.

use blocksift_training::compare::Variant;
use blocksift_training::recipe::Recipe;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Trains and measures blocksift's models.
#[derive(Parser)]
#[command(name = "blocksift-train", version, propagate_version = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Makes a labelled block table of corpora of pages.
    Table(TableArgs),
    /// Fits a model from a table.
    Fit(FitArgs),
    /// Cross-validates, leaves families out, scores held-out corpora.
    Evaluate(EvaluateArgs),
    /// Cross-validates learners side by side, on the same tables.
    Compare(CompareArgs),
    /// Shows where a model errs on pages with gold content, and why.
    Errors(ErrorsArgs),
    /// Plants each family of spam in every way there is: what was found of each, as a matrix.
    Evade(EvadeArgs),
    /// Writes the model card from an evaluation's JSON.
    Card(CardArgs),
    /// Writes operating points and calibration from an evaluation into a model.
    Calibrate(CalibrateArgs),
}

#[derive(Args)]
pub(super) struct CalibrateArgs {
    /// The model; files of older format versions are converted
    pub(super) model: PathBuf,
    /// JSON written by `evaluate --json`
    pub(super) evaluation: PathBuf,
    /// Replace the model's operating points, e.g. strict=0.97,0.98,0.97 (markup, text, spans); repeatable
    #[arg(long = "operating-point", value_name = "NAME=P,P,P", value_parser = blocksift_training::operating::parse_point)]
    pub(super) operating_points: Vec<blocksift::OperatingPoint>,
    /// Keep the model's calibration of the page's probability, and write the figures only
    #[arg(long)]
    pub(super) figures_only: bool,
    /// Write the model to this file, which may be the same
    #[arg(short, long)]
    pub(super) output: PathBuf,
}

#[derive(Args)]
pub(super) struct CardArgs {
    /// JSON written by `evaluate --json`.
    pub(super) evaluation: PathBuf,
    /// The model that the card is of.
    #[arg(long)]
    pub(super) model: PathBuf,
    /// JSON written by `compare --json`; may be given again.
    #[arg(long)]
    pub(super) comparison: Vec<PathBuf>,
    /// The card, Markdown.
    #[arg(short, long)]
    pub(super) output: PathBuf,
}

/// Where pages and campaigns come from.
#[derive(Args, Clone)]
pub(super) struct Sources {
    /// Corpora: JSONL files (.gz, .zst), or folders of them.
    #[arg(required = true)]
    pub(super) corpora: Vec<PathBuf>,
    /// Folder with campaigns/ and lookalikes/.
    #[arg(long, default_value = "data")]
    pub(super) data: PathBuf,
    /// Plant nothing: for corpora whose pages carry their own labels only.
    #[arg(long)]
    pub(super) no_grafts: bool,
    /// Seed of everything that is drawn.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Collages of an article, on average: restyled copies among parts of other pages.
    #[arg(long, default_value_t = Recipe::default().collages)]
    pub(super) collages: f64,
    /// Disguised copies of a page with planted spam, on average: its place, markup and hiding are the host's.
    #[arg(long, default_value_t = Recipe::default().disguises)]
    pub(super) disguises: f64,
    /// Rows drawn from each page.
    #[arg(long, default_value_t = 9)]
    pub(super) rows_per_page: usize,
    /// CSV of labels that people set in a report: they override those of the gold.
    #[arg(long, value_name = "FILE")]
    pub(super) corrections: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct TableArgs {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// The table, CSV; .gz and .zst are compressed.
    #[arg(short, long)]
    pub(super) output: PathBuf,
    /// Only rows of pages as markup, none of flattened ones.
    #[arg(long)]
    pub(super) no_text: bool,
    /// Only the rows of disguised copies, to be kept beside a table of the same pages made without them.
    #[arg(long)]
    pub(super) only_disguised: bool,
}

#[derive(Args)]
pub(super) struct FitArgs {
    /// Tables made by `table`, whose rows are put together.
    #[arg(required = true)]
    pub(super) tables: Vec<PathBuf>,
    /// Another table, whose rows of flattened pages are taken instead.
    #[arg(long)]
    pub(super) text_table: Option<PathBuf>,
    /// Folder with campaigns/, whose families the model shall name; without it a model names none.
    #[arg(long, default_value = "data")]
    pub(super) data: PathBuf,
    /// The model file.
    #[arg(short, long)]
    pub(super) output: PathBuf,
    /// Name that the model keeps.
    #[arg(long, default_value = "custom")]
    pub(super) name: String,
    /// Seed of the fit.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Take the operating points' figures and the calibration from the JSON of `evaluate`; the defaults otherwise.
    #[arg(long)]
    pub(super) evaluation: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    pub(super) folds: usize,
    /// A corpus that is only scored, never trained on. May be given again.
    #[arg(long)]
    pub(super) held_out: Vec<PathBuf>,
    /// Model that scores the held-out corpora; else one fitted on all of the corpora.
    #[arg(long)]
    pub(super) model: Option<PathBuf>,
    /// Leave out the cross-validation.
    #[arg(long)]
    pub(super) no_cross_validation: bool,
    /// Leave out leave-one-family-out.
    #[arg(long)]
    pub(super) no_families: bool,
    /// Groups in which families are left out.
    #[arg(long, default_value_t = 9)]
    pub(super) family_groups: usize,
    /// Groups in which places, hiding and wrappers are left out each, as markup; 0 leaves this out.
    #[arg(long, default_value_t = 0)]
    pub(super) template_groups: usize,
    /// Only pages as markup.
    #[arg(long)]
    pub(super) no_text: bool,
    /// Threshold of spam.
    #[arg(long)]
    pub(super) spam_threshold: Option<f32>,
    /// A feature or family of features to leave out. May be given again.
    #[arg(long)]
    pub(super) without: Vec<String>,
    /// Weight of blocks that a first stage wrongly takes for spam.
    #[arg(long, default_value_t = 0.4)]
    pub(super) hard_weight: f32,
    /// Number of stages, 1 or 2.
    #[arg(long, default_value_t = 2)]
    pub(super) stages: usize,
    /// What the stages are made of: all of them, or the first and the last.
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..=2, default_value = "linear,trees")]
    pub(super) learner: Vec<LearnerArg>,
    /// Where the figures go as JSON.
    #[arg(long)]
    pub(super) json: Option<PathBuf>,
}

/// What a stage's heads are made of.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum LearnerArg {
    /// Weights, by linfa's FTRL.
    Linear,
    /// Boosted trees.
    Trees,
}

#[derive(Args)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    pub(super) folds: usize,
    /// A learner: linear (linfa's FTRL), logistic (linfa's logistic regression) or trees, with settings if need be, as in `trees,stages=1,levels=5,count=200`.
    #[arg(long = "learner", default_values = ["linear,stages=1", "linear", "trees,stages=1", "trees"])]
    pub(super) learners: Vec<Variant>,
    /// Flattened pages instead of markup.
    #[arg(long)]
    pub(super) text: bool,
    /// Where the figures go as JSON.
    #[arg(long)]
    pub(super) json: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct ErrorsArgs {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    pub(super) folds: usize,
    /// Model that scores the pages; else they are cross-validated.
    #[arg(long)]
    pub(super) model: Option<PathBuf>,
    /// Pages that are shown, those that cost most.
    #[arg(long, default_value_t = 50)]
    pub(super) most: usize,
    /// Flattened pages instead of markup.
    #[arg(long)]
    pub(super) text: bool,
    /// Where the same goes as an HTML page.
    #[arg(long)]
    pub(super) html: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct EvadeArgs {
    #[command(flatten)]
    pub(super) sources: Sources,
    /// Model that has seen the families; else each family is scored by one that has not.
    #[arg(long)]
    pub(super) model: Option<PathBuf>,
    /// Groups of families that are left out of training together.
    #[arg(long, default_value_t = 4)]
    pub(super) family_groups: usize,
    /// Pages of a cell.
    #[arg(long, default_value_t = 3)]
    pub(super) each: usize,
    /// Host pages, of the first of which the cells are made; they are not trained on.
    #[arg(long, default_value_t = 60)]
    pub(super) hosts: usize,
    /// Share of spam words found below which a cell is a hole.
    #[arg(long, default_value_t = 0.6)]
    pub(super) below: f64,
    /// Where the matrix goes as CSV.
    #[arg(long)]
    pub(super) csv: Option<PathBuf>,
}
