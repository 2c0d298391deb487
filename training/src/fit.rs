//! Fitting: a table becomes the stages of a model, with linfa's FTRL logistic regression and, in the last stage, with
//! boosted trees behind linfa's traits (see [`crate::boost`]).
//!
//! FTRL-proximal (McMahan et al. 2013) has no intercept, so a column of ones is added, and takes no weights, so
//! rows are drawn again by weight, which loses nothing. Everything that is drawn comes from the seed, batches are
//! fitted in order, and weights are rounded to five digits, so the same table gives the same model.

use crate::boost::BoostParams;
use crate::calibrate::{Parts, blend};
use crate::pages::LabelledPage;
use crate::table::{Draw, Table};
use crate::{Error, Result};
use blocksift::{
    Format, Head, Label, Model, Probabilities, Provenance, STAGE_FEATURES, Stack, Stage, VOCABULARY_FEATURES, expand,
    expanded_width, features, product_names, stage_features, standardise,
};
use linfa::prelude::*;
use linfa_ftrl::{Ftrl, FtrlParams};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_xoshiro::rand_core::SeedableRng as _;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

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
    /// Fits of each head, in different orders of the rows, whose weights are averaged.
    pub averaged: usize,
    /// Stages.
    pub stages: usize,
    /// What the stages are made of, first and last.
    pub learners: [Learner; 2],
    /// How its trees are boosted.
    pub boost: BoostParams,
    /// How rows are drawn from pages.
    pub draw: Draw,
    /// Weight of a block that a first stage wrongly takes for spam, in rows; 0: none are added.
    pub hard_weight: f32,
    /// Names of feature families or features that are left out, for ablations.
    pub without: Vec<String>,
}

/// What a stage's heads are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learner {
    /// Weights, by linfa's FTRL.
    Linear,
    /// Boosted trees.
    Trees,
    /// Both, blended.
    Both,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            folds: 4,
            epochs: 3,
            batch: 64,
            alpha: 0.05,
            l2: 0.0,
            averaged: 3,
            stages: 2,
            learners: [Learner::Linear, Learner::Both],
            boost: BoostParams::default(),
            hard_weight: 0.4,
            draw: Draw::default(),
            without: Vec::new(),
        }
    }
}

/// Times that hard negatives are looked for, each time by a stage that saw those of before.
const MINING_ROUNDS: usize = 2;

/// Draws a table from pages of one format, adds the blocks that a first stage takes for spam though they are not,
/// and makes the stage features out of fold.
///
/// # Errors
/// Too few rows of a label.
pub fn table_of(pages: &[&LabelledPage], settings: &Settings) -> Result<Table> {
    let mut table = Table::draw(pages, Draw { seed: settings.seed, ..settings.draw });
    let words = if settings.without.iter().any(|w| w == "vocabulary") {
        pages.iter().map(|p| Array2::zeros((p.labels.len(), 0))).collect()
    } else {
        let (vocabulary, words) = crate::vocabulary::learn(pages, settings);
        table.vocabulary = Some(vocabulary);
        words
    };
    table.take_words(&words);
    let mut mined = FxHashSet::default();
    for _ in 0..MINING_ROUNDS {
        if settings.hard_weight > 0.0 {
            let said = first_stage(&table, pages, &words, 2, Learner::Linear, settings)?;
            let mut hard = hard_negatives(pages, &said, settings);
            hard.retain(|(page, block, _)| mined.insert((*page, *block)));
            table.append(pages, &hard);
            table.take_words(&words);
        }
    }
    if settings.stages < 2 {
        table.stage = Array2::zeros((table.len(), STAGE_FEATURES.len()));
        return Ok(table);
    }
    let said = first_stage(&table, pages, &words, settings.folds, settings.learners[0], settings)?;
    let staged: Vec<Array2<f32>> =
        said.par_iter().zip(pages).map(|(said, page)| stage_features(said, &page.features)).collect();
    table.stage = Array2::zeros((table.len(), STAGE_FEATURES.len()));
    for (mut row, (page, block)) in table.stage.rows_mut().into_iter().zip(&table.sources) {
        row.assign(&staged[*page as usize].row(*block as usize));
    }
    Ok(table)
}

/// What a first stage says of every block of every page, fitted without the page's group.
fn first_stage(
    table: &Table,
    pages: &[&LabelledPage],
    words: &[Array2<f32>],
    folds: usize,
    learner: Learner,
    settings: &Settings,
) -> Result<Vec<Vec<Probabilities>>> {
    let format = pages.first().map_or(Format::Html, |p| p.features.format());
    let prepared = Prepared::new(table, format, settings);
    let fold_of_row = table.folds(folds, settings.seed);
    let stacks: Vec<Stack> = (0..folds)
        .map(|fold| {
            let rows: Vec<usize> = (0..table.len()).filter(|i| fold_of_row[*i] != fold).collect();
            prepared.stack(vec![prepared.rough_stage(&rows, learner, settings)?], None)
        })
        .collect::<Result<_>>()?;
    Ok(pages
        .par_iter()
        .zip(words)
        .map(|(page, words)| {
            let fold = crate::folds::fold_of(&page.group, folds, settings.seed);
            stacks[fold].probabilities_with(&page.features, words.view())
        })
        .collect())
}

/// Blocks that are not spam and were taken for it, at most so many a page, the worst first. What resembles spam is
/// rare, and a table drawn at random holds too little of it.
fn hard_negatives(pages: &[&LabelledPage], said: &[Vec<Probabilities>], settings: &Settings) -> Vec<(u32, u32, f32)> {
    const MOST: usize = 8;
    const FROM: f32 = 0.1;
    let weight = settings.hard_weight / settings.draw.rows_per_page as f32;
    let mut hard = Vec::new();
    for (number, (page, said)) in pages.iter().zip(said).enumerate() {
        let mut of_page: Vec<usize> = (0..said.len())
            .filter(|i| page.labels[*i].is_some_and(|l| l != Label::Spam) && said[*i].spam > FROM)
            .collect();
        of_page.sort_by(|a, b| said[*b].spam.total_cmp(&said[*a].spam).then(a.cmp(b)));
        hard.extend(of_page.iter().take(MOST).map(|i| (number as u32, *i as u32, weight)));
    }
    hard
}

/// Fits the stack of one format from a table with stage features.
///
/// # Errors
/// Too few rows of a label.
pub fn fit_stack(table: &Table, format: Format, settings: &Settings) -> Result<Stack> {
    let prepared = Prepared::new(table, format, settings);
    let all: Vec<usize> = (0..table.len()).collect();
    if settings.stages < 2 {
        let stage = prepared.stage(&prepared.inputs(), &all, settings.learners[1], settings)?;
        return prepared.stack(vec![stage], None);
    }
    let first = prepared.rough_stage(&all, settings.learners[0], settings)?;
    let (means, scales) = moments(&table.stage, &prepared.weights);
    let mut staged = table.stage.clone();
    standardise_all(&mut staged, &means, &scales);
    let z = ndarray::concatenate![Axis(1), prepared.z, staged];
    let raw = ndarray::concatenate![Axis(1), prepared.raw, table.stage];
    let both = Inputs { z: z.view(), raw: raw.view() };
    let second = prepared.stage(&both, &all, settings.learners[1], settings)?;
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
    products: Vec<[String; 2]>,
    pairs: Vec<(usize, usize)>,
    raw: Array2<f32>,
    z: Array2<f32>,
    /// The greater of a row's two weights, for means and scales.
    weights: Vec<f32>,
}

/// What was fitted for a question, each learner apart.
struct Fitted {
    linear: Option<Head>,
    trees: Option<Head>,
}

impl Fitted {
    /// One head that says `factors . learners + offset`.
    fn join(self, factors: Parts, offset: f32) -> Head {
        let offset = round(offset);
        match (self.linear, self.trees) {
            (Some(linear), Some(trees)) if factors[0] > 0.0 && factors[1] > 0.0 => {
                // The slope is the trees' factor; the weights are made to fit it.
                let more = factors[0] / factors[1];
                Head {
                    bias: round(trees.bias + more * linear.bias),
                    weights: linear.weights.iter().map(|w| round(more * w)).collect(),
                    trees: trees.trees,
                    slope: round(factors[1]),
                    offset,
                }
            }
            (Some(head), None) => Head { slope: round(factors[0]), offset, ..head },
            (None, Some(head)) => Head { slope: round(factors[1]), offset, ..head },
            (Some(linear), Some(trees)) => {
                let (head, slope) = if factors[0] > 0.0 { (linear, factors[0]) } else { (trees, factors[1]) };
                Head { slope: round(slope), offset, ..head }
            }
            (None, None) => Head { bias: -12.0, ..Head::default() },
        }
    }
}

/// What a stage reads of each row: standardised, and as it is.
struct Inputs<'a> {
    z: ArrayView2<'a, f32>,
    raw: ArrayView2<'a, f32>,
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
        let weights: Vec<f32> = table.info.iter().map(|i| i.weight.max(i.spam_weight)).collect();
        let chosen = ndarray::concatenate![Axis(1), table.base.select(Axis(1), &columns), table.words];
        let (means, scales) = moments(&chosen, &weights);
        let mut z = chosen.clone();
        standardise_all(&mut z, &means, &scales);
        let learnt = VOCABULARY_FEATURES.iter().take(table.words.ncols()).map(|(name, _)| *name);
        let names: Vec<&str> = columns.iter().map(|c| features()[*c].name.as_str()).chain(learnt).collect();
        let place = |name: &str| names.iter().position(|n| *n == name);
        let (products, pairs) = product_names()
            .into_iter()
            .filter_map(|[a, b]| Some((place(&a)?, place(&b)?)).map(|pair| ([a, b], pair)))
            .unzip();
        Self { table, columns, means, scales, products, pairs, raw: chosen, z, weights }
    }

    /// What a first stage reads.
    fn inputs(&self) -> Inputs<'_> {
        Inputs { z: self.z.view(), raw: self.raw.view() }
    }

    /// A stage, blended and calibrated out of fold.
    fn stage(&self, inputs: &Inputs<'_>, rows: &[usize], learner: Learner, settings: &Settings) -> Result<Stage> {
        let of_question = |question| self.calibrated(inputs, rows, question, learner, settings);
        let (content, spam) = rayon::join(|| of_question(Question::Content), || of_question(Question::Spam));
        Ok(Stage { content: content?, spam: spam? })
    }

    /// A stage of one learner as it is.
    fn rough_stage(&self, rows: &[usize], learner: Learner, settings: &Settings) -> Result<Stage> {
        let inputs = self.inputs();
        let of_question = |question| -> Result<Head> {
            Ok(self.head(&inputs, rows, question, learner, settings)?.join([1.0, 1.0], 0.0))
        };
        let (content, spam) = rayon::join(|| of_question(Question::Content), || of_question(Question::Spam));
        Ok(Stage { content: content?, spam: spam? })
    }

    fn weight(&self, row: usize, question: Question) -> f32 {
        let info = &self.table.info[row];
        if question == Question::Spam { info.spam_weight } else { info.weight }
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

    fn head(
        &self,
        inputs: &Inputs<'_>,
        rows: &[usize],
        question: Question,
        learner: Learner,
        settings: &Settings,
    ) -> Result<Fitted> {
        let (rows, answers) = self.question(rows, question);
        if question == Question::Content && (!answers.contains(&true) || !answers.contains(&false)) {
            return Err(Error::Data("the table needs rows of content and of navigation in each format".into()));
        }
        if !answers.contains(&true) {
            // A table without spam gives a model that never says spam.
            let weights = vec![0.0; expanded_width(inputs.z.ncols(), self.pairs.len())];
            return Ok(Fitted { linear: Some(Head { bias: -12.0, weights, ..Head::default() }), trees: None });
        }
        let weights: Vec<f32> = rows.iter().map(|i| self.weight(*i, question)).collect();
        let blind = self.blind(question, inputs.z.ncols());
        let linear = || {
            let heads: Vec<Head> = (0..settings.averaged.max(1) as u64)
                .map(|round| {
                    let drawn = draw_by_weight(&rows, &answers, &weights, settings.seed + 7919 * round);
                    ftrl(&inputs.z, &self.pairs, &blind, &drawn, settings)
                })
                .collect();
            average(&heads)
        };
        let linear = (learner != Learner::Trees).then(linear);
        let trees = match learner {
            Learner::Linear => None,
            _ => Some(boosted(&inputs.raw, &blind, (&rows, answers, weights), settings)?),
        };
        Ok(Fitted { linear, trees })
    }

    /// Inputs that a question does not read. Which script a page is written in says nothing of spam by itself, but a
    /// training set has campaigns in more languages than clean pages, and would teach that Arabic is spam.
    fn blind(&self, question: Question, width: usize) -> Vec<bool> {
        const SCRIPTS: [&str; 8] = [
            "latin_share",
            "cjk_share",
            "page_cjk",
            "page_scripts",
            "upper_share",
            "title_case",
            "starts_upper",
            "word_length",
        ];
        let unread = |c: &usize| question == Question::Spam && SCRIPTS.contains(&features()[*c].name.as_str());
        let mut blind: Vec<bool> = self.columns.iter().map(unread).collect();
        blind.resize(width, false);
        blind
    }

    /// A head whose learners are blended by what they say out of fold.
    fn calibrated(
        &self,
        inputs: &Inputs<'_>,
        rows: &[usize],
        question: Question,
        learner: Learner,
        settings: &Settings,
    ) -> Result<Head> {
        let fitted = self.head(inputs, rows, question, learner, settings)?;
        let fold = self.table.folds(settings.folds, settings.seed);
        let held: Vec<Fitted> = (0..settings.folds)
            .into_par_iter()
            .map(|held| {
                let rest: Vec<usize> = rows.iter().copied().filter(|i| fold[*i] != held).collect();
                self.head(inputs, &rest, question, learner, settings)
            })
            .collect::<Result<_>>()?;
        let (rows, answers) = self.question(rows, question);
        if !answers.contains(&true) {
            return Ok(fitted.join([1.0, 1.0], 0.0));
        }
        let parts: Vec<Parts> = rows.par_iter().map(|i| self.parts(&held[fold[*i]], inputs, *i)).collect();
        let weights: Vec<f32> = rows.iter().map(|i| self.weight(*i, question)).collect();
        let (factors, offset) = blend(&parts, &answers, &weights);
        Ok(fitted.join(factors, offset))
    }

    /// What each learner says of a row.
    fn parts(&self, fitted: &Fitted, inputs: &Inputs<'_>, row: usize) -> Parts {
        let linear = fitted.linear.as_ref().map_or(0.0, |head| {
            let mut z = inputs.z.row(row).to_vec();
            expand(&mut z, &self.pairs);
            head.bias + z.iter().zip(&head.weights).map(|(a, b)| a * b).sum::<f32>()
        });
        let of_trees = |head: &Head| head.bias + head.trees.logit(&inputs.raw.row(row).to_vec());
        [linear, fitted.trees.as_ref().map_or(0.0, of_trees)]
    }

    fn stack(&self, stages: Vec<Stage>, stage_moments: Option<(Vec<f32>, Vec<f32>)>) -> Result<Stack> {
        let (stage_means, stage_scales) = stage_moments.unwrap_or_default();
        let mut stack = Stack {
            features: self.columns.iter().map(|c| features()[*c].name.clone()).collect(),
            vocabulary: self.table.vocabulary.clone(),
            means: self.means.clone(),
            scales: self.scales.clone(),
            stage_means,
            stage_scales,
            stages,
            products: self.products.clone(),
            columns: Vec::new(),
            pairs: Vec::new(),
        };
        stack.check()?;
        Ok(stack)
    }
}

/// The mean of heads that were fitted on rows in different orders: of linear scores that is the mean of the scores, at
/// the cost of one.
fn average(heads: &[Head]) -> Head {
    let n = heads.len() as f32;
    let mean = |value: &dyn Fn(&Head) -> f32| round(heads.iter().map(value).sum::<f32>() / n);
    let width = heads.first().map_or(0, |h| h.weights.len());
    Head { bias: mean(&|h| h.bias), weights: (0..width).map(|j| mean(&|h| h.weights[j])).collect(), ..Head::default() }
}

fn standardise_all(rows: &mut Array2<f32>, means: &[f32], scales: &[f32]) {
    for mut row in rows.rows_mut() {
        for (j, v) in row.iter_mut().enumerate() {
            *v = standardise(*v, means[j], scales[j]);
        }
    }
}

/// A head of boosted trees; inputs that its question is blind to are the same for all rows.
fn boosted(
    raw: &ArrayView2<'_, f32>,
    blind: &[bool],
    (rows, answers, weights): (&[usize], Vec<bool>, Vec<f32>),
    settings: &Settings,
) -> Result<Head> {
    let mut x = raw.select(Axis(0), rows);
    for (mut column, _) in x.columns_mut().into_iter().zip(blind).filter(|(_, b)| **b) {
        column.fill(0.0);
    }
    let params = settings.boost.clone().seed(settings.seed).check()?;
    let dataset = Dataset::new(x, Array1::from_vec(answers)).with_weights(Array1::from_vec(weights));
    let fitted = params.fit(&dataset)?;
    Ok(Head { bias: round(fitted.bias), trees: fitted.trees, ..Head::default() })
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
pub(crate) fn draw_by_weight(rows: &[usize], answers: &[bool], weights: &[f32], seed: u64) -> Vec<(u32, bool)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let total: f64 = weights.iter().map(|w| f64::from(*w)).sum();
    let mut position = rng.random::<f64>();
    let mut drawn = Vec::with_capacity(rows.len());
    for ((i, answer), weight) in rows.iter().zip(answers).zip(weights) {
        position += f64::from(*weight) / total * rows.len() as f64;
        while position >= 1.0 {
            position -= 1.0;
            drawn.push((*i as u32, *answer));
        }
    }
    drawn.shuffle(&mut rng);
    drawn
}

/// linfa's FTRL over batches.
fn ftrl(
    z: &ArrayView2<'_, f32>,
    pairs: &[(usize, usize)],
    blind: &[bool],
    drawn: &[(u32, bool)],
    settings: &Settings,
) -> Head {
    let width = expanded_width(z.ncols(), pairs.len());
    let rng = rand_xoshiro::Xoshiro256Plus::from_seed(seed_bytes(settings.seed));
    let params = FtrlParams::new(settings.alpha, 1.0, 0.0, settings.l2, rng).check_unwrap();
    let mut model = Ftrl::new(params, width + 1);
    let mut row = Vec::with_capacity(width + 1);
    for _ in 0..settings.epochs {
        for batch in drawn.chunks(settings.batch) {
            let mut x = Vec::with_capacity(batch.len() * (width + 1));
            for (i, _) in batch {
                row.clear();
                row.extend(z.row(*i as usize).iter().zip(blind).map(|(v, b)| if *b { 0.0 } else { *v }));
                expand(&mut row, pairs);
                x.extend_from_slice(&row);
                x.push(1.0);
            }
            let x = Array2::from_shape_vec((batch.len(), width + 1), x).expect("each row has its width");
            let answers: Array1<bool> = batch.iter().map(|(_, a)| *a).collect();
            let dataset = Dataset::new(x, answers);
            let said = model.predict(&dataset);
            model.update(&dataset, said.view());
        }
    }
    let mut weights = model.get_weights();
    let n = z.ncols();
    for (j, weight) in weights.iter_mut().enumerate().take(width) {
        let unread = if j < 3 * n { blind[j % n] } else { blind[pairs[j - 3 * n].0] || blind[pairs[j - 3 * n].1] };
        if unread {
            *weight = 0.0;
        }
    }
    Head {
        bias: round(weights[width]),
        weights: weights.iter().take(width).map(|w| round(*w)).collect(),
        ..Head::default()
    }
}

pub(crate) fn seed_bytes(seed: u64) -> [u8; 32] {
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
