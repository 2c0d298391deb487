//! Learning: a table of labelled blocks becomes a model.

pub mod boost;
pub mod calibrate;
pub mod families;
pub mod fit;
pub mod vocabulary;
