//! What is opened and closed in the text of a block: links, emphasis and elements, and the code and formulas that they are
//! kept out of.

use super::marks::Mark;
use crate::page::RunKind;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::ops::Range;

/// Something that is opened, holds other text, and is closed.
pub(super) struct Span {
    pub(super) range: Range<usize>,
    pub(super) kind: SpanKind,
}

pub(super) enum SpanKind {
    Link(String),
    /// Emphasis or a deletion, with the signs around it.
    Emphasis(&'static str),
    /// An element that Markdown has no signs for.
    Element(&'static str),
}

impl SpanKind {
    /// A number for what it starts with: asterisks, tildes, or a bracket. Signs of one kind that meet are one run.
    pub(super) fn sign(&self) -> usize {
        match self {
            SpanKind::Emphasis("~~") => 1,
            SpanKind::Emphasis(_) => 0,
            SpanKind::Link(_) | SpanKind::Element(_) => 2,
        }
    }
}

/// Which spans start or end where one inside them with another sign does, so that this sign is next to theirs.
pub(super) struct Edges(Vec<(bool, bool)>);

impl Edges {
    /// Of spans that are ordered by their starts, those that hold others first.
    pub(super) fn of(spans: &[Span]) -> Edges {
        let [mut starts, mut ends] = [(); 2].map(|()| [(); 3].map(|()| FxHashSet::default()));
        let mut edges = vec![(false, false); spans.len()];
        for (span, edge) in spans.iter().zip(&mut edges).rev() {
            let own = span.kind.sign();
            let others = |sets: &[FxHashSet<usize>; 3], at| (0..3).any(|sign| sign != own && sets[sign].contains(&at));
            *edge = (others(&starts, span.range.start), others(&ends, span.range.end));
            starts[own].insert(span.range.start);
            ends[own].insert(span.range.end);
        }
        Edges(edges)
    }

    pub(super) fn of_span(&self, number: usize) -> (bool, bool) {
        self.0[number]
    }
}

/// Code and formulas without those inside others, and adjacent code as one.
pub(super) fn joined(mut leaves: Vec<Mark>) -> Vec<Mark> {
    leaves.sort_by_key(|mark| (mark.range.start, Reverse(mark.range.end)));
    let mut kept: Vec<Mark> = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        match kept.last_mut() {
            Some(last)
                if last.kind == RunKind::Code && leaf.kind == RunKind::Code && leaf.range.start <= last.range.end =>
            {
                last.range.end = last.range.end.max(leaf.range.end);
            }
            Some(last) if leaf.range.start < last.range.end => {}
            _ => kept.push(leaf),
        }
    }
    kept
}

/// Whether a range lies inside code or a formula that is longer.
pub(super) fn is_inside(range: &Range<usize>, leaves: &[Mark]) -> bool {
    let after = leaves.partition_point(|leaf| leaf.range.start <= range.start);
    let leaf = after.checked_sub(1).map(|i| &leaves[i].range);
    leaf.is_some_and(|leaf| range.end <= leaf.end && *range != *leaf)
}
