//! Writes bases with what stands around them: scripts, limits, accents.

use super::mathml;
use super::signs::{ACCENTS, WITH_LIMITS};
use super::writer::Writer;
use ego_tree::NodeRef;
use scraper::Node;

impl Writer {
    /// Writes the base of scripts: a group, unless it is one letter, number or command.
    pub(super) fn base(&mut self, base: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        let (tex, text) = self.apart(base, depth)?;
        self.text.push_str(&text);
        let is_command =
            |tex: &str| tex.strip_prefix('\\').is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphabetic()));
        let is_atom = tex.chars().count() == 1 || tex.bytes().all(|b| b.is_ascii_digit()) && !tex.is_empty();
        if is_atom || is_command(&tex) {
            self.push(&tex);
        } else {
            self.out.extend(["{", &tex, "}"]);
        }
        Some(())
    }

    pub(super) fn scripts(
        &mut self,
        base: &NodeRef<'_, Node>,
        sub: Option<&NodeRef<'_, Node>>,
        sup: Option<&NodeRef<'_, Node>>,
        depth: usize,
    ) -> Option<()> {
        self.base(base, depth)?;
        for (sign, script) in [("_", sub), ("^", sup)] {
            if let Some(script) = script {
                self.out.push_str(sign);
                self.group(|writer| writer.node(script, depth))?;
            }
        }
        Some(())
    }

    /// Writes what is above and below: limits, accents and braces.
    pub(super) fn around(
        &mut self,
        base: &NodeRef<'_, Node>,
        under: Option<&NodeRef<'_, Node>>,
        over: Option<&NodeRef<'_, Node>>,
        depth: usize,
    ) -> Option<()> {
        let (tex, text) = self.apart(base, depth)?;
        let has_limits = WITH_LIMITS.contains(&tex.as_str());
        if has_limits {
            return self.scripts(base, under, over, depth);
        }
        self.text.push_str(&text);
        let mut around = |script: Option<&NodeRef<'_, Node>>| match script {
            Some(script) => {
                let (tex, text) = self.apart(script, depth)?;
                self.text.push_str(&text);
                Some((tex, text))
            }
            None => Some(Default::default()),
        };
        let (under, over) = (around(under)?, around(over)?);
        let mut whole = tex;
        for ((script, text), is_over) in [(over, true), (under, false)] {
            let accent = ACCENTS.iter().find(|(sign, of_over, _)| *of_over == is_over && *sign == text);
            whole = match (accent, script.is_empty()) {
                (_, true) => continue,
                (Some((_, _, command)), _) => format!("{command}{{{whole}}}"),
                (None, _) if is_over => format!("\\overset{{{script}}}{{{whole}}}"),
                (None, _) => format!("\\underset{{{script}}}{{{whole}}}"),
            };
        }
        self.push(&whole);
        Some(())
    }

    /// Writes a base with scripts on its right and, after `<mprescripts>`, on its left.
    pub(super) fn multiscripts(&mut self, parts: &[NodeRef<'_, Node>], depth: usize) -> Option<()> {
        let (base, scripts) = parts.split_first()?;
        let is_mark = |node: &NodeRef<'_, Node>| mathml(node).is_some_and(|e| &*e.name.local == "mprescripts");
        let mark = scripts.iter().position(is_mark).unwrap_or(scripts.len());
        let (after, before) = (&scripts[..mark], scripts.get(mark + 1..).unwrap_or_default());
        let (base, base_text) = self.apart(base, depth)?;
        self.text.push_str(&base_text);
        let mut written = [String::new(), String::new()];
        for (side, scripts) in written.iter_mut().zip([after, before]) {
            for pair in scripts.chunks(2) {
                side.push_str("{}");
                for (sign, script) in ["_", "^"].into_iter().zip(pair) {
                    let (tex, text) = self.apart(script, depth)?;
                    self.text.push_str(&text);
                    if !tex.is_empty() {
                        side.extend([sign, "{", &tex, "}"]);
                    }
                }
            }
        }
        let [after, before] = written;
        self.out.push_str(&before);
        self.push(&base);
        self.out.push_str(after.strip_prefix("{}").unwrap_or(&after));
        Some(())
    }
}
