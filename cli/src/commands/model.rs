//! `blocksift model`: a description of the model and its training data.

use crate::args::read_model;
use crate::escape::terminal;
use crate::exit::{Error, Exit};
use blocksift::{Format, Label, Model};
use clap::Args;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Describe the model and what it was trained on
#[derive(Args)]
#[command(after_long_help = "Examples:\n  blocksift model\n  blocksift model --model my.model")]
pub(super) struct ShowModel {
    /// Describe this model file instead of the built-in model
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

impl ShowModel {
    pub(super) fn run(self) -> Result<Exit, Error> {
        let description = match &self.model {
            Some(path) => {
                let (model, bytes) = read_model(path)?;
                describe(&model, &path.display().to_string(), bytes)
            }
            None => {
                let model = Model::embedded();
                describe(model, "built in", model.to_bytes().map_err(Error::usage)?.len())
            }
        };
        super::print(description.as_bytes())
    }
}

fn describe(model: &Model, location: &str, bytes: usize) -> String {
    let p = model.provenance();
    let mut out = String::new();
    let labels: Vec<&str> = Label::ALL.iter().map(|l| l.as_str()).collect();
    let lines = [
        ("name", terminal(&p.name)),
        ("location", terminal(location)),
        ("format", format!("version {}, {bytes} bytes", Model::FORMAT_VERSION)),
        ("schema", format!("{}, {} features", terminal(model.schema()), blocksift::features().len())),
        ("labels", labels.join(", ")),
        ("trained on", format!("{} pages and grafts, {} blocks", p.pages, p.rows)),
        ("table", terminal(&p.table)),
        ("seed", p.seed.to_string()),
        ("html", model.summary(Format::Html).to_string()),
        ("text", model.summary(Format::Text).to_string()),
    ];
    for (name, value) in lines {
        let _ = writeln!(out, "{name:<12}{value}");
    }
    let _ = writeln!(out, "operating points, the first is the default:");
    for point in model.operating_points() {
        let _ = writeln!(out, "  {}", terminal(&point.to_string()));
    }
    out
}
