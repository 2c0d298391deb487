//! The subcommands of `blocksift-train`.

mod args;

use args::{
    CalibrateArgs, CardArgs, Cli, Command, CompareArgs, ErrorsArgs, EvadeArgs, EvaluateArgs, FitArgs, LearnerArg,
    Sources, TableArgs,
};
use blocksift::internals::DecisionRule as Thresholds;
use blocksift::{Format, Label, Model};
use blocksift_training::compare;
use blocksift_training::corrections::Corrections;
use blocksift_training::evaluate::{self, Evaluation};
use blocksift_training::fit::{Learner, Settings, fit_model, table_of};
use blocksift_training::graft::Library;
use blocksift_training::hosts::Hosts;
use blocksift_training::metrics::SpamScore;
use blocksift_training::pages::{LabelledPage, with_gold_spam};
use blocksift_training::recipe::{self, Recipe};
use blocksift_training::{Error, Result, corpus, errors, evade, families, operating, table, unseen};
use clap::Parser;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

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
        Command::Calibrate(args) => calibrate(args),
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
        let mut parts = model.into_parts();
        parts.families = Some(families);
        model = parts.into_model()?;
    } else {
        eprintln!("{}: no campaigns/ here, so the model will name no families", args.data.display());
    }
    if let Some(path) = &args.evaluation {
        let evaluation: Evaluation = read_json(path, "evaluate")?;
        model = operating::calibrated(operating::measured(model, &[], &evaluation)?, &evaluation)?;
    }
    let failed = |source| Error::Io { path: args.output.display().to_string(), source };
    std::fs::write(&args.output, model.to_bytes()?).map_err(failed)?;
    eprintln!("{}: fitted on {} rows", args.output.display(), model.provenance().rows);
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
        thresholds = blocksift::Thresholds::default().with_threshold(Label::Spam, t)?.into();
    }
    let mut result = Evaluation::default();
    result.setup.insert("rows per page".into(), args.sources.rows_per_page.to_string());
    result.setup.insert("collages".into(), args.sources.collages.to_string());
    result.setup.insert("disguises".into(), args.sources.disguises.to_string());
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
            let stack = read_model(path)?.into_parts().html;
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
            let stack = model.stack(format);
            // A finished model is fitted on nothing here, so nothing is planted.
            let pages = pages(&Sources { no_grafts: true, ..args.sources.clone() })?;
            errors::scored(&pages, format, stack, model.name(), &thresholds, args.most)?
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

/// Writes a model with the operating points and the calibration of an evaluation.
fn calibrate(args: &CalibrateArgs) -> Result<()> {
    let evaluation: Evaluation = read_json(&args.evaluation, "evaluate")?;
    let mut model = operating::measured(read_model(&args.model)?, &args.operating_points, &evaluation)?;
    if !args.figures_only {
        model = operating::calibrated(model, &evaluation)?;
    }
    let failed = |source| Error::Io { path: args.output.display().to_string(), source };
    std::fs::write(&args.output, model.to_bytes()?).map_err(failed)?;
    model.operating_points().iter().for_each(|point| eprintln!("{point}"));
    Ok(())
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
            let model = read_model(path)?.into_parts();
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
