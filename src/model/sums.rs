//! Means over ranges and groups of blocks, a block taken out.

/// Running sums of weight and weighted value.
pub(super) struct Sums {
    weight: Vec<f64>,
    value: Vec<f64>,
}

impl Sums {
    pub(super) fn new(values: impl Iterator<Item = (f32, f32)>) -> Self {
        let mut sums = Sums { weight: vec![0.0], value: vec![0.0] };
        let (mut w, mut v) = (0f64, 0f64);
        for (weight, value) in values {
            w += f64::from(weight);
            v += f64::from(weight) * f64::from(value);
            sums.weight.push(w);
            sums.value.push(v);
        }
        sums
    }
    /// Mean over a range of blocks, `own` taken out.
    pub(super) fn mean(&self, from: usize, to: usize, own: (f32, f32)) -> f32 {
        let weight = self.weight[to] - self.weight[from] - f64::from(own.0);
        let value = self.value[to] - self.value[from] - f64::from(own.0) * f64::from(own.1);
        if weight > 1e-6 { (value / weight).clamp(0.0, 1.0) as f32 } else { 0.0 }
    }
    pub(super) fn value(&self, from: usize, to: usize) -> f32 {
        (self.value[to] - self.value[from]).max(0.0) as f32
    }
    pub(super) fn total(&self) -> (f32, f32) {
        (self.weight[self.weight.len() - 1] as f32, self.value[self.value.len() - 1] as f32)
    }
}

pub(super) fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

pub(super) fn ratio(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}

pub(super) fn without(sum: (f32, f32), own: (f32, f32)) -> f32 {
    let weight = sum.0 - own.0;
    if weight > 1e-3 { ((sum.1 - own.0 * own.1) / weight).clamp(0.0, 1.0) } else { 0.0 }
}

pub(super) fn group(of: &[u32], value: impl Fn(usize) -> (f32, f32)) -> Vec<(f32, f32)> {
    let groups = of.iter().max().map_or(0, |m| *m as usize + 1);
    let mut sums = vec![(0f32, 0f32); groups];
    for (i, g) in of.iter().enumerate() {
        let (weight, v) = value(i);
        sums[*g as usize].0 += weight;
        sums[*g as usize].1 += weight * v;
    }
    sums
}
