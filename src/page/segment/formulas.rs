//! Reads formulas: of all that shows one, only its TeX is text of the page.

use super::state::OpenFormula;
use super::walk::Walk;
use crate::page::formula;
use crate::page::mathml;
use crate::page::runs::{Converted, RunKind};
use ego_tree::NodeRef;
use scraper::Node;

impl Walk {
    /// Reads the TeX of a `<math>` element. Returns false if it has none: its elements are then read like any others.
    pub(super) fn math(&mut self, math: &NodeRef<'_, Node>) -> bool {
        let Some(annotation) = formula::annotation(math) else {
            let open = |formula| OpenFormula { node: math.id(), start: self.output.end(), formula };
            self.formula = mathml::convert(math).map(open);
            return false;
        };
        self.tex(&annotation, formula::is_display(math));
        true
    }

    /// Keeps a formula in TeX when its element ends, if all of its text went into one block.
    pub(super) fn end_math(&mut self, math: &NodeRef<'_, Node>) {
        let Some(OpenFormula { start, formula, .. }) = self.formula.take_if(|open| open.node == math.id()) else {
            return;
        };
        let text = self.output.text.get(start as usize..).unwrap_or_default();
        let is_whole = text.chars().filter(|c| !c.is_whitespace()).eq(formula.text.chars());
        if is_whole && start >= self.block.start {
            let number = self.output.converted.len() as u32;
            self.costs.budget.memory += size_of::<Converted>() + formula.tex.len();
            self.costs.budget.memory += self.output.runs.push(RunKind::Converted(number), start, self.output.end());
            self.output.converted.push(Converted { tex: formula.tex, is_display: formula::is_display(math) });
        }
    }

    /// Reads a script that holds the TeX of a formula. Ignores all others.
    pub(super) fn math_script(&mut self, script: &NodeRef<'_, Node>) {
        if let Some(is_display) = formula::script(script) {
            self.tex(script, is_display);
        }
    }

    fn tex(&mut self, source: &NodeRef<'_, Node>, is_display: bool) {
        let start = self.output.end();
        for node in source.children() {
            if let Some(text) = node.value().as_text() {
                self.enter_text(node.id(), text);
            }
        }
        let kind = if is_display { RunKind::DisplayFormula } else { RunKind::Formula };
        self.costs.budget.memory += self.output.runs.push(kind, start, self.output.end());
    }
}
