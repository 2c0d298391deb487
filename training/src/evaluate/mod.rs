//! Measuring a model: cross-validation, families and ways of planting left out, corpora held out, and where it errs.

pub mod alarms;
pub mod card;
pub mod compare;
pub mod content;
pub mod cross_validation;
pub mod errors;
pub mod evasion;
mod flags;
pub mod held_out;
pub mod leave_out;
pub mod metrics;
pub mod operating;
mod prediction;
pub mod scores;
pub mod summary;
mod tally;
pub mod verdict;
mod wrap;

pub use prediction::agreement_of;
pub use scores::Evaluation;
