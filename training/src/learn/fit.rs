//! Fitting: tables become a model. The same tables and seed give the same model.

use super::prepared::Prepared;
use super::settings::Settings;
use crate::dataset::Table;
use crate::error::Result;
use crate::progress::{Progress, on_all_threads};
use blocksift::internals::ModelParts;
use blocksift::internals::Stack;
use blocksift::{Format, Model, Provenance};

/// Seconds of work per row of a fit with the default settings, on one core. Measured as CPU time of a release build on
/// an AMD EPYC; a run corrects it as it goes.
const SECONDS_PER_ROW: f64 = 0.0005;

/// Fits the stack of one format to a table with vocabulary and stage features.
///
/// # Errors
/// Too few rows of a label, or parameters out of range.
pub fn fit_stack(table: &Table, format: Format, settings: &Settings) -> Result<Stack> {
    let prepared = Prepared::new(table, format, settings);
    if settings.stages < 2 { prepared.one_stage() } else { prepared.two_stages() }
}

/// Seconds that [`fit_stack`] is expected to take for so many rows.
pub fn expected_seconds(rows: usize) -> f64 {
    on_all_threads(rows as f64 * SECONDS_PER_ROW)
}

/// Fits a model to the tables of both formats. `checksum` is that of the table files, for the model's provenance.
///
/// # Errors
/// Too few rows of a label, or parameters out of range.
pub fn fit_model(
    [html, text]: [&Table; 2],
    settings: &Settings,
    name: &str,
    checksum: &str,
    progress: &mut dyn Progress,
) -> Result<Model> {
    let pages = |t: &Table| t.info.chunk_by(|a, b| a.page == b.page && a.family == b.family).count() as u64;
    progress.begin("fit markup", expected_seconds(html.len()));
    let html_stack = fit_stack(html, Format::Html, settings)?;
    progress.begin("fit text", expected_seconds(text.len()));
    let text_stack = fit_stack(text, Format::Text, settings)?;
    let mut provenance = Provenance::named(name);
    provenance.pages = pages(html) + pages(text);
    provenance.rows = (html.len() + text.len()) as u64;
    provenance.seed = settings.seed;
    checksum.clone_into(&mut provenance.table);
    Ok(ModelParts { provenance, html: html_stack, text: text_stack, ..ModelParts::default() }.into_model()?)
}
