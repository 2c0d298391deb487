//! The subcommands of `blocksift-train`.

use blocksift::{Format, Label, Model, Thresholds};
use blocksift_training::compare::{self, Variant};
use blocksift_training::corrections::Corrections;
use blocksift_training::evaluate::{self, Evaluation};
use blocksift_training::fit::{Learner, Settings, fit_model, table_of};
use blocksift_training::graft::Library;
use blocksift_training::hosts::Hosts;
use blocksift_training::metrics::SpamScore;
use blocksift_training::pages::{LabelledPage, with_gold_spam};
use blocksift_training::recipe::{self, Recipe};
use blocksift_training::{Error, Result, corpus, errors, evade, families, table, unseen};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Trains and measures blocksift's models.
#[derive(Parser)]
#[command(name = "blocksift-train", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
}

#[derive(Args)]
struct CardArgs {
    /// JSON written by `evaluate --json`.
    evaluation: PathBuf,
    /// The model that the card is of.
    #[arg(long)]
    model: PathBuf,
    /// JSON written by `compare --json`; may be given again.
    #[arg(long)]
    comparison: Vec<PathBuf>,
    /// The card, Markdown.
    #[arg(short, long)]
    output: PathBuf,
}

/// Where pages and campaigns come from.
#[derive(Args, Clone)]
struct Sources {
    /// Corpora: JSONL files (.gz, .zst), or folders of them.
    #[arg(required = true)]
    corpora: Vec<PathBuf>,
    /// Folder with campaigns/ and lookalikes/.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Plant nothing: for corpora whose pages carry their own labels only.
    #[arg(long)]
    no_grafts: bool,
    /// Seed of everything that is drawn.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Collages of an article, on average: restyled copies among parts of other pages.
    #[arg(long, default_value_t = Recipe::default().collages)]
    collages: f64,
    /// Disguised copies of a page with planted spam, on average: its place, markup and hiding are the host's.
    #[arg(long, default_value_t = Recipe::default().disguises)]
    disguises: f64,
    /// Rows drawn from each page.
    #[arg(long, default_value_t = 9)]
    rows_per_page: usize,
    /// CSV of labels that people set in a report: they override those of the gold.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
}

#[derive(Args)]
struct TableArgs {
    #[command(flatten)]
    sources: Sources,
    /// The table, CSV; .gz and .zst are compressed.
    #[arg(short, long)]
    output: PathBuf,
    /// Only rows of pages as markup, none of flattened ones.
    #[arg(long)]
    no_text: bool,
    /// Only the rows of disguised copies, to be kept beside a table of the same pages made without them.
    #[arg(long)]
    only_disguised: bool,
}

#[derive(Args)]
struct FitArgs {
    /// Tables made by `table`, whose rows are put together.
    #[arg(required = true)]
    tables: Vec<PathBuf>,
    /// Another table, whose rows of flattened pages are taken instead.
    #[arg(long)]
    text_table: Option<PathBuf>,
    /// Folder with campaigns/, whose families the model shall name; without it a model names none.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The model file.
    #[arg(short, long)]
    output: PathBuf,
    /// Name that the model keeps.
    #[arg(long, default_value = "custom")]
    name: String,
    /// Seed of the fit.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Args)]
struct EvaluateArgs {
    #[command(flatten)]
    sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// A corpus that is only scored, never trained on. May be given again.
    #[arg(long)]
    held_out: Vec<PathBuf>,
    /// Model that scores the held-out corpora; else one fitted on all of the corpora.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Leave out the cross-validation.
    #[arg(long)]
    no_cross_validation: bool,
    /// Leave out leave-one-family-out.
    #[arg(long)]
    no_families: bool,
    /// Groups in which families are left out.
    #[arg(long, default_value_t = 9)]
    family_groups: usize,
    /// Groups in which places, hiding and wrappers are left out each, as markup; 0 leaves this out.
    #[arg(long, default_value_t = 0)]
    template_groups: usize,
    /// Only pages as markup.
    #[arg(long)]
    no_text: bool,
    /// Threshold of spam.
    #[arg(long)]
    spam_threshold: Option<f32>,
    /// A feature or family of features to leave out. May be given again.
    #[arg(long)]
    without: Vec<String>,
    /// Weight of blocks that a first stage wrongly takes for spam.
    #[arg(long, default_value_t = 0.4)]
    hard_weight: f32,
    /// Number of stages, 1 or 2.
    #[arg(long, default_value_t = 2)]
    stages: usize,
    /// What the stages are made of: all of them, or the first and the last.
    #[arg(long, value_enum, value_delimiter = ',', num_args = 1..=2, default_value = "linear,trees")]
    learner: Vec<LearnerArg>,
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// What a stage's heads are made of.
#[derive(Clone, Copy, ValueEnum)]
enum LearnerArg {
    /// Weights, by linfa's FTRL.
    Linear,
    /// Boosted trees.
    Trees,
}

#[derive(Args)]
struct CompareArgs {
    #[command(flatten)]
    sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// A learner: linear (linfa's FTRL), logistic (linfa's logistic regression) or trees, with settings if need be, as in `trees,stages=1,levels=5,count=200`.
    #[arg(long = "learner", default_values = ["linear,stages=1", "linear", "trees,stages=1", "trees"])]
    learners: Vec<Variant>,
    /// Flattened pages instead of markup.
    #[arg(long)]
    text: bool,
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

#[derive(Args)]
struct ErrorsArgs {
    #[command(flatten)]
    sources: Sources,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// Model that scores the pages; else they are cross-validated.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Pages that are shown, those that cost most.
    #[arg(long, default_value_t = 50)]
    most: usize,
    /// Flattened pages instead of markup.
    #[arg(long)]
    text: bool,
    /// Where the same goes as an HTML page.
    #[arg(long)]
    html: Option<PathBuf>,
}

#[derive(Args)]
struct EvadeArgs {
    #[command(flatten)]
    sources: Sources,
    /// Model that has seen the families; else each family is scored by one that has not.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Groups of families that are left out of training together.
    #[arg(long, default_value_t = 4)]
    family_groups: usize,
    /// Pages of a cell.
    #[arg(long, default_value_t = 3)]
    each: usize,
    /// Host pages, of the first of which the cells are made; they are not trained on.
    #[arg(long, default_value_t = 60)]
    hosts: usize,
    /// Share of spam words found below which a cell is a hole.
    #[arg(long, default_value_t = 0.6)]
    below: f64,
    /// Where the matrix goes as CSV.
    #[arg(long)]
    csv: Option<PathBuf>,
}

pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match &cli.command {
        Command::Table(args) => make_table(args),
        Command::Fit(args) => fit(args),
        Command::Evaluate(args) => measure(args),
        Command::Compare(args) => compare_learners(args),
        Command::Errors(args) => show_errors(args),
        Command::Evade(args) => evade_all(args),
        Command::Card(args) => write_card(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("blocksift-train: {e}");
            ExitCode::FAILURE
        }
    }
}

fn pages(sources: &Sources) -> Result<Vec<LabelledPage>> {
    let library = if sources.no_grafts {
        Library { campaigns: Vec::new(), lookalikes: Vec::new() }
    } else {
        Library::load(&sources.data)?
    };
    let corrections = Arc::new(sources.corrections.as_deref().map(Corrections::read).transpose()?.unwrap_or_default());
    let recipe = Recipe {
        seed: sources.seed,
        collages: sources.collages.clamp(0.0, 100.0),
        disguises: sources.disguises.clamp(0.0, 100.0),
        corrections: Arc::clone(&corrections),
        ..Recipe::default()
    };
    let hosts = if sources.no_grafts { Vec::new() } else { Hosts::load(&sources.data.join("hosts"))? };
    let pages = recipe::make(&sources.corpora, &library, &hosts, &recipe, |n| eprint!("\r{n} pages read"))?;
    eprintln!();
    if let Some(path) = &sources.corrections {
        corrections.skipped().iter().for_each(|(row, why)| eprintln!("{}, row {row}: {why}", path.display()));
        eprintln!("{}: {} of {} corrections used", path.display(), corrections.used(), corrections.len());
    }
    Ok(pages)
}

fn settings(sources: &Sources) -> Settings {
    let mut settings = Settings { seed: sources.seed, ..Settings::default() };
    settings.draw.rows_per_page = sources.rows_per_page;
    settings
}

fn make_table(args: &TableArgs) -> Result<()> {
    let pages = pages(&args.sources)?;
    let settings = settings(&args.sources);
    let of = |format| -> Result<table::Table> {
        let chosen: Vec<&LabelledPage> = table::of_format(&pages, format).collect();
        let mut table = table_of(&chosen, &settings)?;
        table.round();
        if args.only_disguised {
            table.keep(true);
        }
        Ok(table)
    };
    let mut tables = vec![of(Format::Html)?];
    if !args.no_text {
        tables.push(of(Format::Text)?);
    }
    table::write(&args.output, &tables.iter().collect::<Vec<_>>())?;
    let rows: usize = tables.iter().map(table::Table::len).sum();
    eprintln!("{}: {rows} rows of {} pages", args.output.display(), pages.len());
    Ok(())
}

fn read_tables(paths: &[PathBuf]) -> Result<table::ReadTables> {
    let mut tables = paths.iter().map(|path| table::read(path));
    let mut all = tables.next().unwrap_or_else(|| Err(Error::Data("no table was given".into())))?;
    for more in tables {
        let more = more?;
        all.html.extend(more.html)?;
        all.text.extend(more.text)?;
        all.checksum = format!("{} and {}", all.checksum, more.checksum);
    }
    Ok(all)
}

fn fit(args: &FitArgs) -> Result<()> {
    let mut tables = read_tables(&args.tables)?;
    if let Some(path) = &args.text_table {
        let other = table::read(path)?;
        tables.text = other.text;
        tables.checksum = format!("{} and {}", tables.checksum, other.checksum);
    }
    let settings = Settings { seed: args.seed, ..Settings::default() };
    let mut model = fit_model(&tables.html, &tables.text, &settings, &args.name, &tables.checksum)?;
    if args.data.join("campaigns").is_dir() {
        let (families, measured) = families::learn(&Library::load(&args.data)?.campaigns, args.seed)?;
        eprintln!("{measured}");
        model.families = Some(families);
    } else {
        eprintln!("{}: no campaigns/ here, so the model will name no families", args.data.display());
    }
    let failed = |source| Error::Io { path: args.output.display().to_string(), source };
    std::fs::write(&args.output, model.to_bytes()).map_err(failed)?;
    eprintln!("{}: fitted on {} rows", args.output.display(), model.provenance.rows);
    Ok(())
}

fn measure(args: &EvaluateArgs) -> Result<()> {
    let pages = pages(&args.sources)?;
    let mut settings = settings(&args.sources);
    settings.without.clone_from(&args.without);
    settings.stages = args.stages;
    settings.hard_weight = args.hard_weight;
    let learner = |at: Option<&LearnerArg>| match at {
        Some(LearnerArg::Linear) => Learner::Linear,
        _ => Learner::Trees,
    };
    settings.learners = [learner(args.learner.first()), learner(args.learner.last())];
    let mut thresholds = Thresholds::default();
    if let Some(t) = args.spam_threshold {
        thresholds = thresholds.with(Label::Spam, t)?;
    }
    let mut result = Evaluation::default();
    result.setup.insert("rows per page".into(), args.sources.rows_per_page.to_string());
    result.setup.insert("collages".into(), args.sources.collages.to_string());
    result.setup.insert("family groups".into(), args.family_groups.to_string());
    result.setup.insert("template groups".into(), args.template_groups.to_string());
    result.setup.insert("pages and grafts".into(), pages.len().to_string());
    result.setup.insert("seed".into(), args.sources.seed.to_string());
    result.setup.insert("folds".into(), args.folds.to_string());
    result.setup.insert("spam threshold".into(), thresholds.spam.to_string());
    result.setup.insert("spam threshold, text".into(), thresholds.spam_text.to_string());
    let formats: &[Format] = if args.no_text { &[Format::Html] } else { &[Format::Html, Format::Text] };
    for format in formats {
        if !args.no_cross_validation {
            let scores = evaluate::cross_validate(&pages, *format, args.folds, &settings, &thresholds, |n| {
                eprintln!("{format:?} fold {n}")
            })?;
            *(if *format == Format::Html { &mut result.html } else { &mut result.text }) = scores;
        }
        let progress = |name: &str, s: &SpamScore| {
            let (recall, leak) = (s.recall(), s.leak());
            eprintln!("{format:?} {name}: recall {recall:.4} leak {leak:.4} pages {}/{}", s.found, s.spam_pages);
        };
        if !args.no_families {
            let groups = args.family_groups;
            let out = unseen::leave_one_family_out(&pages, *format, groups, &settings, &thresholds, progress)?;
            if *format == Format::Html {
                (result.unseen_families, result.unseen_by_threshold) = (out.scores, out.by_threshold);
                result.unseen_woven = out.woven;
            } else {
                (result.unseen_families_text, result.unseen_text_by_threshold) = (out.scores, out.by_threshold);
            }
        }
        if args.template_groups > 0 && *format == Format::Html {
            let groups = args.template_groups;
            let out = unseen::leave_one_template_out(&pages, *format, groups, &settings, &thresholds, progress)?;
            (result.unseen_templates, result.unseen_templates_by_threshold) = (out.scores, out.by_threshold);
        }
    }
    score_held_out(args, &pages, &settings, &thresholds, &mut result)?;
    score_corrected(args, &pages, &thresholds, &mut result)?;
    print!("{}", blocksift_training::summary::summary(&result));
    args.json.as_ref().map_or(Ok(()), |path| write_json(path, &result))
}

fn compare_learners(args: &CompareArgs) -> Result<()> {
    let pages = pages(&args.sources)?;
    let format = if args.text { Format::Text } else { Format::Html };
    let compared =
        compare::compare(&pages, format, args.folds, &settings(&args.sources), &args.learners, |fold, name| {
            eprintln!("fold {fold}: {name}");
        })?;
    let setup = [
        ("format", if args.text { "text" } else { "markup" }.to_owned()),
        ("folds", args.folds.to_string()),
        ("seed", args.sources.seed.to_string()),
        ("pages and grafts", pages.len().to_string()),
        ("rows per page", args.sources.rows_per_page.to_string()),
        ("collages", args.sources.collages.to_string()),
    ];
    let setup = setup.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let comparison = compare::Comparison { setup, variants: compared };
    print(&compare::markdown(&comparison))?;
    match &args.json {
        Some(path) => write_json(path, &comparison),
        None => Ok(()),
    }
}

fn evade_all(args: &EvadeArgs) -> Result<()> {
    let library = Library::load(&args.sources.data)?;
    let mut all: Vec<corpus::CorpusPage> = Vec::new();
    for file in corpus::files(&args.sources.corpora)? {
        corpus::read(&file, 64, |batch| {
            all.extend(batch);
            Ok(())
        })?;
    }
    // Hosts from all over the corpora.
    let step = (all.len() / args.hosts.max(1)).max(1);
    let hosts: Vec<corpus::CorpusPage> = all.into_iter().step_by(step).take(args.hosts).collect();
    let thresholds = Thresholds::default();
    let matrix = match &args.model {
        Some(path) => {
            let stack = read_model(path)?.html;
            evade::with_stack(&hosts, &library.campaigns, &stack, &thresholds, args.each, args.sources.seed)
        }
        None => {
            let (pages, settings) = (pages(&args.sources)?, settings(&args.sources));
            let groups = args.family_groups;
            evade::unseen(&pages, &hosts, &library.campaigns, groups, &settings, &thresholds, args.each, |n| {
                eprintln!("group {n}");
            })?
        }
    };
    print(&matrix.summary(args.below))?;
    let Some(path) = &args.csv else { return Ok(()) };
    let file = std::fs::File::create(path).map_err(|source| Error::Io { path: path.display().to_string(), source })?;
    let failed = |e: csv::Error| Error::Record { path: path.display().to_string(), record: 0, reason: e.to_string() };
    matrix.write_csv(file).map_err(failed)
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<()> {
    let json = serde_json::to_string_pretty(value).map_err(|e| Error::Data(e.to_string()))?;
    std::fs::write(path, json + "\n").map_err(|source| Error::Io { path: path.display().to_string(), source })
}

fn show_errors(args: &ErrorsArgs) -> Result<()> {
    let format = if args.text { Format::Text } else { Format::Html };
    let thresholds = Thresholds::default();
    let analysis = match &args.model {
        Some(path) => {
            let model = read_model(path)?;
            let stack = if args.text { &model.text } else { &model.html };
            // A finished model is fitted on nothing here, so nothing is planted.
            let pages = pages(&Sources { no_grafts: true, ..args.sources.clone() })?;
            errors::scored(&pages, format, stack, &model.provenance.name, &thresholds, args.most)?
        }
        None => {
            let settings = settings(&args.sources);
            let pages = pages(&args.sources)?;
            errors::cross_validated(&pages, format, args.folds, &settings, &thresholds, args.most, |n| {
                eprintln!("fold {n}");
            })?
        }
    };
    print(&errors::text(&analysis))?;
    if let Some(path) = &args.html {
        let failed = |source| Error::Io { path: path.display().to_string(), source };
        std::fs::write(path, errors::html(&analysis)).map_err(failed)?;
    }
    Ok(())
}

/// Prints to standard output; that nobody reads on is no failure.
fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(source) if source.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::Io { path: "standard output".into(), source })
        }
        _ => Ok(()),
    }
}

fn read_model(path: &Path) -> Result<Model> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.display().to_string(), source })?;
    Ok(Model::from_bytes(&bytes)?)
}

fn write_card(args: &CardArgs) -> Result<()> {
    let io = |path: &Path| {
        let path = path.display().to_string();
        move |source| Error::Io { path, source }
    };
    let evaluation: Evaluation = read_json(&args.evaluation, "evaluate")?;
    let comparisons: Vec<compare::Comparison> =
        args.comparison.iter().map(|path| read_json(path, "compare")).collect::<Result<_>>()?;
    let bytes = std::fs::read(&args.model).map_err(io(&args.model))?;
    let model = Model::from_bytes(&bytes)?;
    let card = blocksift_training::card::markdown(&evaluation, &comparisons, &model, bytes.len());
    std::fs::write(&args.output, card).map_err(io(&args.output))
}

/// Reads what `evaluate` or `compare` wrote.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path, command: &str) -> Result<T> {
    let json = std::fs::read(path).map_err(|source| Error::Io { path: path.display().to_string(), source })?;
    serde_json::from_slice(&json).map_err(|e| Error::Record {
        path: path.display().to_string(),
        record: e.line() as u64,
        reason: format!("not what `blocksift-train {command} --json` writes: {e}"),
    })
}

fn score_held_out(
    args: &EvaluateArgs,
    pages: &[LabelledPage],
    settings: &Settings,
    thresholds: &Thresholds,
    result: &mut Evaluation,
) -> Result<()> {
    if args.held_out.is_empty() {
        return Ok(());
    }
    let (html, text) = match &args.model {
        Some(path) => {
            let model = read_model(path)?;
            (model.html, model.text)
        }
        None => {
            let of = |format| {
                let chosen: Vec<&LabelledPage> = table::of_format(pages, format).collect();
                evaluate::fit_pages(&chosen, format, settings)
            };
            (of(Format::Html)?, of(Format::Text)?)
        }
    };
    for path in &args.held_out {
        let held = read_held_out(path)?;
        result.held_out.insert(name_of(path), evaluate::held_out(&held, &html, &text, thresholds));
    }
    Ok(())
}

/// How cross-validation, and the model if there is one, agree with the corrections.
fn score_corrected(
    args: &EvaluateArgs,
    pages: &[LabelledPage],
    thresholds: &Thresholds,
    result: &mut Evaluation,
) -> Result<()> {
    let model = args.model.as_deref().map(read_model).transpose()?;
    for (format, name) in [(Format::Html, "markup"), (Format::Text, "text")] {
        let scores = if format == Format::Html { &result.html } else { &result.text };
        let cross_validated = ("cross-validated", Some(scores.corrected));
        let by_model = model.as_ref().map(|model| {
            let chosen: Vec<&LabelledPage> = table::of_format(pages, format).collect();
            evaluate::agreement_of(model.stack(format), &chosen, thresholds)
        });
        for (said_by, agreement) in [cross_validated, ("by the model", by_model)] {
            if let Some(agreement) = agreement.filter(|a| a.blocks() > 0) {
                result.corrected.insert(format!("{name}, {said_by}"), agreement);
            }
        }
    }
    Ok(())
}

fn read_held_out(path: &Path) -> Result<Vec<LabelledPage>> {
    let mut held = Vec::new();
    corpus::read(path, 64, |batch| {
        held.extend(batch.iter().map(with_gold_spam));
        Ok(())
    })?;
    Ok(held)
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("corpus");
    name.split('.').next().unwrap_or(name).to_owned()
}
