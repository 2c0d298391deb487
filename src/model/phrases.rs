//! Phrases for the features that a model makes itself: what its earlier stage and its vocabulary think of a block and of
//! those around it. They speak of the page, so that no reason speaks of stages or logits.

use crate::features::{ANY, Added, Phrase, Reason, ReasonContext, Topic, reasons, tiers};

/// How much like content some blocks look: by probability.
macro_rules! content {
    ($who:literal, $like:literal, $unlike:literal) => {
        tiers(&[(0.5, concat!($who, " ", $like, " content")), (ANY, concat!($who, " ", $unlike, " content"))])
    };
}

/// How much like spam some blocks look: by probability. The word after the subject agrees with it.
macro_rules! spam {
    ($who:literal, looks) => {
        spam!($who, "looks like", "looks a little like", "does not look like")
    };
    ($who:literal, look) => {
        spam!($who, "look like", "look a little like", "do not look like")
    };
    ($who:literal, typical) => {
        spam!($who, "are typical of", "are partly typical of", "are not typical of")
    };
    ($who:literal, $like:literal, $little:literal, $unlike:literal) => {
        tiers(&[
            (0.5, concat!($who, " ", $like, " spam")),
            (0.1, concat!($who, " ", $little, " spam")),
            (ANY, concat!($who, " ", $unlike, " spam")),
        ])
    };
}

const SILENT: Phrase = Phrase::Silent;

/// Name, topic and phrase of the stage features, then of the vocabulary features.
const PHRASES: [(&str, Topic, Phrase); 53] = [
    (
        "predicted_content",
        Topic::OwnContent,
        tiers(&[(0.0, "by itself it looks like content"), (ANY, "by itself it does not look like content")]),
    ),
    (
        "predicted_spam",
        Topic::OwnSpam,
        tiers(&[
            (0.0, "by itself it looks like spam"),
            (-0.5, "by itself it looks a little like spam"),
            (ANY, "by itself it does not look like spam"),
        ]),
    ),
    ("content_before1", Topic::ContentAround, content!("the block before", "looks like", "does not look like")),
    ("content_before2", Topic::ContentAround, content!("the second block before", "looks like", "does not look like")),
    ("content_before3", Topic::ContentAround, content!("the third block before", "looks like", "does not look like")),
    ("content_after1", Topic::ContentAround, content!("the block after", "looks like", "does not look like")),
    ("content_after2", Topic::ContentAround, content!("the second block after", "looks like", "does not look like")),
    ("content_after3", Topic::ContentAround, content!("the third block after", "looks like", "does not look like")),
    ("content_window3", Topic::ContentAround, content!("neighboring blocks", "look like", "do not look like")),
    ("content_window8", Topic::ContentAround, content!("the blocks nearby", "look like", "do not look like")),
    ("content_window20", Topic::ContentAround, content!("this part of the page", "looks like", "does not look like")),
    (
        "content_share_before",
        Topic::ContentAround,
        Phrase::Share {
            none: "no content before it",
            some: "about {} of the page's content is before it",
            all: "all of the page's content is before it",
        },
    ),
    (
        "content_share_after",
        Topic::ContentAround,
        Phrase::Share {
            none: "no content after it",
            some: "about {} of the page's content is after it",
            all: "all of the page's content is after it",
        },
    ),
    ("page_content", Topic::PageContent, content!("most of the page", "looks like", "does not look like")),
    (
        "page_content_units",
        Topic::PageContent,
        Phrase::Count {
            none: "hardly any content on the page",
            one: "hardly any content on the page",
            many: "about {} words of content on the page",
        },
    ),
    ("page_certainty", Topic::PageContent, SILENT),
    (
        "content_rank",
        Topic::OwnContent,
        tiers(&[
            (0.5, "most of the page looks more like content than it does"),
            (0.05, "some of the page looks more like content than it does"),
            (ANY, "hardly anything on the page looks more like content"),
        ]),
    ),
    (
        "first_content_distance",
        Topic::ContentAround,
        tiers(&[(0.0, "after the start of the content"), (ANY, "before the content starts")]),
    ),
    (
        "last_content_distance",
        Topic::ContentAround,
        tiers(&[(0.0, "before the end of the content"), (ANY, "after the content ends")]),
    ),
    (
        "nearest_content_distance",
        Topic::ContentAround,
        Phrase::Count { none: "", one: "next to content", many: "at least {} blocks from any content" },
    ),
    ("content_ancestor1", Topic::ContentAround, content!("the element around it", "looks like", "does not look like")),
    (
        "content_ancestor2",
        Topic::ContentAround,
        content!("the wider element around it", "looks like", "does not look like"),
    ),
    ("content_ancestor3", Topic::ContentAround, content!("its part of the page", "looks like", "does not look like")),
    (
        "content_path",
        Topic::ContentAround,
        content!("blocks at the same place in the markup", "look like", "do not look like"),
    ),
    (
        "content_template",
        Topic::ContentAround,
        content!("blocks with the same markup", "look like", "do not look like"),
    ),
    (
        "content_gap",
        Topic::OwnContent,
        tiers(&[
            (0.0, "looks more like content than most of the page"),
            (ANY, "looks less like content than most of the page"),
        ]),
    ),
    ("spam_before1", Topic::SpamAround, spam!("the block before", looks)),
    ("spam_after1", Topic::SpamAround, spam!("the block after", looks)),
    ("spam_window3", Topic::SpamAround, spam!("neighboring blocks", look)),
    ("spam_window8", Topic::SpamAround, spam!("the blocks nearby", look)),
    ("spam_ancestor1", Topic::SpamAround, spam!("the element around it", looks)),
    ("spam_ancestor2", Topic::SpamAround, spam!("the wider element around it", looks)),
    ("spam_template", Topic::SpamAround, spam!("blocks with the same markup", look)),
    ("page_spam", Topic::PageSpam, spam!("most of the page", looks)),
    (
        "page_max_spam",
        Topic::PageSpam,
        tiers(&[
            (0.5, "another block of the page looks like spam"),
            (0.1, "another block of the page looks a little like spam"),
            (ANY, "no other block of the page looks like spam"),
        ]),
    ),
    (
        "page_spam_blocks",
        Topic::PageSpam,
        Phrase::Count {
            none: "no block of the page looks like spam",
            one: "about one block of the page looks like spam",
            many: "about {} blocks of the page look like spam",
        },
    ),
    (
        "spam_rank",
        Topic::OwnSpam,
        tiers(&[
            (0.5, "most of the page looks more like spam than it does"),
            (0.05, "some of the page looks more like spam than it does"),
            (ANY, "hardly anything on the page looks more like spam"),
        ]),
    ),
    (
        "words_content",
        Topic::OwnContent,
        tiers(&[
            (0.0, "its words and class names are typical of content"),
            (ANY, "its words and class names are not typical of content"),
        ]),
    ),
    (
        "words_spam",
        Topic::OwnSpam,
        tiers(&[
            (0.0, "its words are typical of spam, such as casinos or pharmacies"),
            (-0.5, "some of its words are typical of spam"),
            (ANY, "its words are not typical of spam"),
        ]),
    ),
    (
        "words_content_window3",
        Topic::ContentAround,
        content!("the words of neighboring blocks", "are typical of", "are not typical of"),
    ),
    (
        "words_content_window8",
        Topic::ContentAround,
        content!("the words of the blocks nearby", "are typical of", "are not typical of"),
    ),
    (
        "words_content_ancestor1",
        Topic::ContentAround,
        content!("the words in the element around it", "are typical of", "are not typical of"),
    ),
    (
        "words_content_path",
        Topic::ContentAround,
        content!("the words of blocks at the same place in the markup", "are typical of", "are not typical of"),
    ),
    (
        "words_content_template",
        Topic::ContentAround,
        content!("the words of blocks with the same markup", "are typical of", "are not typical of"),
    ),
    ("words_content_page", Topic::PageContent, content!("the page's words", "are typical of", "are not typical of")),
    ("words_spam_window3", Topic::SpamAround, spam!("the words of neighboring blocks", typical)),
    ("words_spam_ancestor1", Topic::SpamAround, spam!("the words in the element around it", typical)),
    ("words_spam_ancestor2", Topic::SpamAround, spam!("the words in the wider element around it", typical)),
    ("words_spam_template", Topic::SpamAround, spam!("the words of blocks with the same markup", typical)),
    ("words_spam_page", Topic::PageSpam, spam!("the words of the page's other blocks", typical)),
    ("words_spam_page_by_units", Topic::PageSpam, spam!("the words of the rest of the page", typical)),
    (
        "words_spam_gap",
        Topic::OwnSpam,
        tiers(&[
            (0.0, "its words are more typical of spam than the page's"),
            (ANY, "its words are less typical of spam than the page's"),
        ]),
    ),
    (
        "words_max_spam",
        Topic::PageSpam,
        tiers(&[
            (0.5, "the words of another block are typical of spam"),
            (0.1, "some words of another block are typical of spam"),
            (ANY, "no other block has words that are typical of spam"),
        ]),
    ),
];

fn phrase_of(feature: &str) -> Option<(Topic, Phrase)> {
    PHRASES.iter().find(|(name, ..)| *name == feature).map(|(_, topic, phrase)| (*topic, *phrase))
}

/// The reasons behind what features added to a score, the strongest first, at most `max`.
pub(super) fn reasons_of(added: &[Added<'_>], context: &ReasonContext, max: usize) -> Vec<Reason> {
    reasons(added, context, max, phrase_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::stage::STAGE_FEATURES;
    use crate::model::vocabulary::VOCABULARY_FEATURES;

    #[test]
    fn every_model_feature_has_a_phrase() {
        let names: Vec<&str> = STAGE_FEATURES.iter().chain(&VOCABULARY_FEATURES).map(|(name, _)| *name).collect();
        let phrased: Vec<&str> = PHRASES.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names, phrased);
    }

    #[test]
    fn phrases_leave_no_placeholder() {
        for (name, _, phrase) in PHRASES {
            for value in [f32::NEG_INFINITY, -2.0, 0.0, 0.2, 0.7, 1.0, 9.0, f32::INFINITY, f32::NAN] {
                let told = phrase.tell(value, &ReasonContext::default()).unwrap_or_default();
                assert!(!["{", "}", "NaN", "inf"].iter().any(|wrong| told.contains(wrong)), "{name}: {told}");
            }
        }
    }
}
