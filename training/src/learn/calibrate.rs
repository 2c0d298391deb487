//! Platt scaling: a slope and an offset that calibrate out-of-fold logits (Platt 1999).

use super::sigmoid::sigmoid;

/// Maximum number of Newton steps.
const MAX_STEPS: usize = 50;

/// Fits `sigmoid(slope * logit + offset)` to outcomes by weighted Newton steps, and returns slope and offset. Falls back
/// to (1, 0) if the data do not determine them.
pub fn platt(logits: &[f32], outcomes: &[bool], weights: &[f32]) -> (f32, f32) {
    let (mut slope, mut offset) = (1f64, 0f64);
    for _ in 0..MAX_STEPS {
        let (mut g, mut h) = ([0f64; 2], [1e-6f64, 0.0, 1e-6]);
        for ((x, y), w) in logits.iter().zip(outcomes).zip(weights) {
            let (x, w) = (f64::from(*x), f64::from(*w));
            let p = sigmoid(slope * x + offset);
            let error = w * (p - f64::from(u8::from(*y)));
            let curve = w * p * (1.0 - p);
            g[0] += error * x;
            g[1] += error;
            h[0] += curve * x * x;
            h[1] += curve * x;
            h[2] += curve;
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if determinant.abs() < 1e-12 {
            return (1.0, 0.0);
        }
        let step = [(h[2] * g[0] - h[1] * g[1]) / determinant, (h[0] * g[1] - h[1] * g[0]) / determinant];
        slope -= step[0].clamp(-1.0, 1.0);
        offset -= step[1].clamp(-2.0, 2.0);
        if step.iter().all(|s| s.abs() < 1e-7) {
            break;
        }
    }
    if slope.is_finite() && offset.is_finite() && slope > 0.0 { (slope as f32, offset as f32) } else { (1.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::platt;

    #[test]
    fn overconfident_logits_are_tempered() {
        // Three of four right at a logit of 4: the calibrated logit is ln 3.
        let x = [4.0, 4.0, 4.0, 4.0, -4.0, -4.0, -4.0, -4.0];
        let y = [true, true, true, false, false, false, false, true];
        let (slope, offset) = platt(&x, &y, &[1.0; 8]);
        assert!((slope * 4.0 + offset - 3f32.ln()).abs() < 1e-3);
    }
}
