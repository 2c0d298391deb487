//! Learning: from labeled pages to tables with out-of-fold predictions, and from tables to models.
//!
//! A model has a stack for markup and one for flattened text. A stack is a [`vocabulary`] and two stages of two heads,
//! content against navigation and spam against the rest. The first stage is [`linear`]; the second, which also sees
//! what the first predicts for the blocks around, is boosted trees ([`boost`]) with calibrated output ([`calibrate`]).

pub mod boost;
pub mod calibrate;
mod design;
pub mod families;
pub mod fit;
pub mod linear;
mod logistic;
mod names;
mod prepared;
mod sampling;
pub mod settings;
pub mod sigmoid;
pub mod training_table;
pub mod vocabulary;

pub use fit::{fit_model, fit_stack};
pub use names::check_feature;
pub use settings::{Learner, Settings};
pub use training_table::training_table;
