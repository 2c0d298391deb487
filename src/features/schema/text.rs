//! The entries of text features and of segment features.

use super::entry::entries;
use super::phrase::{ANY, Phrase, Topic, count, flag, share, tiers};

entries! {
    0;
    Text false {
        units "log(1 + units), where a unit is a word, two Han or kana characters, or five Thai characters";
            Length => count("less than a word", "one word", "{} words");
        chars "log(1 + characters)";
            Length => count("no text", "one character", "{} characters");
        stopword_share "share of units that are function words of any language";
            Prose => share("no function words", "{} of its words are function words", "only function words");
        digit_share "share of letters and digits that are digits";
            Numbers => share("no digits", "{} of its letters and digits are digits", "nothing but digits");
        upper_share "share of letters that are upper case";
            Case => share("no capital letters", "{} of its letters are capitals", "all in capitals");
        punctuation_share "share of characters that are punctuation";
            Punctuation => share("no punctuation", "{} of its characters are punctuation", "nothing but punctuation");
        sentence_ends_per_unit "sentence ends per unit, at most 1";
            Punctuation => tiers(&[(0.15, "very short sentences"), (0.03, "full sentences"), (0.001, "long sentences"), (ANY, "no full sentence")]);
        commas_per_unit "commas per unit, at most 1";
            Punctuation => tiers(&[(0.3, "a list with many commas"), (0.001, "commas between its words"), (ANY, "no commas")]);
        word_length "mean characters per unit, over 10, at most 4";
            Length => Phrase::Scaled { scale: 10.0, none: "", one: "words of about one character", many: "words of about {} characters" };
        ends_sentence "1 if the text ends like a sentence";
            Punctuation => flag("ends like a sentence", "does not end like a sentence");
        ends_colon "1 if the text ends with a colon";
            Punctuation => flag("ends with a colon", "");
        starts_upper "1 if the text starts with an upper-case letter";
            Case => flag("starts with a capital letter", "does not start with a capital letter");
        title_case "share of words that start with an upper-case letter";
            Case => share("no word starts with a capital", "{} of its words start with a capital", "every word starts with a capital");
        units_1_to_2 "1 for fewer than 3 units";
            Length => flag("only a word or two", "");
        units_3_to_9 "1 for 3 to 9 units";
            Length => flag("a line of a few words", "");
        units_10_to_29 "1 for 10 to 29 units";
            Length => flag("a short paragraph", "");
        units_30_or_more "1 for 30 units or more";
            Length => flag("a full paragraph", "");
        is_prose "1 for at least 10 units with few links and enough function words";
            Prose => flag("reads like prose", "does not read like prose");
        question_or_exclamation "1 with a question or exclamation mark";
            Punctuation => flag("has a question or exclamation mark", "");
        currency_signs "log(1 + currency signs)";
            Numbers => count("", "a price", "{} prices");
        number_groups "log(1 + groups of digits)";
            Numbers => count("no numbers", "one number", "{} numbers");
        has_copyright_sign "1 with a copyright sign";
            Part("footer") => flag("has a copyright sign", "");
        symbol_share "share of characters that are symbols";
            Symbols => share("", "{} of its characters are symbols", "nothing but symbols");
        emoji_share "share of characters that are emoji";
            Symbols => share("", "{} of its characters are emoji", "nothing but emoji");
        addresses_in_text "log(1 + web and mail addresses in the text)";
            Addresses => count("", "a web or mail address in the text", "{} web or mail addresses in the text");
        typed_links "log(1 + links typed as markup in the text, as spam comments do)";
            Addresses => count("", "a link typed as markup in the text", "{} links typed as markup in the text");
        type_token_ratio "distinct words over words";
            Variety => tiers(&[(0.95, "hardly a word occurs twice"), (0.6, "some words repeat"), (0.0001, "the same words over and over"), (ANY, "")]);
    }
    Segments false {
        segments "log(1 + segments between |, comma, /, ·, • and the like)";
            Segments => count("", "one run of text without separators", "{} parts between separators such as | or commas");
        segment_length "log(1 + mean characters of a segment)";
            Segments => count("", "parts of one character", "parts of about {} characters between separators");
        segment_length_cv "standard deviation of segment lengths over their mean, at most 4";
            Segments => tiers(&[(0.8, "parts of very different length between separators"), (0.0001, "parts of similar length between separators"), (ANY, "")]);
        short_segment_share "share of segments of at most 12 characters";
            Segments => share("", "{} of the parts between separators are short", "only short parts between separators");
        top_separator_share "share of separators that are the most frequent one";
            Segments => share("", "{} of its separators are the same sign", "all its separators are the same sign");
        is_segment_run "1 for at least 8 short segments of similar length";
            Segments => flag("a row of short items between separators", "");
    }
}
