//! The entries of cue features: what the words of class, id and role attributes say an element is for.

use super::phrase::Topic;
use crate::parse::{CUE_GROUPS, Cues};

/// For each cue group, the part of the page that it marks, and its name in a phrase.
const PARTS: [(&str, &str, &str); Cues::COUNT] = [
    ("body", "main text", "body text"),
    ("article", "article", "an article"),
    ("main", "main", "the main content"),
    ("post", "post", "a post or message"),
    ("comment", "comment", "comments"),
    ("title", "title", "a title or summary"),
    ("meta", "meta", "a byline or date"),
    ("nav", "nav", "navigation"),
    ("breadcrumb", "breadcrumb", "breadcrumbs or paging"),
    ("header", "header", "the page header"),
    ("footer", "footer", "the footer"),
    ("side", "side", "a sidebar"),
    ("related", "related", "related or popular items"),
    ("share", "share", "share buttons"),
    ("ad", "ad", "an advertisement"),
    ("popup", "popup", "a pop-up or notice"),
    ("form", "form", "a form or filter"),
    ("product", "product", "a product"),
    ("card", "list", "cards or list items"),
    ("description", "description", "a description or details"),
    ("tag", "tag", "tags or categories"),
    ("hide", "hide", "hidden parts"),
    ("link", "partner links", "links or partners"),
    ("review", "review", "reviews"),
    ("faq", "faq", "questions and answers"),
    ("button", "button", "buttons or tools"),
];

/// One cue feature: its name, what it measures, topic and phrase.
pub(super) type CueEntry = (String, String, Topic, CuePhrase);

/// The phrase of a cue feature, which tells nothing where the cue is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CuePhrase {
    is_near: bool,
    part: &'static str,
}

impl CuePhrase {
    pub(crate) fn tell(self, value: f32) -> Option<String> {
        let element = if self.is_near { "its element" } else { "an outer element" };
        (value >= 0.5).then(|| format!("{element} is named like {}", self.part))
    }
}

/// The cue features in column order: the groups near the block, then the groups far from it.
pub(super) fn entries() -> Vec<CueEntry> {
    let places = [("near", "the container, its parent or inline elements"), ("far", "any other ancestor")];
    let mut all = Vec::new();
    for (prefix, elements) in places {
        for (group, words) in CUE_GROUPS {
            let (part, label) = part_of(group);
            all.push((
                format!("{prefix}_{group}"),
                format!("1 if class, id or role of {elements} has one of the words: {words}"),
                Topic::Part(part),
                CuePhrase { is_near: prefix == "near", part: label },
            ));
        }
    }
    all
}

/// The part of the page and the phrase of a cue group.
fn part_of(group: &str) -> (&'static str, &'static str) {
    PARTS.iter().find(|(name, ..)| *name == group).map_or(("", ""), |(_, part, label)| (*part, *label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_group_has_a_part() {
        for ((group, _), (name, part, label)) in CUE_GROUPS.iter().zip(PARTS) {
            assert_eq!(*group, name);
            assert!(!part.is_empty() && !label.is_empty(), "{group}");
        }
    }
}
