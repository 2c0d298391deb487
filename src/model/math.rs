//! The few formulas that every part of the model shares.

/// Standardized values and their products are clipped to this many scales.
pub const CLIP: f32 = 6.0;

/// `(value - mean) / scale`, clipped to [`CLIP`] on either side.
#[inline]
pub fn standardize(value: f32, mean: f32, scale: f32) -> f32 {
    ((value - mean) / scale).clamp(-CLIP, CLIP)
}

/// The probability of a logit.
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The logit of a probability, which is kept a millionth away from 0 and 1 so that the result is finite.
pub(super) fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// `a / b`, or 0 if there is nothing to divide by.
pub(super) fn ratio(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}

/// The probability of a logit in double precision.
pub(super) fn sigmoid_f64(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
