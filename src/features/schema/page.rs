//! The entries of page features, which are the same for all blocks of a page.

use super::entry::entries;
use super::phrase::{ANY, Topic, count, flag, share, tiers};

entries! {
    super::context::END;
    Page false {
        page_blocks "log(1 + blocks)";
            PageSize => count("", "a page of one block", "a page of {} blocks");
        page_units "log(1 + units)";
            PageSize => count("a page without words", "a page of one word", "a page of {} words");
        page_prose "share of the page's units that are in prose";
            PageKind => share("a page without prose", "{} of the page's text is prose", "a page that is all prose");
        page_stopword_share "function words per unit";
            PageKind => share("a page without function words", "{} of the page's words are function words", "");
        page_price_blocks "log(1 + blocks with currency signs)";
            PageKind => count("no prices on the page", "a price on the page", "{} blocks with prices on the page");
        page_mean_units "log(1 + mean units of a block)";
            PageSize => count("", "a page of very short blocks", "a page with blocks of about {} words");
        page_script_entropy "entropy of the scripts of the page's letters, in bits";
            PageScript => tiers(&[(0.5, "a page of mixed scripts"), (ANY, "a page of one script")]);
        page_cjk_share "share of the page's letters that are Han, kana or Hangul";
            PageScript => share("", "{} of the page's letters are Chinese, Japanese or Korean", "a Chinese, Japanese or Korean page");
    }
    Page true {
        page_link_density "link density of the page";
            PageLinks => share("a page without links", "{} of the page's text is link text", "a page that is all links");
        page_external_link_share "share of the page's links that are external";
            PageLinks => share("a page without links to other sites", "{} of the page's links lead to other sites", "all the page's links lead to other sites");
        page_inputs "log(1 + form fields)";
            PageKind => count("", "a form field on the page", "{} form fields on the page");
        page_images "log(1 + images)";
            PageKind => count("no images on the page", "an image on the page", "{} images on the page");
        page_hidden_share "share of the page's units that are hidden";
            PageKind => share("", "{} of the page's text is hidden", "all the page's text is hidden");
        page_has_main "1 if the page has a main or article element";
            PageKind => flag("the page has a main or article element", "the page has no main or article element");
        page_articles "log(1 + article elements)";
            PageKind => count("", "one article element on the page", "{} article elements on the page");
        page_og_article "1 if og:type is article";
            PageKind => flag("the page calls itself an article", "");
        page_og_product "1 if og:type is product";
            PageKind => flag("the page calls itself a product", "");
        page_ld_article "1 if the page has JSON-LD of an article";
            PageKind => flag("the page describes itself as an article", "");
        page_ld_product "1 if the page has JSON-LD of a product";
            PageKind => flag("the page describes itself as a product", "");
        page_ld_list "1 if the page has JSON-LD of a list";
            PageKind => flag("the page describes itself as a list", "");
        page_ld_forum "1 if the page has JSON-LD of a discussion";
            PageKind => flag("the page describes itself as a discussion", "");
        page_comment_share "share of the page's units in containers named like comments";
            PageKind => share("", "{} of the page's text is in comments", "a page that is all comments");
        page_posts "log(1 + siblings of the largest group with prose)";
            PageKind => count("", "a page with one post", "a page of {} posts");
        page_has_h1 "1 if the page has an h1";
            PageKind => flag("", "the page has no h1");
        page_domain_known "always 1; in training, 1 if the page's own domain was stated";
            PageAddress => flag("", "the page's own address is unknown");
    }
}
