//! Inline markup that Markdown keeps: emphasis, code, formulas and line breaks, as ranges of the page's text.

use crate::parse::Tag;

/// Bytes that a run takes.
pub(super) const RUN: usize = 16;

/// What a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunKind {
    Strong,
    Emphasis,
    Code,
    Deletion,
    Superscript,
    Subscript,
    /// The TeX of a formula.
    Formula,
    /// The same, on a line of its own.
    DisplayFormula,
    /// The space that a line break became.
    Break,
    /// A formula of the page's `converted` ones, by its number.
    Converted(u32),
}

impl RunKind {
    fn of(tag: Tag) -> Option<RunKind> {
        match tag {
            Tag::B | Tag::Strong => Some(RunKind::Strong),
            Tag::I | Tag::Em => Some(RunKind::Emphasis),
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(RunKind::Code),
            Tag::Del | Tag::S | Tag::Strike => Some(RunKind::Deletion),
            Tag::Sup => Some(RunKind::Superscript),
            Tag::Sub => Some(RunKind::Subscript),
            _ => None,
        }
    }
}

/// A formula that the page has as MathML, in TeX.
#[derive(Debug, Clone)]
pub(crate) struct Converted {
    pub(crate) tex: String,
    /// Whether it has a line of its own.
    pub(crate) is_display: bool,
}

/// A range of the page's text, in bytes. It may span several blocks, and start or end with white space.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: RunKind,
}

/// Collects the runs of a page, ordered by their starts.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// The runs that have no end yet, innermost last.
    open: Vec<u32>,
    /// The runs that ended in the open block.
    ended: Vec<u32>,
}

impl Runs {
    /// Starts a run if elements of this tag are runs. Returns how much memory that takes.
    pub(super) fn open(&mut self, tag: Tag, at: u32) -> usize {
        let Some(kind) = RunKind::of(tag) else { return 0 };
        self.open.push(self.runs.len() as u32);
        self.runs.push(Run { start: at, end: u32::MAX, kind });
        RUN
    }

    /// Ends the innermost run if elements of this tag are runs.
    pub(super) fn close(&mut self, tag: Tag, at: u32) {
        if RunKind::of(tag).is_some()
            && let Some(run) = self.open.pop()
        {
            self.runs[run as usize].end = at;
            self.ended.push(run);
            // Icons are empty elements.
            if run as usize + 1 == self.runs.len() && self.runs[run as usize].start >= at {
                self.runs.pop();
                self.ended.pop();
            }
        }
    }

    /// Adds a run without elements inside. Returns how much memory that takes.
    pub(super) fn push(&mut self, kind: RunKind, start: u32, end: u32) -> usize {
        self.runs.push(Run { start, end, kind });
        RUN
    }

    /// Ends a block whose text ends at `at`: white space after it was dropped, which runs may have counted.
    pub(super) fn end_block(&mut self, at: u32) {
        while let Some(run) = self.ended.pop().map(|run| run as usize).filter(|run| self.runs[*run].end > at) {
            let run = &mut self.runs[run];
            (run.start, run.end) = (run.start.min(at), at);
        }
        self.ended.clear();
        for run in self.open.iter().rev() {
            let run = &mut self.runs[*run as usize];
            if run.start <= at {
                break;
            }
            run.start = at;
        }
    }

    /// All runs. Those still open end at `at`.
    pub(super) fn finish(mut self, at: u32) -> Vec<Run> {
        for run in &mut self.runs {
            run.end = run.end.min(at);
        }
        self.runs
    }
}
