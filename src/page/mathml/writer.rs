//! Writes TeX for the elements of a formula, in order.

use super::signs::{FUNCTIONS, command_of};
use super::{MAX_COMMAND, MAX_NODES, MAX_TEX, children, is_annotation, mathml};
use ego_tree::NodeRef;
use scraper::Node;

/// Elements inside each other in a formula that is converted.
const MAX_DEPTH: usize = 24;

/// Writes TeX. Every method returns `None` if what it reads is not MathML that it knows.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: String,
    /// The text of what was read, without white space.
    pub(super) text: String,
    pub(super) nodes: usize,
}

impl Writer {
    /// Writes what is in an element, in order.
    pub(super) fn row(&mut self, node: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        for child in node.children() {
            self.node(&child, depth)?;
        }
        Some(())
    }

    pub(super) fn node(&mut self, node: &NodeRef<'_, Node>, depth: usize) -> Option<()> {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES || self.out.len() > MAX_TEX {
            return None;
        }
        let name = match node.value() {
            Node::Text(text) => {
                self.signs(&text.text);
                return Some(());
            }
            Node::Element(_) => &*mathml(node)?.name.local,
            _ => return Some(()),
        };
        let depth = depth + 1;
        match name {
            "mi" | "mn" | "mo" | "mtext" | "ms" => self.token(node, name),
            "mspace" => {
                self.push(" ");
                node.first_child().is_none().then_some(())
            }
            "mrow" | "mpadded" => self.fenced_row(node, depth),
            "mstyle" | "merror" | "menclose" | "maction" => self.row(node, depth),
            "semantics" => {
                let mut parts = children(node).into_iter();
                self.node(&parts.next()?, depth)?;
                parts.all(|part| mathml(&part).is_some_and(is_annotation)).then_some(())
            }
            "mphantom" => self.command("\\phantom", |writer| writer.row(node, depth)),
            "msqrt" => self.command("\\sqrt", |writer| writer.row(node, depth)),
            "mfenced" => self.fenced(node, depth),
            "mtable" => self.table(node, depth),
            "mmultiscripts" => self.multiscripts(&children(node), depth),
            _ => self.parts(name, node, &children(node), depth),
        }
    }

    /// Writes an element with a fixed number of parts.
    pub(super) fn parts(
        &mut self,
        name: &str,
        node: &NodeRef<'_, Node>,
        parts: &[NodeRef<'_, Node>],
        depth: usize,
    ) -> Option<()> {
        match (name, parts) {
            ("mfrac", [above, below]) => {
                let is_bare = mathml(node)?.attr("linethickness").is_some_and(|width| width.starts_with('0'));
                if is_bare {
                    self.group(|writer| {
                        writer.node(above, depth)?;
                        writer.push("\\atop ");
                        writer.node(below, depth)
                    })
                } else {
                    self.command("\\frac", |writer| writer.node(above, depth))?;
                    self.group(|writer| writer.node(below, depth))
                }
            }
            ("mroot", [base, index]) => {
                // The index comes last in MathML, and its text is compared in the order of the page.
                let index = self.apart(index, depth)?;
                self.push("\\sqrt[");
                self.out.push_str(&index.0);
                self.out.push(']');
                self.group(|writer| writer.node(base, depth))?;
                self.text.push_str(&index.1);
                Some(())
            }
            ("msub", [base, sub]) => self.scripts(base, Some(sub), None, depth),
            ("msup", [base, sup]) => self.scripts(base, None, Some(sup), depth),
            ("msubsup", [base, sub, sup]) => self.scripts(base, Some(sub), Some(sup), depth),
            ("munder", [base, under]) => self.around(base, Some(under), None, depth),
            ("mover", [base, over]) => self.around(base, None, Some(over), depth),
            ("munderover", [base, under, over]) => self.around(base, Some(under), Some(over), depth),
            ("none" | "mprescripts", []) => Some(()),
            _ => None,
        }
    }

    /// What a node is written as, and its text, apart from the rest.
    pub(super) fn apart(&mut self, node: &NodeRef<'_, Node>, depth: usize) -> Option<(String, String)> {
        let mut writer = Writer { nodes: self.nodes, ..Writer::default() };
        writer.node(node, depth)?;
        self.nodes = writer.nodes;
        Some((writer.out.trim().to_owned(), writer.text))
    }

    /// Appends TeX. A command that ends in a letter does not run into the next letter.
    pub(super) fn push(&mut self, tex: &str) {
        if tex.starts_with(|c: char| c.is_ascii_alphabetic()) && self.ends_in_command() {
            self.out.push(' ');
        }
        self.out.push_str(tex);
    }

    pub(super) fn ends_in_command(&self) -> bool {
        let end = self.out.as_bytes();
        let letters = end.iter().rev().take(MAX_COMMAND).take_while(|b| b.is_ascii_alphabetic()).count();
        letters > 0 && end.len() > letters && end[end.len() - letters - 1] == b'\\'
    }

    pub(super) fn group(&mut self, inside: impl FnOnce(&mut Writer) -> Option<()>) -> Option<()> {
        self.out.push('{');
        inside(self)?;
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('}');
        Some(())
    }

    pub(super) fn command(&mut self, name: &str, inside: impl FnOnce(&mut Writer) -> Option<()>) -> Option<()> {
        self.push(name);
        self.group(inside)
    }

    /// Writes a number, a name, a sign or a text.
    pub(super) fn token(&mut self, node: &NodeRef<'_, Node>, name: &str) -> Option<()> {
        let mut text = String::new();
        for child in node.children() {
            match child.value() {
                Node::Text(own) => text.push_str(&own.text),
                Node::Element(_) => return None,
                _ => {}
            }
        }
        let is_spaced = name == "mtext";
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut joined = words.join(" ");
        if is_spaced && !joined.is_empty() {
            let space = |is_there: bool| if is_there { " " } else { "" };
            joined = format!(
                "{}{joined}{}",
                space(text.starts_with(char::is_whitespace)),
                space(text.ends_with(char::is_whitespace))
            );
        }
        match name {
            "mtext" | "ms" if joined.is_empty() => self.push(" "),
            "mtext" | "ms" => {
                self.keep_text(&joined);
                self.push("\\text{");
                for c in joined.chars() {
                    self.literal(c);
                }
                self.out.push('}');
            }
            "mi" | "mo" => self.name(node, &joined),
            _ => self.signs(&joined),
        }
        Some(())
    }

    /// Writes a name: a variable of one letter, a function, or another word.
    pub(super) fn name(&mut self, node: &NodeRef<'_, Node>, name: &str) {
        let variant = mathml(node).and_then(|element| element.attr("mathvariant")).unwrap_or_default();
        let is_word = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic());
        let font = match variant {
            "bold" => "\\mathbf",
            "bold-italic" => "\\boldsymbol",
            "double-struck" => "\\mathbb",
            "script" => "\\mathcal",
            "fraktur" => "\\mathfrak",
            "sans-serif" => "\\mathsf",
            "monospace" => "\\mathtt",
            "normal" if name.len() == 1 && name.as_bytes()[0].is_ascii_alphabetic() => "\\mathrm",
            _ if is_word && FUNCTIONS.contains(&name) => {
                self.keep_text(name);
                self.push("\\");
                return self.out.push_str(name);
            }
            _ if is_word => "\\mathrm",
            _ => return self.signs(name),
        };
        self.push(font);
        self.out.push('{');
        self.signs(name);
        self.out.push('}');
    }

    /// Writes signs as commands where TeX has them.
    pub(super) fn signs(&mut self, text: &str) {
        self.keep_text(text);
        for c in text.chars() {
            if let Some(command) = command_of(c) {
                self.push(command);
            } else if c.is_whitespace() {
                self.out.push_str(if self.out.ends_with(' ') { "" } else { " " });
            } else if c.is_ascii_alphabetic() {
                self.push(c.encode_utf8(&mut [0; 4]));
            } else {
                self.literal(c);
            }
        }
    }

    /// Writes a character that must mean itself.
    pub(super) fn literal(&mut self, c: char) {
        match c {
            '{' | '}' | '#' | '%' | '&' | '_' | '$' => self.out.extend(['\\', c]),
            '\\' => self.out.push_str("\\backslash "),
            '^' => self.out.push_str("\\wedge "),
            '~' => self.out.push_str("\\sim "),
            '\u{2061}'..='\u{2064}' | '\u{200b}' => {}
            c => self.out.push(c),
        }
    }

    pub(super) fn keep_text(&mut self, text: &str) {
        self.text.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
}
