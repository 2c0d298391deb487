//! The logistic function and its inverse, computed with libm so that all machines get the same bits.

/// `1 / (1 + e^-x)`.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// The same in single precision, where speed counts.
pub fn sigmoid_f32(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

/// `ln(p / (1 - p))`, the inverse of [`sigmoid`].
///
/// ```
/// use blocksift_training::learn::sigmoid::{logit, sigmoid};
/// assert!((logit(sigmoid(1.5)) - 1.5).abs() < 1e-12);
/// ```
pub fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}
