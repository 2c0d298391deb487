//! Collects the paths that one module's source names: `use` declarations and paths written inline.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, UseTree};

/// A path as the source writes it, such as `super::links::Link`.
#[derive(Debug, Clone)]
pub(in crate::layers) struct Written {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

/// What one module's source names.
#[derive(Default)]
pub(super) struct Names<'ast> {
    /// Every path of two segments or more.
    pub(super) paths: Vec<Written>,
    /// Names that `use` declarations bind, with the paths they stand for.
    pub(super) aliases: BTreeMap<String, Vec<String>>,
    /// Child modules, declared or inline.
    pub(super) children: Vec<&'ast ItemMod>,
    /// Whether the tokens being read belong to an attribute, whose strings may be paths.
    in_attribute: bool,
}

impl<'ast> Names<'ast> {
    pub(super) fn collect(items: &'ast [Item]) -> Self {
        let mut names = Self::default();
        items.iter().for_each(|item| names.visit_item(item));
        names
    }

    fn add(&mut self, segments: Vec<String>, line: usize) {
        if segments.len() > 1 {
            self.paths.push(Written { segments, line });
        }
    }

    /// Flattens `a::{b, c::d as e}` into its paths.
    fn add_use(&mut self, prefix: &[String], tree: &UseTree) {
        let (name, alias) = match tree {
            UseTree::Path(path) => {
                return self.add_use(&[prefix, &[path.ident.to_string()]].concat(), &path.tree);
            }
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.add_use(prefix, tree)),
            UseTree::Glob(glob) => {
                return self.add([prefix, &["*".to_owned()]].concat(), line(glob.star_token.spans[0]));
            }
            UseTree::Name(name) => (&name.ident, &name.ident),
            UseTree::Rename(rename) => (&rename.ident, &rename.rename),
        };
        let mut segments = prefix.to_vec();
        // `use a::{self}` names `a` itself.
        if name != "self" || prefix.is_empty() {
            segments.push(name.to_string());
        }
        let alias = if alias == "self" { segments.last().cloned().unwrap_or_default() } else { alias.to_string() };
        self.aliases.insert(alias, segments.clone());
        self.add(segments, line(name.span()));
    }

    /// Reads the paths among tokens that are not parsed: arguments of macros and attributes.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_colon = |i: usize| matches!(tokens.get(i), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            next += 1;
            match token {
                TokenTree::Group(group) => self.add_tokens(group.stream()),
                TokenTree::Literal(literal) if self.in_attribute => {
                    let text = literal.to_string();
                    let path = text.trim_matches('"');
                    if ["crate::", "super::", "self::"].iter().any(|start| path.starts_with(start)) {
                        self.add(path.split("::").map(str::to_owned).collect(), line(literal.span()));
                    }
                }
                TokenTree::Ident(first) => {
                    let mut segments = vec![first.to_string()];
                    while is_colon(next) && is_colon(next + 1) {
                        let Some(TokenTree::Ident(segment)) = tokens.get(next + 2) else { break };
                        segments.push(segment.to_string());
                        next += 3;
                    }
                    self.add(segments, line(first.span()));
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names<'ast> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes(item)) {
            return;
        }
        match item {
            Item::Mod(module) => self.children.push(module),
            Item::Use(declaration) => self.add_use(&[], &declaration.tree),
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first()) {
            let segments = path.segments.iter().map(|s| s.ident.to_string()).collect();
            self.add(segments, line(first.ident.span()));
        }
        visit::visit_path(self, path);
    }

    /// `pub(in crate::a)` limits visibility and imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if !attribute.meta.path().is_ident("doc") {
            self.in_attribute = true;
            visit::visit_attribute(self, attribute);
            self.in_attribute = false;
        }
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.add_tokens(tokens.clone());
    }
}

fn line(span: proc_macro2::Span) -> usize {
    span.start().line
}

/// Whether an item is compiled for tests alone: `#[test]`, `#[cfg(test)]` or `#[cfg(all(test, ...))]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => requires_test(list.tokens.clone()),
        meta => meta.path().is_ident("test"),
    })
}

fn requires_test(condition: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = condition.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name)] => name == "test",
        [TokenTree::Ident(all), TokenTree::Group(conditions)] if all == "all" => {
            let conditions: Vec<TokenTree> = conditions.stream().into_iter().collect();
            conditions
                .split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ','))
                .any(|condition| requires_test(condition.iter().cloned().collect()))
        }
        _ => false,
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
