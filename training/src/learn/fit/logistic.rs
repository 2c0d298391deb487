//! Linear heads by linfa's logistic regression (L-BFGS), to compare FTRL with.
//!
//! It takes no weights either, so rows are drawn by weight, and so many of them that a fit of its dense rows in double
//! precision, which it needs to converge, stays within a few seconds and a few hundred megabytes.

use super::ftrl::round;
use crate::{Error, Result};
use blocksift::internals::{Head, expand, expanded_width};
use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ArrayView2};

/// Rows that it is fitted on at most.
const MOST_ROWS: usize = 30_000;
const ITERATIONS: u64 = 100;
/// Ridge penalty.
const ALPHA: f64 = 30.0;

pub(super) fn logistic(
    z: &ArrayView2<'_, f32>,
    pairs: &[(usize, usize)],
    blind: &[bool],
    drawn: &[(u32, bool)],
) -> Result<Head> {
    let width = expanded_width(z.ncols(), pairs.len());
    let drawn = &drawn[..drawn.len().min(MOST_ROWS)];
    let mut x = Vec::with_capacity(drawn.len() * width);
    let mut row = Vec::with_capacity(width);
    for (i, _) in drawn {
        row.clear();
        row.extend(z.row(*i as usize).iter().zip(blind).map(|(v, b)| if *b { 0.0 } else { *v }));
        expand(&mut row, pairs);
        x.extend(row.iter().map(|v| f64::from(*v)));
    }
    let x = Array2::from_shape_vec((drawn.len(), width), x).expect("each row has its width");
    let answers: Array1<bool> = drawn.iter().map(|(_, a)| *a).collect();
    let fitted = LogisticRegression::default()
        .alpha(ALPHA)
        .max_iterations(ITERATIONS)
        .fit(&Dataset::new(x, answers))
        .map_err(|e| Error::Data(format!("linfa's logistic regression: {e}")))?;
    // Its parameters speak of the class that it calls positive, which is the more frequent one.
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let of = |value: f64| round((sign * value) as f32);
    Ok(Head {
        bias: of(fitted.intercept()),
        weights: fitted.params().iter().map(|w| of(*w)).collect(),
        ..Head::default()
    })
}
