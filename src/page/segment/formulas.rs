//! Reads formulas: of all that shows one, only its TeX is text of the page.

use super::walk::Walk;
use crate::page::formula;
use crate::page::runs::RunKind;
use ego_tree::NodeRef;
use scraper::Node;

impl Walk {
    /// Reads the TeX of a `<math>` element. Returns false if it has none.
    pub(super) fn math(&mut self, math: &NodeRef<'_, Node>) -> bool {
        let Some(annotation) = formula::annotation(math) else { return false };
        self.tex(&annotation, formula::is_display(math));
        true
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
