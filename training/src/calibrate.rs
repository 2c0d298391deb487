//! Blending and calibration: factors and an offset that make the logits of one or two learners, out of fold, into one
//! calibrated logit (Platt 1999; for several learners Wolpert 1992, "Stacked generalization").

/// Logits of a row by up to two learners; 0 where there is none.
pub type Parts = [f32; 2];

/// Fits `sigmoid(factors . parts + offset)` to outcomes by weighted Newton steps. A learner that would count against
/// itself is left out; where the data determine nothing, the first learner that says anything is taken as it is.
pub fn blend(parts: &[Parts], outcomes: &[bool], weights: &[f32]) -> (Parts, f32) {
    let says = |k: usize| parts.iter().any(|p| p[k] != 0.0);
    let mut used = [says(0), says(1)];
    loop {
        let ones = [f32::from(u8::from(used[0])), f32::from(u8::from(used[1] && !used[0]))];
        let Some([a, b, offset]) = newton(parts, outcomes, weights, used) else { return (ones, 0.0) };
        match (used, a > 0.0, b > 0.0) {
            ([true, true], false, _) => used[0] = false,
            ([true, true], _, false) => used[1] = false,
            ([true, false], false, _) | ([false, true], _, false) => return (ones, 0.0),
            _ => return ([a as f32, b as f32], offset as f32),
        }
    }
}

fn newton(parts: &[Parts], outcomes: &[bool], weights: &[f32], used: [bool; 2]) -> Option<[f64; 3]> {
    let share = 1.0 / f64::from(u8::from(used[0]) + u8::from(used[1])).max(1.0);
    let mut at = [if used[0] { share } else { 0.0 }, if used[1] { share } else { 0.0 }, 0.0];
    for _ in 0..50 {
        let (mut g, mut h) = ([0f64; 3], [[0f64; 3]; 3]);
        for ((part, y), w) in parts.iter().zip(outcomes).zip(weights) {
            let input = |k: usize| if used[k] { f64::from(part[k]) } else { 0.0 };
            let x = [input(0), input(1), 1.0];
            let said: f64 = at.iter().zip(x).map(|(a, x)| a * x).sum();
            let p = 1.0 / (1.0 + libm::exp(-said));
            let w = f64::from(*w);
            let (error, curve) = (w * (p - f64::from(u8::from(*y))), w * p * (1.0 - p));
            for j in 0..3 {
                g[j] += error * x[j];
                (0..3).for_each(|k| h[j][k] += curve * x[j] * x[k]);
            }
        }
        (0..2).filter(|k| !used[*k]).for_each(|k| h[k][k] = 1.0);
        let step = solve(h, g)?;
        for (k, step) in step.iter().enumerate() {
            at[k] -= step.clamp(-2.0, 2.0);
        }
        if step.iter().all(|s| s.abs() < 1e-7) {
            break;
        }
    }
    at.iter().all(|v| v.is_finite()).then_some(at)
}

/// The solution of three equations by elimination; none where they do not determine it.
fn solve(mut h: [[f64; 3]; 3], mut g: [f64; 3]) -> Option<[f64; 3]> {
    for k in 0..3 {
        let pivot = (k..3).max_by(|a, b| h[*a][k].abs().total_cmp(&h[*b][k].abs()))?;
        if h[pivot][k].abs() < 1e-12 {
            return None;
        }
        h.swap(k, pivot);
        g.swap(k, pivot);
        for row in k + 1..3 {
            let factor = h[row][k] / h[k][k];
            (k..3).for_each(|column| h[row][column] -= factor * h[k][column]);
            g[row] -= factor * g[k];
        }
    }
    let mut x = [0.0; 3];
    for k in (0..3).rev() {
        let rest: f64 = (k + 1..3).map(|j| h[k][j] * x[j]).sum();
        x[k] = (g[k] - rest) / h[k][k];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::blend;

    #[test]
    fn overconfident_logits_are_tempered() {
        // Three of four right at a logit of 4: the calibrated logit is ln 3.
        let x = [4.0, 4.0, 4.0, 4.0, -4.0, -4.0, -4.0, -4.0].map(|x| [x, 0.0]);
        let y = [true, true, true, false, false, false, false, true];
        let ([slope, other], offset) = blend(&x, &y, &[1.0; 8]);
        assert!((slope * 4.0 + offset - 3f32.ln()).abs() < 1e-3);
        assert_eq!(other, 0.0);
    }

    #[test]
    fn who_is_right_more_often_counts_more_and_who_is_wrong_not_at_all() {
        let y: Vec<bool> = (0..400).map(|i| i % 2 == 0).collect();
        let said = |i: usize, wrong: usize| if (i % 2 == 0) != (i % wrong < 2) { 1.0 } else { -1.0 };
        let weights = vec![1.0; 400];
        let both: Vec<[f32; 2]> = (0..400).map(|i| [said(i, 7), said(i, 29)]).collect();
        let ([worse, better], _) = blend(&both, &y, &weights);
        assert!(better > worse && worse > 0.0);
        let contrary: Vec<[f32; 2]> = (0..400).map(|i| [-said(i, 7), said(i, 29)]).collect();
        let ([none, better], _) = blend(&contrary, &y, &weights);
        assert!(none == 0.0 && better > 0.0);
    }
}
