//! The entries of position features.

use super::entry::entries;
use super::phrase::{ANY, Phrase, Topic, count, flag, share, tiers};

entries! {
    super::structure::END;
    Position false {
        position "number of the block over all blocks, 0 to 1";
            Position => share("the first block", "{} of the way down the page", "at the end of the page");
        position_units "share of the page's units before the block";
            Position => share("no text before it", "{} of the page's text is before it", "all the page's text is before it");
        blocks_before "log(1 + blocks before)";
            Position => count("the first block", "the second block", "{} blocks before it");
        blocks_after "log(1 + blocks after)";
            Position => count("the last block", "the last block but one", "{} blocks after it");
        is_last_3 "1 among the last three blocks";
            Position => flag("one of the last three blocks", "");
        is_first_3 "1 among the first three blocks of the body";
            Position => flag("one of the first three blocks", "");
    }
    Position true {
        main_heading_distance "log(1 + blocks to the main heading: the h1, or h2 if there is none, that is most like the title)";
            Heading => count("", "next to the main heading", "{} blocks from the main heading");
        after_main_heading "1 at or after the main heading";
            Heading => flag("after the main heading", "before the main heading");
        has_main_heading "1 if the page has a main heading";
            Heading => flag("", "the page has no main heading");
        main_heading_common_share "share of the page's units in the innermost element that holds the block and the main heading";
            Heading => tiers(&[(0.8, "far from the main heading in the markup"), (0.0001, "close to the main heading in the markup"), (ANY, "")]);
        heading_distance "log(1 + blocks to the heading before, or all blocks without one)";
            Heading => count("", "right after a heading", "{} or more blocks since the last heading");
        heading_level "level of the heading before, over 6";
            Heading => Phrase::Scaled { scale: 6.0, none: "no heading before it", one: "after a heading of level 1", many: "after a heading of level {}" };
        heading_link_density "link density of the heading before";
            Heading => share("", "{} of the heading before it is link text", "the heading before it is a link");
        after_footer "1 after the last footer, if that ends in the second half of the page";
            Part("footer") => flag("after the footer", "");
    }
}
