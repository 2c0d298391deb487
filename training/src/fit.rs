//! Fitting: a table becomes the stages of a model, with linfa's FTRL logistic regression.
//!
//! FTRL-proximal (McMahan et al. 2013) has no intercept, so a column of ones is added, and takes no weights, so
//! rows are drawn again by weight, which loses nothing. Everything that is drawn comes from the seed, batches are
//! fitted in order, and weights are rounded to five digits, so the same table gives the same model.

use crate::calibrate::platt;
use crate::pages::LabelledPage;
use crate::table::{Draw, Table};
use crate::{Error, Result};
use blocksift::{
    Format, Head, Label, Model, Probabilities, Provenance, STAGE_FEATURES, Stack, Stage, features, stage_features,
    standardise,
};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use rand_xoshiro::rand_core::SeedableRng as _;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Settings of a fit.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Seed of everything that is drawn.
    pub seed: u64,
    /// Folds for predictions out of fold.
    pub folds: usize,
    /// Passes over the rows.
    pub epochs: usize,
    /// Rows a batch.
    pub batch: usize,
    /// FTRL's learning rate.
    pub alpha: f32,
    /// FTRL's ridge penalty, 0 to 1.
    pub l2: f32,
    /// Stages.
    pub stages: usize,
    /// How rows are drawn from pages.
    pub draw: Draw,
    /// Names of feature families or features that are left out, for ablations.
    pub without: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            folds: 5,
            epochs: 3,
            batch: 64,
            alpha: 0.05,
            l2: 0.0,
            stages: 2,
            draw: Draw::default(),
            without: Vec::new(),
        }
    }
}

/// Draws a table from pages of one format and makes its stage features out of fold.
///
/// # Errors
/// Too few rows of a label.
pub fn table_of(pages: &[&LabelledPage], settings: &Settings) -> Result<Table> {
    let mut table = Table::draw(pages, Draw { seed: settings.seed, ..settings.draw });
    let mut stage = Array2::zeros((table.len(), STAGE_FEATURES.len()));
    let format = pages.first().map_or(Format::Html, |p| p.features.format());
    let prepared = Prepared::new(&table, format, settings);
    let folds = table.folds(settings.folds, settings.seed);
    let mut rows_of_page: Vec<Vec<(usize, usize)>> = vec![Vec::new(); pages.len()];
    for (row, (page, block)) in table.sources.iter().enumerate() {
        rows_of_page[*page as usize].push((row, *block as usize));
    }
    for fold in 0..settings.folds {
        let rows: Vec<usize> = (0..table.len()).filter(|i| folds[*i] != fold).collect();
        let first = prepared.stage(&prepared.z.view(), &rows, settings)?;
        let stack = prepared.stack(vec![first], None)?;
        let held: Vec<usize> = (0..pages.len())
            .filter(|p| crate::folds::fold_of(&pages[*p].group, settings.folds, settings.seed) == fold)
            .collect();
        let said: Vec<(usize, Array2<f32>)> = held
            .par_iter()
            .map(|p| (*p, stage_features(&stack.probabilities(&pages[*p].features), &pages[*p].features)))
            .collect();
        for (page, values) in said {
            for (row, block) in &rows_of_page[page] {
                stage.row_mut(*row).assign(&values.row(*block));
            }
        }
    }
    table.stage = stage;
    Ok(table)
}

/// Fits the stack of one format from a table with stage features.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_stack(table: &Table, format: Format, settings: &Settings) -> Result<Stack> {
    let prepared = Prepared::new(table, format, settings);
    let all: Vec<usize> = (0..table.len()).collect();
    let first = prepared.stage(&prepared.z.view(), &all, settings)?;
    if settings.stages < 2 {
        let mut stage = first;
        prepared.calibrate(&mut stage, &prepared.z.view(), settings)?;
        return prepared.stack(vec![stage], None);
    }
    let (means, scales) = moments(&table.stage, &prepared.weights);
    let mut both = Array2::zeros((table.len(), prepared.z.ncols() + STAGE_FEATURES.len()));
    let width = prepared.z.ncols();
    both.slice_axis_mut(Axis(1), Slice::from(..width)).assign(&prepared.z);
    for (mut out, row) in both.slice_axis_mut(Axis(1), Slice::from(width..)).rows_mut().into_iter().zip(table.stage.rows()) {
        for (j, v) in row.iter().enumerate() {
            out[j] = standardise(*v, means[j], scales[j]);
        }
    }
    let mut second = prepared.stage(&both.view(), &all, settings)?;
    prepared.calibrate(&mut second, &both.view(), settings)?;
    prepared.stack(vec![first, second], Some((means, scales)))
}

/// Fits a whole model from the tables of both formats.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_model(html: &Table, text: &Table, settings: &Settings, name: &str, checksum: &str) -> Result<Model> {
    let pages = |t: &Table| t.info.chunk_by(|a, b| a.page == b.page && a.family == b.family).count() as u64;
    let mut model = Model {
        schema: blocksift::schema_hash(),
        labels: Label::ALL.to_vec(),
        provenance: Provenance {
            name: name.to_owned(),
            pages: pages(html) + pages(text),
            rows: (html.len() + text.len()) as u64,
            seed: settings.seed,
            table: checksum.to_owned(),
        },
        html: fit_stack(html, Format::Html, settings)?,
        text: fit_stack(text, Format::Text, settings)?,
    };
    model.check()?;
    Ok(model)
}

/// A table with its columns chosen and standardised.
struct Prepared<'a> {
    table: &'a Table,
    columns: Vec<usize>,
    means: Vec<f32>,
    scales: Vec<f32>,
    z: Array2<f32>,
    weights: Vec<f32>,
}

/// Which question a head answers.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    Content,
    Spam,
}

impl<'a> Prepared<'a> {
    fn new(table: &'a Table, format: Format, settings: &Settings) -> Self {
        let left_out = |f: &blocksift::Feature| {
            settings.without.iter().any(|w| *w == f.name || w == f.family.as_str())
                || (format == Format::Text && f.needs_markup)
        };
        let columns: Vec<usize> = (0..features().len()).filter(|c| !left_out(&features()[*c])).collect();
        let weights: Vec<f32> = table.info.iter().map(|i| i.weight).collect();
        let chosen = table.base.select(Axis(1), &columns);
        let (means, scales) = moments(&chosen, &weights);
        let mut z = chosen;
        for mut row in z.rows_mut() {
            for (j, v) in row.iter_mut().enumerate() {
                *v = standardise(*v, means[j], scales[j]);
            }
        }
        Self { table, columns, means, scales, z, weights }
    }

    fn stage(&self, z: &ArrayView2<'_, f32>, rows: &[usize], settings: &Settings) -> Result<Stage> {
        let (content, spam) = rayon::join(
            || self.head(z, rows, Question::Content, settings),
            || self.head(z, rows, Question::Spam, settings),
        );
        Ok(Stage { content: content?, spam: spam? })
    }

    /// Rows that a question is asked of, and the answers.
    fn question(&self, rows: &[usize], question: Question) -> (Vec<usize>, Vec<bool>) {
        let label = |i: usize| self.table.info[i].label;
        let rows: Vec<usize> =
            rows.iter().copied().filter(|i| question == Question::Spam || label(*i) != Label::Spam).collect();
        let wanted = if question == Question::Spam { Label::Spam } else { Label::Content };
        let answers = rows.iter().map(|i| label(*i) == wanted).collect();
        (rows, answers)
    }

    fn head(&self, z: &ArrayView2<'_, f32>, rows: &[usize], question: Question, settings: &Settings) -> Result<Head> {
        let (rows, answers) = self.question(rows, question);
        if question == Question::Content && (!answers.contains(&true) || !answers.contains(&false)) {
            return Err(Error::Data("the table needs rows of content and of navigation in each format".into()));
        }
        if !answers.contains(&true) {
            // A table without spam gives a model that never says spam.
            return Ok(Head { bias: -12.0, weights: vec![0.0; z.ncols()], slope: 1.0, offset: 0.0 });
        }
        let drawn = draw_by_weight(&rows, &answers, &self.weights, settings.seed);
        Ok(ftrl(z, &drawn, settings))
    }

    /// Platt scaling from predictions out of fold.
    fn calibrate(&self, stage: &mut Stage, z: &ArrayView2<'_, f32>, settings: &Settings) -> Result<()> {
        let folds = self.table.folds(settings.folds, settings.seed);
        let held: Vec<(usize, Stage)> = (0..settings.folds)
            .into_par_iter()
            .map(|fold| {
                let rows: Vec<usize> = (0..self.table.len()).filter(|i| folds[*i] != fold).collect();
                self.stage(z, &rows, settings).map(|s| (fold, s))
            })
            .collect::<Result<_>>()?;
        for question in [Question::Content, Question::Spam] {
            let (rows, answers) = self.question(&(0..self.table.len()).collect::<Vec<_>>(), question);
            let logits: Vec<f32> = rows
                .iter()
                .map(|i| {
                    let of_fold = &held[folds[*i]].1;
                    let head = if question == Question::Spam { &of_fold.spam } else { &of_fold.content };
                    head.bias + z.row(*i).iter().zip(&head.weights).map(|(a, b)| a * b).sum::<f32>()
                })
                .collect();
            let weights: Vec<f32> = rows.iter().map(|i| self.weights[*i]).collect();
            let head = if question == Question::Spam { &mut stage.spam } else { &mut stage.content };
            if answers.contains(&true) {
                let (slope, offset) = platt(&logits, &answers, &weights);
                (head.slope, head.offset) = (round(slope), round(offset));
            }
        }
        Ok(())
    }

    fn stack(&self, stages: Vec<Stage>, stage_moments: Option<(Vec<f32>, Vec<f32>)>) -> Result<Stack> {
        let (stage_means, stage_scales) = stage_moments.unwrap_or_default();
        let mut stack = Stack {
            features: self.columns.iter().map(|c| features()[*c].name.clone()).collect(),
            means: self.means.clone(),
            scales: self.scales.clone(),
            stage_means,
            stage_scales,
            stages,
            columns: Vec::new(),
        };
        stack.check()?;
        Ok(stack)
    }
}

/// Weighted mean and standard deviation of each column, rounded as they are kept.
fn moments(values: &Array2<f32>, weights: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let width = values.ncols();
    let (mut sum, mut squares, mut total) = (vec![0f64; width], vec![0f64; width], 0f64);
    for (row, w) in values.rows().into_iter().zip(weights) {
        let w = f64::from(*w);
        total += w;
        for (j, v) in row.iter().enumerate() {
            let v = f64::from(*v);
            sum[j] += w * v;
            squares[j] += w * v * v;
        }
    }
    let total = total.max(f64::MIN_POSITIVE);
    let means: Vec<f32> = sum.iter().map(|s| round((s / total) as f32)).collect();
    let scales = (0..width)
        .map(|j| {
            let mean = sum[j] / total;
            let deviation = (squares[j] / total - mean * mean).max(0.0).sqrt() as f32;
            if deviation < 1e-4 { 1.0 } else { round(deviation) }
        })
        .collect();
    (means, scales)
}

/// Rows drawn again by weight (systematically, so a row of twice the mean weight comes twice), in random order.
fn draw_by_weight(rows: &[usize], answers: &[bool], weights: &[f32], seed: u64) -> Vec<(u32, bool)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let total: f64 = rows.iter().map(|i| f64::from(weights[*i])).sum();
    let mut position = rng.random::<f64>();
    let mut drawn = Vec::with_capacity(rows.len());
    for (i, answer) in rows.iter().zip(answers) {
        position += f64::from(weights[*i]) / total * rows.len() as f64;
        while position >= 1.0 {
            position -= 1.0;
            drawn.push((*i as u32, *answer));
        }
    }
    drawn.shuffle(&mut rng);
    drawn
}

/// linfa's FTRL over batches.
fn ftrl(z: &ArrayView2<'_, f32>, drawn: &[(u32, bool)], settings: &Settings) -> Head {
    let width = z.ncols();
    let rng = rand_xoshiro::Xoshiro256Plus::from_seed(seed_bytes(settings.seed));
    let params = FtrlParams::new(settings.alpha, 1.0, 0.0, settings.l2, rng).check_unwrap();
    let mut model = Ftrl::new(params, width + 1);
    for _ in 0..settings.epochs {
        for batch in drawn.chunks(settings.batch) {
            let mut x = Array2::ones((batch.len(), width + 1));
            for (mut row, (i, _)) in x.rows_mut().into_iter().zip(batch) {
                row.slice_axis_mut(Axis(0), Slice::from(..width)).assign(&z.row(*i as usize));
            }
            let answers: Array1<bool> = batch.iter().map(|(_, a)| *a).collect();
            let dataset = Dataset::new(x, answers);
            let said = model.predict(&dataset);
            model.update(&dataset, said.view());
        }
    }
    let weights = model.get_weights();
    Head {
        bias: round(weights[width]),
        weights: weights.iter().take(width).map(|w| round(*w)).collect(),
        slope: 1.0,
        offset: 0.0,
    }
}

fn seed_bytes(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.wrapping_add(1).to_le_bytes());
    bytes
}

/// Five significant digits: what a model needs, and the same on machines whose last bits differ.
fn round(value: f32) -> f32 {
    format!("{value:.4e}").parse().unwrap_or(value)
}

/// Probabilities of a page by a stack.
pub fn predict(stack: &Stack, page: &LabelledPage) -> Vec<Probabilities> {
    stack.probabilities(&page.features)
}
