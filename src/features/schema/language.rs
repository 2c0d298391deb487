//! The entries of language features: script, language and words against the rest of the page.

use super::entry::entries;
use super::phrase::{ANY, Phrase, Topic, share, tiers};

entries! {
    super::links::END;
    Language false {
        foreign_script "share of letters in a different script from most of the page";
            Script => Phrase::ForeignScript { none: "written in the script of the page", than: "the page" };
        foreign_script_prose "share of letters in a different script from the page's prose";
            Script => Phrase::ForeignScript { none: "written in the script of the page's prose", than: "the page's prose" };
        foreign_script_title "share of letters in a different script from the title";
            Script => Phrase::ForeignScript { none: "written in the script of the title", than: "the title" };
        script_entropy "entropy of the scripts of its letters, in bits";
            Script => tiers(&[(0.5, "mixes scripts"), (ANY, "")]);
        latin_share "share of letters that are Latin";
            Script => share("no Latin letters", "{} of its letters are Latin", "all its letters are Latin");
        cjk_share "share of letters that are Han, kana or Hangul";
            Script => share("", "{} of its letters are Chinese, Japanese or Korean", "all its letters are Chinese, Japanese or Korean");
        page_language_stopwords "function words of the page's language per unit, at most 1";
            Language => Phrase::PageLanguage;
        other_language_stopwords "function words of the language that the block has most of, less those of the page's language, per unit, 0 to 1";
            Language => Phrase::ForeignLanguage { no: "no signs of another language" };
        rare_char_pairs "share of character pairs that occur at most once in the page's other blocks";
            Script => Phrase::UnlikeLetters(&[(0.5, "most of its letter pairs are rare on the rest of the page"), (0.05, "some of its letter pairs are rare on the rest of the page"), (ANY, "its letter pairs are common on the rest of the page")]);
        surprisal "mean bits of a character pair given the page's other blocks, over 8";
            Script => Phrase::UnlikeLetters(&[(1.4, "letters very unlike the rest of the page"), (1.1, "letters somewhat unlike the rest of the page"), (0.0001, "letters like those of the rest of the page"), (ANY, "")]);
        surprisal_gap "mean bits of a character pair less the mean over all pairs of the page, over 8";
            Script => Phrase::UnlikeLetters(&[(0.3, "letters very unlike the rest of the page"), (0.1, "letters somewhat unlike the rest of the page"), (ANY, "letters like those of the rest of the page")]);
        unseen_words "share of words that occur in no other block";
            SharedWords => share("no word that the rest of the page does not have", "{} of its words occur nowhere else on the page", "none of its words occur elsewhere on the page");
        title_coverage "share of the title's words that the block has";
            TitleWords => share("shares no word with the title", "has {} of the title's words", "has all words of the title");
        words_in_title "share of the block's words that the title has";
            TitleWords => share("shares no word with the title", "{} of its words are in the title", "all its words are in the title");
        words_in_description "share of the block's words that the meta description has";
            TitleWords => share("shares no word with the page's description", "{} of its words are in the page's description", "all its words are in the page's description");
        words_in_prose "share of the block's words that prose elsewhere on the page has";
            SharedWords => share("shares no word with the page's prose", "{} of its words are in the page's prose", "all its words are in the page's prose");
        words_in_headings "share of the block's words that headings elsewhere on the page have";
            SharedWords => share("shares no word with the page's headings", "{} of its words are in the page's headings", "all its words are in the page's headings");
        obfuscated_words "share of words with mixed scripts, zero-width or full-width characters";
            Obfuscation => share("", "{} of its words are obfuscated with odd characters", "all its words are obfuscated with odd characters");
        language_differs "1 if a block of 12 units or more is in another language than the page";
            Language => Phrase::ForeignLanguage { no: "" };
    }
}
