//! Writes brackets, which grow with what is inside, and tables.

use super::writer::Writer;
use super::{children, mathml};
use ego_tree::NodeRef;
use scraper::Node;

impl Writer {
    /// Writes a row. Brackets around something high grow with it.
    pub(super) fn fenced_row(&mut self, node: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        let start = self.out.len();
        self.row(node, depth)?;
        let inner = &self.out[start..];
        let is_high = ["\\frac", "\\begin{", "\\sum", "\\int"].iter().any(|high| inner.contains(high));
        let parts = children(node);
        if let (true, [first, .., last]) = (is_high, &parts[..])
            && let Some((open, _)) = fence(first)
        {
            let is_closed = fence(last).is_some_and(|(_, closes)| closes);
            let trimmed = inner.trim_end();
            let close = trimmed.len().checked_sub(usize::from(is_closed));
            let lead = inner.len() - inner.trim_start().len();
            if let Some(close) = close.filter(|close| *close >= lead + open.len())
                && inner[lead..].starts_with(open)
                && (is_closed || open == "\\{")
            {
                let start_of_close = if inner[..close].ends_with('\\') { close - 1 } else { close };
                let written = format!(
                    "\\left{}\\right{}",
                    &inner[lead..start_of_close],
                    if is_closed { &inner[start_of_close..] } else { "." }
                );
                self.out.truncate(start);
                self.push(&written);
            }
        }
        Some(())
    }

    /// Writes `<mfenced>`: parts with brackets around and separators between them.
    pub(super) fn fenced(&mut self, node: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        let element = mathml(node)?;
        let sign = |name: &str, usual: &'static str| {
            let known = |sign: &str| ["(", ")", "[", "]", "|", "{", "}", "", "\u{27e8}", "\u{27e9}"].contains(&sign);
            let own = element.attr(name).map_or(usual, str::trim);
            known(own).then(|| own.to_owned())
        };
        let (open, close) = (sign("open", "(")?, sign("close", ")")?);
        let separators = element.attr("separators").unwrap_or(",");
        let separator = separators.trim().chars().next().filter(|c| matches!(c, ',' | ';' | '|'));
        self.push("\\left");
        self.fence(&open);
        for (number, part) in children(node).iter().enumerate() {
            if number > 0 {
                self.out.extend(separator);
            }
            self.node(part, depth)?;
        }
        self.push("\\right");
        self.fence(&close);
        Some(())
    }

    pub(super) fn fence(&mut self, sign: &str) {
        match sign {
            "" => self.out.push('.'),
            "{" | "}" => self.out.extend(["\\", sign]),
            "\u{27e8}" => self.out.push_str("\\langle "),
            "\u{27e9}" => self.out.push_str("\\rangle "),
            _ => self.out.push_str(sign),
        }
    }

    pub(super) fn table(&mut self, table: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        self.push("\\begin{matrix}");
        for (number, row) in children(table).iter().enumerate() {
            let is_row = mathml(row).is_some_and(|e| matches!(&*e.name.local, "mtr" | "mlabeledtr"));
            self.out.push_str(if number > 0 { " \\\\ " } else { " " });
            for (number, cell) in children(row).iter().enumerate() {
                if !is_row || &*mathml(cell)?.name.local != "mtd" {
                    return None;
                }
                self.nodes += 1;
                self.out.push_str(if number > 0 { " & " } else { "" });
                self.row(cell, depth)?;
            }
        }
        self.out.push_str(" \\end{matrix}");
        Some(())
    }
}

/// A bracket as TeX, and whether it closes.
fn fence(node: &NodeRef<'_, Node>) -> Option<(&'static str, bool)> {
    mathml(node).filter(|element| &*element.name.local == "mo")?;
    let text = node.first_child()?.value().as_text()?.text.trim().to_owned();
    Some(match text.as_str() {
        "(" => ("(", false),
        "[" => ("[", false),
        "{" => ("\\{", false),
        "|" => ("|", true),
        ")" => (")", true),
        "]" => ("]", true),
        "}" => ("\\}", true),
        _ => return None,
    })
}
