//! Linear heads, fitted with linfa's logistic regression (L-BFGS) to compare FTRL with.
//!
//! It takes no row weights, so rows are resampled by weight. Their number is limited: it needs dense rows in double
//! precision to converge, and a fit should take seconds and a few hundred megabytes.

use super::design::Design;
use super::sampling::round;
use crate::error::{Error, Result};
use blocksift::internals::{Head, expanded_width};
use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

/// Maximum number of rows.
const MAX_ROWS: usize = 30_000;

/// Maximum number of iterations.
const MAX_ITERATIONS: u64 = 100;

/// Ridge penalty.
const RIDGE: f64 = 30.0;

pub(super) fn logistic(design: &Design<'_>, drawn: &[(u32, bool)]) -> Result<Head> {
    let width = expanded_width(design.z.ncols(), design.pairs.len());
    let drawn = &drawn[..drawn.len().min(MAX_ROWS)];
    let mut x = Vec::with_capacity(drawn.len() * width);
    let mut row = Vec::with_capacity(width);
    for (i, _) in drawn {
        design.expand_row(*i as usize, &mut row);
        x.extend(row.iter().map(|v| f64::from(*v)));
    }
    let x = Array2::from_shape_vec((drawn.len(), width), x).expect("each row has its width");
    let answers: Array1<bool> = drawn.iter().map(|(_, a)| *a).collect();
    let fitted = LogisticRegression::default()
        .alpha(RIDGE)
        .max_iterations(MAX_ITERATIONS)
        .fit(&Dataset::new(x, answers))
        .map_err(|e| Error::Data(format!("linfa's logistic regression: {e}")))?;
    // linfa calls the more frequent class positive, which its parameters are for.
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let weight = |value: f64| round((sign * value) as f32);
    Ok(Head {
        bias: weight(fitted.intercept()),
        weights: fitted.params().iter().map(|w| weight(*w)).collect(),
        ..Head::default()
    })
}
