//! The entries of repetition features: equal texts, tag paths, templates and siblings.

use super::entry::entries;
use super::phrase::{ANY, Topic, count, share, tiers};

entries! {
    super::language::END;
    Repetition false {
        duplicates "log(1 + other blocks with the same text)";
            Duplicates => count("", "another block has the same text", "{} other blocks have the same text");
        top_word_share "share of words that are the block's most frequent word, 0 for fewer than 4 words";
            Variety => share("", "{} of its words are the same word", "the same word over and over");
        repeated_char_pairs "share of character pairs that occurred before in the block";
            Variety => tiers(&[(0.8, "repeats the same letters a lot"), (ANY, "")]);
    }
    Repetition true {
        path_count "log(1 + blocks with the same tag path)";
            Template => count("", "no other block has its place in the markup", "{} blocks share its place in the markup");
        path_share "share of the page's units in blocks with the same tag path";
            Template => share("", "blocks with its place in the markup hold {} of the page's text", "blocks with its place in the markup hold all the page's text");
        path_link_density "link density of the blocks with the same tag path";
            Template => share("blocks like it in the markup have no links", "{} of the text of blocks like it in the markup is link text", "blocks like it in the markup are all links");
        path_units_cv "standard deviation over mean of the units of blocks with the same tag path, at most 4";
            Template => tiers(&[(0.7, "blocks like it in the markup differ in length"), (ANY, "blocks like it in the markup are of similar length")]);
        template_count "log(1 + blocks with the same template)";
            Template => count("", "the only block of its template", "{} blocks share its template");
        template_share "share of the page's units in blocks with the same template";
            Template => share("", "blocks of its template hold {} of the page's text", "blocks of its template hold all the page's text");
        template_link_density "link density of the blocks with the same template";
            Template => share("blocks of its template have no links", "{} of the text of its template's blocks is link text", "blocks of its template are all links");
        template_units_cv "standard deviation over mean of the units of blocks with the same template, at most 4";
            Template => tiers(&[(0.7, "blocks of its template differ in length"), (ANY, "blocks of its template are of similar length")]);
        template_prose "prose share of the blocks with the same template";
            Template => share("no block of its template is prose", "{} of the text of its template's blocks is prose", "all blocks of its template are prose");
        max_siblings "log(1 + siblings of the same template, for the ancestor with most of them)";
            Siblings => count("", "no repeated siblings around it", "one of {} repeated siblings");
        siblings_link_density "link density of these siblings";
            Siblings => share("repeated siblings without links", "{} of the text of the repeated siblings is link text", "repeated siblings that are all links");
        siblings_units "log(1 + mean units of these siblings)";
            Siblings => count("repeated siblings with hardly any text", "repeated siblings of about one word", "repeated siblings of about {} words");
        siblings_prose "prose share of these siblings";
            Siblings => share("repeated siblings without prose", "{} of the text of the repeated siblings is prose", "repeated siblings that are all prose");
        siblings_share "share of the page's units in these siblings";
            Siblings => share("", "repeated siblings that hold {} of the page's text", "repeated siblings that hold all the page's text");
        outer_siblings "log(1 + siblings of the same template, for the outermost ancestor with three or more)";
            Siblings => count("not in an outer list of repeated siblings", "not in an outer list of repeated siblings", "in an outer list of {} repeated siblings");
        outer_siblings_units "log(1 + mean units of these outer siblings)";
            Siblings => count("", "outer siblings of about one word", "outer siblings of about {} words");
        outer_siblings_link_density "link density of these outer siblings";
            Siblings => share("", "{} of the text of the outer siblings is link text", "outer siblings that are all links");
        outer_siblings_share "share of the page's units in these outer siblings";
            Siblings => share("", "outer siblings that hold {} of the page's text", "outer siblings that hold all the page's text");
        outer_siblings_prose "prose share of these outer siblings";
            Siblings => share("", "{} of the text of the outer siblings is prose", "outer siblings that are all prose");
    }
}
