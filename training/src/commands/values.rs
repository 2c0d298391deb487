//! Parsers of option values: numbers within bounds, so that a slip of the keyboard fails before hours of work.

use blocksift_training::learn::check_feature;
use std::ops::RangeInclusive;

/// Maximum number of folds, and of groups that are left out.
pub(super) const MAX_GROUPS: usize = 1000;

/// A whole number within bounds.
pub(super) fn count(bounds: RangeInclusive<usize>) -> impl Fn(&str) -> Result<usize, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        number.ok_or_else(|| format!("expected a whole number from {} to {}", bounds.start(), bounds.end()))
    }
}

/// A number within bounds, neither infinite nor NaN.
pub(super) fn factor(bounds: RangeInclusive<f64>) -> impl Fn(&str) -> Result<f64, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        number.ok_or_else(|| format!("expected a number from {} to {}", bounds.start(), bounds.end()))
    }
}

/// A share or a probability.
pub(super) fn share(text: &str) -> Result<f64, String> {
    factor(0.0..=1.0)(text)
}

/// The name of a feature or a feature group.
pub(super) fn feature(text: &str) -> Result<String, String> {
    check_feature(text).map(|()| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_within_bounds() {
        assert_eq!(count(1..=2)("2"), Ok(2));
        for bad in ["", "0", "3", "-1", "1.0", "1e0", "x", "99999999999999999999999"] {
            assert_eq!(count(1..=2)(bad), Err("expected a whole number from 1 to 2".to_owned()), "{bad}");
        }
        assert_eq!((factor(0.0..=100.0)("1.5"), share("1")), (Ok(1.5), Ok(1.0)));
        for bad in ["", "-0.1", "100.1", "1e300", "inf", "-inf", "NaN", "nan", "x", "1,5"] {
            assert_eq!(factor(0.0..=100.0)(bad), Err("expected a number from 0 to 100".to_owned()), "{bad}");
        }
    }
}
