//! Bounds on what one page may cost, and which of them a page met.

use serde::{Deserialize, Serialize};

/// Bounds on one page. A page past a bound is labelled from what was read before it, and
/// [`crate::Report::limits_met`] names the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of input that are read (default 16 MiB).
    pub bytes: usize,
    /// Nesting depth of elements (default 512, as browsers). html5ever takes time quadratic in it.
    pub depth: usize,
    /// Nodes of the parse tree (default 1,000,000).
    pub nodes: usize,
    /// Blocks of the page (default 200,000).
    pub blocks: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 512, nodes: 1_000_000, blocks: 200_000 }
    }
}

/// A bound that a page met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LimitMet {
    /// More bytes than [`Limits::bytes`].
    Bytes,
    /// Nested deeper than [`Limits::depth`].
    Depth,
    /// More nodes than [`Limits::nodes`].
    Nodes,
    /// More blocks than [`Limits::blocks`].
    Blocks,
}
