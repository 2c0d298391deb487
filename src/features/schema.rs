//! The one table of features: name, group, unit or range, reason. The CSV header, the model's schema hash, the
//! explanations and `docs/FEATURES.md` are made from it.

use crate::parse::{CUE_GROUPS, Cues};
use std::sync::LazyLock;

/// What a feature is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeatureGroup {
    /// Shape of the block's own text.
    Text,
    /// Segments within a line, as in `A| B| C`.
    Segments,
    /// Links: density, targets, spread of domains.
    Links,
    /// Script, language and vocabulary against the rest of the page.
    Language,
    /// Repetition of texts, anchors and templates.
    Repetition,
    /// Where in the markup the block stands.
    Structure,
    /// Where in the page the block stands.
    Position,
    /// Neighbours and ancestors.
    Context,
    /// The page as a whole.
    Page,
}

impl FeatureGroup {
    /// The name of the group.
    pub fn as_str(self) -> &'static str {
        match self {
            FeatureGroup::Text => "text",
            FeatureGroup::Segments => "segments",
            FeatureGroup::Links => "links",
            FeatureGroup::Language => "language",
            FeatureGroup::Repetition => "repetition",
            FeatureGroup::Structure => "structure",
            FeatureGroup::Position => "position",
            FeatureGroup::Context => "context",
            FeatureGroup::Page => "page",
        }
    }
}

/// One column of the feature table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Name, as in CSV headers and models.
    pub name: String,
    /// What it is about.
    pub group: FeatureGroup,
    /// What it measures, with unit or range.
    pub doc: String,
    /// Whether it needs markup; on plain text such a feature is absent, which is not the same as zero.
    pub needs_markup: bool,
}

macro_rules! schema {
    ($($group:ident $markup:literal { $($name:ident $doc:literal,)* })*) => {
        /// Columns by name.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[derive(Clone, Copy)]
        #[repr(usize)]
        pub(crate) enum Col { $($($name,)*)* COUNT }

        fn listed() -> Vec<Feature> {
            vec![$($(Feature {
                name: stringify!($name).to_owned(),
                group: FeatureGroup::$group,
                doc: $doc.to_owned(),
                needs_markup: $markup,
            },)*)*]
        }
    };
}

schema! {
    Text false {
        units "log(1 + units): words, two Han or kana characters, or five Thai characters each",
        chars "log(1 + characters)",
        stopword_share "share of units that are function words of any language",
        digit_share "share of letters and digits that are digits",
        upper_share "share of letters that are upper case",
        punctuation_share "share of characters that are punctuation",
        sentence_ends_per_unit "sentence ends per unit",
        commas_per_unit "commas per unit",
        word_length "mean characters per unit, over 10",
        ends_sentence "1 if the text ends like a sentence",
        ends_colon "1 if the text ends with a colon",
        starts_upper "1 if the text starts with an upper-case letter",
        title_case "share of words that start with an upper-case letter",
        units_1_to_2 "1 for 1 or 2 units",
        units_3_to_9 "1 for 3 to 9 units",
        units_10_to_29 "1 for 10 to 29 units",
        units_30_or_more "1 for 30 units or more",
        is_prose "1 for at least 10 units, few links and function words",
        question_or_exclamation "1 with a question or exclamation mark",
        currency_signs "log(1 + currency signs)",
        number_groups "log(1 + groups of digits)",
        has_copyright_sign "1 with a copyright sign",
        symbol_share "share of characters that are symbols",
        emoji_share "share of characters that are emoji",
        addresses_in_text "log(1 + web or mail addresses in the text)",
        typed_links "log(1 + links typed as markup in the text, as in dumps of comments)",
        type_token_ratio "distinct words over words",
    }
    Segments false {
        segments "log(1 + segments between | , / · • and the like)",
        segment_length "log(1 + mean characters of a segment)",
        segment_length_cv "standard deviation of segment lengths over their mean",
        short_segment_share "share of segments of at most 12 characters",
        top_separator_share "share of separators that are the most frequent one",
        is_segment_run "1 for at least 8 short segments of similar length",
    }
    Links true {
        link_density "share of characters within links",
        units_outside_links "log(1 + units outside links)",
        links "log(1 + links)",
        external_link_share "share of links that lead to another site",
        external_links "log(1 + links that lead to another site)",
        domains_per_external_link "distinct domains over external links",
        singleton_domain_links "log(1 + links to domains that the page links nowhere else)",
        singleton_domain_share "share of links to domains that the page links nowhere else",
        external_link_share_gap "external share less that of the rest of the page",
        rest_external_link_share "external share of the rest of the page",
        anchor_length "log(1 + mean characters of an anchor)",
        repeated_anchor_share "1 less distinct anchors over links",
        multi_host_anchor_share "share of links whose anchor text the block also links to another host",
        nofollow_share "share of links that are nofollow, ugc or sponsored",
        other_link_share "share of links to scripts, mail or places on the page",
        root_link_share "share of external links to a site's root",
        deep_link_share "share of external links three or more path parts deep",
        numeric_path_share "share of links with a path part that is all digits",
        top_path_shape_share "share of links whose path has the block's most common shape",
        foreign_tld_share "share of external links to another top-level domain than the page's most common",
        tlds_per_external_link "distinct top-level domains over external links",
        host_keyword_share "share of external links whose host holds a word of the anchor",
        extra_subdomains "log(1 + distinct hosts - distinct domains) of external links",
        domain_hyphens_digits "mean hyphens and digits in the domains of external links, over 4",
        longest_link_run "log(1 + longest run of links with next to no text between)",
    }
    Language false {
        foreign_script "share of letters in another script than most of the page",
        foreign_script_prose "share of letters in another script than the page's prose",
        foreign_script_title "share of letters in another script than the title",
        script_entropy "entropy of the scripts of the letters",
        latin_share "share of letters that are Latin",
        cjk_share "share of letters that are Han, kana or Hangul",
        page_language_stopwords "function words of the page's language per unit",
        other_language_stopwords "function words of the block's best other language per unit, less the page's",
        rare_char_pairs "share of character pairs that occur at most once in the page's other blocks",
        surprisal "mean bits of a character pair given the page's other blocks, over 8",
        surprisal_gap "mean bits of a character pair less the mean over all pairs of the page, over 8",
        unseen_words "share of words that stand nowhere else on the page",
        title_coverage "share of the title's words in the block",
        words_in_title "share of the block's words in the title",
        words_in_description "share of the block's words in the description",
        words_in_prose "share of the block's words in the page's prose elsewhere",
        words_in_headings "share of the block's words in headings elsewhere",
        obfuscated_words "share of words with mixed scripts, zero-width or full-width characters",
        language_differs "1 if the block's own language differs from the page's, where long enough to tell",
    }
    Repetition false {
        duplicates "log(1 + other blocks of the same text)",
        top_word_share "share of words that are the block's most frequent word",
        repeated_char_pairs "share of character pairs that occurred before in the block",
    }
    Repetition true {
        path_count "log(1 + blocks of the same tag path)",
        path_share "share of the page's units in blocks of the same tag path",
        path_link_density "link share of blocks of the same tag path",
        path_units_cv "spread of units in blocks of the same tag path",
        template_count "log(1 + blocks of the same template)",
        template_share "share of the page's units in blocks of the same template",
        template_link_density "link share of blocks of the same template",
        template_units_cv "spread of units in blocks of the same template",
        template_prose "prose share of blocks of the same template",
        max_siblings "log(1 + siblings of the ancestor with most siblings of its own template)",
        siblings_link_density "link share of these siblings",
        siblings_units "log(1 + mean units of these siblings)",
        siblings_prose "prose share of these siblings",
        siblings_share "share of the page's units in these siblings",
        outer_siblings "log(1 + siblings of the outermost ancestor with three or more)",
        outer_siblings_units "log(1 + mean units of these)",
        outer_siblings_link_density "link share of these",
        outer_siblings_share "share of the page's units in these",
        outer_siblings_prose "prose share of these",
    }
    Structure true {
        depth "depth of the container over 32",
        is_p "1 in p",
        is_li "1 in li",
        is_cell "1 in td or th",
        is_div "1 directly in div, section, article, main, body or center",
        is_h1 "1 in h1",
        is_h2 "1 in h2",
        is_h3_to_h6 "1 in h3 to h6",
        is_control "1 in button, label, option or legend",
        is_pre "1 in pre",
        is_dt_dd "1 in dt or dd",
        is_caption "1 in figcaption or caption",
        is_quoted "1 in blockquote",
        is_title "1 for the title",
        is_description "1 for the meta description",
        is_keywords "1 for the meta keywords",
        is_single_link "1 if all text is one link",
        in_main "1 inside main",
        in_article "1 inside article",
        steps_to_main "steps up to main or article, over 16; 1 without",
        in_nav "1 inside nav",
        in_header "1 inside header",
        in_footer "1 inside footer",
        in_aside "1 inside aside",
        in_form "1 inside form",
        in_table "1 inside table",
        in_list "1 inside a list",
        in_section "1 inside section",
        in_dialog "1 inside dialog or details",
        in_custom_element "1 inside a custom element",
        has_microdata "1 if the container or its parent carries microdata",
        display_none "1 hidden by display none",
        off_screen "1 moved off the screen",
        invisible "1 hidden by visibility or opacity",
        tiny "1 hidden by size",
        background_colored "1 in the background's colour",
        hidden_by_style "1 hidden by a style attribute",
        aria_hidden "1 aria-hidden",
        hidden_singleton_domain_links "log(1 + lonely links) if hidden",
        after_html "1 after the end of the document",
        noscript_only "1 in noscript",
        emphasis_share "share of text that is emphasised",
        line_breaks "log(1 + single line breaks)",
    }
    Position false {
        position "place among the blocks, 0 to 1",
        position_units "share of the page's units before",
        blocks_before "log(1 + blocks before)",
        blocks_after "log(1 + blocks after)",
        is_last_3 "1 among the last three",
        is_first_3 "1 among the first three of the body",
    }
    Position true {
        main_heading_distance "log(1 + blocks to the main heading)",
        after_main_heading "1 after the main heading",
        has_main_heading "1 if a main heading was found",
        main_heading_common_share "share of the page's units under the common ancestor with the main heading",
        heading_distance "log(1 + blocks to the heading before)",
        heading_level "level of the heading before, over 6",
        heading_link_density "link share of that heading",
        after_footer "1 after the last footer, if that ends in the second half of the page",
    }
    Context false {
        previous_units "log(1 + units) of the block before",
        next_units "log(1 + units) of the block after",
        previous_prose "1 if the block before is prose",
        next_prose "1 if the block after is prose",
        previous_stopword_share "function-word share of the block before",
        next_stopword_share "function-word share of the block after",
        window5_units "log(1 + mean units) within 5 blocks",
        window5_prose "prose share within 5 blocks",
        window15_units "log(1 + mean units) within 15 blocks",
        window15_prose "prose share within 15 blocks",
        window5_unseen_words "mean share of unseen words within 5 blocks",
        window5_foreign_script "mean share of foreign script within 5 blocks",
        prose_before "share of the page's prose before",
        prose_after "share of the page's prose after",
        prose_distance "log(1 + blocks to the nearest prose)",
        prose_ahead "log(1 + blocks to the next prose)",
        prose_behind "log(1 + blocks to the last prose before)",
    }
    Context true {
        previous_link_density "link share of the block before",
        next_link_density "link share of the block after",
        previous_same_template "1 if the block before has the same container template",
        next_same_template "1 if the block after has the same container template",
        window5_link_density "link share within 5 blocks",
        window15_link_density "link share within 15 blocks",
        window5_singleton_domain_links "log(1 + lonely links) within 5 blocks",
        window15_singleton_domain_links "log(1 + lonely links) within 15 blocks",
        ancestor1_prose "prose share of the first ancestor that adds blocks",
        ancestor1_units "log(1 + units a block) of it",
        ancestor1_link_density "link share of it",
        ancestor1_share "share of the page's units in it",
        ancestor1_prose_share "share of the page's prose in it",
        ancestor1_singleton_domain_share "lonely links over links in it",
        ancestor1_blocks "log(1 + blocks) in it",
        ancestor2_prose "prose share of the second such ancestor",
        ancestor2_units "log(1 + units a block) of it",
        ancestor2_link_density "link share of it",
        ancestor2_share "share of the page's units in it",
        ancestor2_prose_share "share of the page's prose in it",
        ancestor2_singleton_domain_share "lonely links over links in it",
        ancestor3_prose "prose share of the third such ancestor",
        ancestor3_units "log(1 + units a block) of it",
        ancestor3_link_density "link share of it",
        ancestor3_share "share of the page's units in it",
        ancestor3_prose_share "share of the page's prose in it",
        in_prose_parent "1 inside the element that holds most prose directly",
        prose_parent_share "share of the page's prose directly in it",
        in_densest_container "1 inside the element that maximises prose share times prose density",
        densest_container_share "share of the page's units in it",
        steps_to_densest_container "steps from the container to the common ancestor with it, over 16",
    }
    Page false {
        page_blocks "log(1 + blocks)",
        page_units "log(1 + units)",
        page_prose "share of the page's units in prose",
        page_stopword_share "function words per unit",
        page_price_blocks "log(1 + blocks with currency signs)",
        page_mean_units "log(1 + mean units of a block)",
        page_script_entropy "entropy of the scripts of the page's letters",
        page_cjk_share "share of the page's letters that are Han, kana or Hangul",
    }
    Page true {
        page_link_density "link share",
        page_external_link_share "external share of links",
        page_inputs "log(1 + form fields)",
        page_images "log(1 + images)",
        page_hidden_share "share of units that are hidden",
        page_has_main "1 with main or article",
        page_articles "log(1 + article elements)",
        page_og_article "1 with og:type article",
        page_og_product "1 with og:type product",
        page_ld_article "1 with JSON-LD of an article",
        page_ld_product "1 with JSON-LD of a product",
        page_ld_list "1 with JSON-LD of a list",
        page_ld_forum "1 with JSON-LD of a discussion",
        page_comment_share "share of units in comment-like containers",
        page_posts "log(1 + largest group of prose-bearing siblings)",
        page_has_h1 "1 with an h1",
        page_domain_known "1 if the page's own domain is stated",
    }
}

/// Features listed by name, without the cue columns after them.
pub(crate) const LISTED: usize = Col::COUNT as usize;
/// First column of cues near and cues far.
pub(crate) const NEAR: usize = LISTED;
pub(crate) const FAR: usize = LISTED + Cues::COUNT;
/// Number of columns.
pub(crate) const WIDTH: usize = LISTED + 2 * Cues::COUNT;

static FEATURES: LazyLock<Vec<Feature>> = LazyLock::new(|| {
    let mut all = listed();
    for (prefix, where_) in [("near", "the container, its parent or inline elements"), ("far", "any other ancestor")] {
        for (name, words) in CUE_GROUPS {
            all.push(Feature {
                name: format!("{prefix}_{name}"),
                group: FeatureGroup::Structure,
                doc: format!("1 if class, id or role of {where_} holds one of: {words}"),
                needs_markup: true,
            });
        }
    }
    all
});

/// All features in column order.
///
/// ```
/// assert!(blocksift::features().iter().any(|f| f.name == "link_density"));
/// ```
pub fn features() -> &'static [Feature] {
    &FEATURES
}

/// Hash of names and order of all features, 16 hexadecimal digits. A model refuses rows of another schema.
pub fn schema_hash() -> String {
    static HASH: LazyLock<String> = LazyLock::new(|| {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for feature in features() {
            for byte in feature.name.bytes().chain([b'\n', u8::from(feature.needs_markup)]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("{hash:016x}")
    });
    HASH.clone()
}
