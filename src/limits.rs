//! Bounds on what one page may cost, and which of them a page met.

use serde::{Deserialize, Serialize};

/// Bounds on one page. A page past a bound is labelled from what was read before it, and
/// [`crate::Report::limits_met`] names the bound. None of them is a clock: the same page meets the same bounds
/// everywhere.
///
/// ```
/// use blocksift::{Hints, LimitMet, Limits, Sifter};
/// let sifter = Sifter::default().limits(Limits { blocks: 2, ..Limits::default() });
/// let report = sifter.sift(b"<p>One</p><p>Two</p><p>Three</p>", &Hints::default())?;
/// assert_eq!((report.blocks.len(), report.limits_met()), (2, &[LimitMet::Blocks][..]));
/// # Ok::<(), blocksift::Error>(())
/// ```
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
    /// Links of one block (default 20,000). Further ones stay as text.
    pub links: usize,
    /// Attributes of one tag (default 512). html5ever takes time quadratic in them.
    pub attributes: usize,
    /// Steps for each byte of the page (default 24) that the parse may take, and as many that the segmentation may;
    /// [`Limits::FREE_STEPS`] are always allowed. A step is a look at an open element, at one of those that are to be
    /// opened again, or at an ancestor.
    pub steps: usize,
    /// Memory for each byte of the page (default 20), estimated from the numbers of nodes, attributes and blocks;
    /// [`Limits::FREE_MEMORY`] is always allowed.
    pub memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            depth: 512,
            nodes: 1_000_000,
            blocks: 200_000,
            links: 20_000,
            attributes: 512,
            steps: 24,
            memory: 20,
        }
    }
}

impl Limits {
    /// Steps that any page may take.
    pub const FREE_STEPS: usize = 4_000_000;
    /// Bytes of memory that any page may take.
    pub const FREE_MEMORY: usize = 16 << 20;

    /// No bounds but those on depth and attributes, without which time is quadratic, and on bytes, which are counted in
    /// 32 bits.
    pub fn loose() -> Self {
        let most = usize::MAX;
        Self { bytes: 1 << 30, nodes: most, blocks: most, links: most, steps: most, memory: most, ..Self::default() }
    }

    /// Steps that a page of so many bytes may take.
    pub(crate) fn steps_of(&self, bytes: usize) -> usize {
        self.steps.saturating_mul(bytes).max(Self::FREE_STEPS)
    }

    /// Bytes of memory that the tree or the blocks of a page of so many bytes may take. Its text is held up to four
    /// times besides.
    pub(crate) fn memory_of(&self, bytes: usize) -> usize {
        self.memory
            .saturating_sub(4)
            .saturating_mul(bytes)
            .max(Self::FREE_MEMORY.saturating_sub(bytes.saturating_mul(4)))
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
    /// A block of more links than [`Limits::links`].
    Links,
    /// A tag of more attributes than [`Limits::attributes`].
    Attributes,
    /// More steps than [`Limits::steps`] allow.
    Steps,
    /// More memory than [`Limits::memory`] allows.
    Memory,
}
