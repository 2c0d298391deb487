//! The scales that features are measured in.

use std::sync::LazyLock;

/// log(1 + x), the scale of all counts.
#[inline]
pub(super) fn log1(x: f32) -> f32 {
    // Most counts are small.
    let count = x as usize;
    match LOGS.get(count) {
        Some(log) if count as f32 == x => *log,
        _ => x.max(0.0).ln_1p(),
    }
}

/// log(1 + n) for small n.
static LOGS: LazyLock<[f32; 1024]> = LazyLock::new(|| std::array::from_fn(|n| (n as f32).ln_1p()));

/// a / b, and 0 where b is 0.
#[inline]
pub(super) fn share(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}
