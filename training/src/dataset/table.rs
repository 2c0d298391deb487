//! The table that a model is fitted to: rows sampled from labeled pages.

use super::folds::fold_of;
use super::page::LabeledPage;
use super::sample::{BlockRef, RowInfo, Sampling, sample_rows};
use crate::error::{Error, Result};
use blocksift::features;
use blocksift::internals::{STAGE_FEATURES, Vocabulary};
use ndarray::{Array2, Axis};

/// Rows of one format.
#[derive(Debug, Clone)]
pub struct Table {
    /// One item per row.
    pub info: Vec<RowInfo>,
    /// Rows by features.
    pub base: Array2<f32>,
    /// Rows by vocabulary features; no columns until they are set.
    pub words: Array2<f32>,
    /// The vocabulary learned from all rows, once it is.
    pub vocabulary: Option<Vocabulary>,
    /// Rows by stage features; no columns until they are set. These are the predictions for a block's neighbors of a
    /// first stage that was fitted without the row's group.
    pub stage: Array2<f32>,
    /// The block of each row; empty for tables read from a file.
    pub sources: Vec<BlockRef>,
}

impl Table {
    /// Samples rows from pages of one format, see [`sample_rows`].
    pub fn sample(pages: &[&LabeledPage], sampling: Sampling) -> Table {
        let (info, sources) = sample_rows(pages, sampling);
        let base = feature_rows(pages, &sources);
        let empty = Array2::zeros((info.len(), 0));
        Table { info, base, words: empty.clone(), vocabulary: None, stage: empty, sources }
    }

    /// Adds rows of these blocks, each with its weight in the spam head. They do not train the content head. Blocks
    /// without a label are ignored.
    pub fn append(&mut self, pages: &[&LabeledPage], rows: &[(BlockRef, f32)]) {
        for (source, weight) in rows {
            let page = pages[source.page as usize];
            if let Some(label) = page.labels[source.block as usize] {
                self.info.push(RowInfo::new(page, label, 0.0, *weight));
                self.sources.push(*source);
            }
        }
        self.base = feature_rows(pages, &self.sources);
    }

    /// Sets the vocabulary features from those of all blocks of all pages.
    pub fn set_words(&mut self, words: &[Array2<f32>]) {
        let width = words.first().map_or(0, Array2::ncols);
        self.words = self.rows_from(words, width);
    }

    /// Sets the stage features from those of all blocks of all pages.
    pub fn set_stage(&mut self, stage: &[Array2<f32>]) {
        self.stage = self.rows_from(stage, STAGE_FEATURES.len());
    }

    fn rows_from(&self, pages: &[Array2<f32>], width: usize) -> Array2<f32> {
        let mut rows = Array2::zeros((self.len(), width));
        for (mut row, source) in rows.rows_mut().into_iter().zip(&self.sources) {
            row.assign(&pages[source.page as usize].row(source.block as usize));
        }
        rows
    }

    /// Appends the rows of another table.
    ///
    /// # Errors
    /// The tables have different vocabularies or columns.
    pub fn extend(&mut self, other: Table) -> Result<()> {
        if !self.is_empty() && !other.is_empty() && self.vocabulary != other.vocabulary {
            let message = "the tables were not made by the same recipe: their vocabularies differ";
            return Err(Error::Data(message.into()));
        }
        for (own, other) in
            [(&mut self.base, &other.base), (&mut self.words, &other.words), (&mut self.stage, &other.stage)]
        {
            own.append(Axis(0), other.view()).map_err(|e| Error::Data(format!("tables of different widths: {e}")))?;
        }
        self.vocabulary = self.vocabulary.take().or(other.vocabulary);
        self.info.extend(other.info);
        self.sources.extend(other.sources);
        Ok(())
    }

    /// Keeps the rows that only the last stage is fitted on, and drops the others.
    pub fn keep_last_stage_only(&mut self) {
        let rows: Vec<usize> = (0..self.len()).filter(|i| self.info[*i].is_last_stage_only).collect();
        for part in [&mut self.base, &mut self.words, &mut self.stage] {
            *part = part.select(Axis(0), &rows);
        }
        self.info = rows.iter().map(|i| self.info[*i].clone()).collect();
        self.sources = Vec::new();
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.info.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.info.is_empty()
    }

    /// The fold of each row's group.
    pub fn folds(&self, folds: usize, seed: u64) -> Vec<usize> {
        self.info.iter().map(|i| fold_of(&i.group, folds, seed)).collect()
    }

    /// Rounds all numbers to the precision of table files.
    pub fn round(&mut self) {
        self.base.mapv_inplace(|v| rounded(v, 20.0, 10.0));
        self.words.mapv_inplace(|v| rounded(v, 50.0, 10.0));
        self.stage.mapv_inplace(|v| rounded(v, 50.0, 10.0));
    }
}

/// Rounds to steps of `1 / share_steps` below 1, where shares are, and of `1 / score_steps` above, where logarithms and
/// scores are. That is precise enough for both and halves the size of a table file.
fn rounded(value: f32, share_steps: f32, score_steps: f32) -> f32 {
    let steps = if value.abs() < 1.0 { share_steps } else { score_steps };
    (value * steps).round() / steps
}

fn feature_rows(pages: &[&LabeledPage], sources: &[BlockRef]) -> Array2<f32> {
    let mut rows = Array2::zeros((sources.len(), features().len()));
    for (mut row, source) in rows.rows_mut().into_iter().zip(sources) {
        row.assign(&pages[source.page as usize].features.row(source.block as usize));
    }
    rows
}
