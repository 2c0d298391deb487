//! `blocksift model`: what the model is, and what it was trained on.

use super::args::read_model;
use super::{End, Stop};
use blocksift::{Format, Label, Model};
use clap::Args;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;

/// Says what the model is and what it was trained on
#[derive(Args)]
#[command(after_long_help = "Examples:\n  blocksift model\n  blocksift model --model my.model")]
pub(super) struct ShowModel {
    /// A model file instead of the one that is built in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

impl ShowModel {
    pub(super) fn run(self) -> Result<End, Stop> {
        let description = match &self.model {
            Some(path) => {
                let (model, bytes) = read_model(path)?;
                describe(&model, &path.display().to_string(), bytes)
            }
            None => {
                let model = Model::embedded();
                describe(model, "built in", model.to_bytes().map_err(|e| Stop::Usage(e.to_string()))?.len())
            }
        };
        let mut out = std::io::stdout().lock();
        out.write_all(description.as_bytes())?;
        out.flush()?;
        Ok(End::Done)
    }
}

fn describe(model: &Model, place: &str, bytes: usize) -> String {
    let p = model.provenance();
    let mut out = String::new();
    let labels: Vec<&str> = Label::ALL.iter().map(|l| l.as_str()).collect();
    let lines = [
        ("name", crate::output::safe(&p.name)),
        ("place", crate::output::safe(place)),
        ("format", format!("version {}, {bytes} bytes", Model::FORMAT_VERSION)),
        ("schema", format!("{}, {} features", crate::output::safe(model.schema()), blocksift::features().len())),
        ("labels", labels.join(", ")),
        ("trained on", format!("{} pages and grafts, {} blocks", p.pages, p.rows)),
        ("table", crate::output::safe(&p.table)),
        ("seed", p.seed.to_string()),
        ("html", model.summary(Format::Html).to_string()),
        ("text", model.summary(Format::Text).to_string()),
    ];
    for (name, value) in lines {
        let _ = writeln!(out, "{name:<12}{value}");
    }
    out
}
