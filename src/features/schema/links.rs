//! The entries of link features.

use super::entry::entries;
use super::phrase::{ANY, Topic, count, share, tiers};

entries! {
    super::text::END;
    Links true {
        link_density "share of characters within links";
            Links => share("no link text", "{} of its text is link text", "nothing but link text");
        units_outside_links "log(1 + units outside links)";
            Links => count("no text outside links", "one word outside links", "{} words outside links");
        links "log(1 + links)";
            Links => count("no links", "one link", "{} links");
        external_link_share "share of links that lead to another site";
            ExternalLinks => share("no links to other sites", "{} of its links lead to other sites", "all its links lead to other sites");
        external_links "log(1 + links that lead to another site)";
            ExternalLinks => count("no links to other sites", "one link to another site", "{} links to other sites");
        domains_per_external_link "distinct domains over external links";
            ExternalLinks => tiers(&[(0.95, "each external link leads to a different site"), (0.0001, "several external links lead to the same site"), (ANY, "")]);
        singleton_domain_links "log(1 + links to domains that no other block links to)";
            SingletonDomains => count("no links to sites that nothing else on the page links to", "one link to a site that nothing else on the page links to", "{} links to sites that nothing else on the page links to");
        singleton_domain_share "share of links to domains that no other block links to";
            SingletonDomains => share("no links to sites that nothing else on the page links to", "{} of its links lead to sites that nothing else on the page links to", "all its links lead to sites that nothing else on the page links to");
        external_link_share_gap "share of external links less that of the rest of the page";
            ExternalLinks => tiers(&[(0.2, "more links to other sites than elsewhere on the page"), (-0.2, "as many links to other sites as elsewhere on the page"), (ANY, "fewer links to other sites than elsewhere on the page")]);
        rest_external_link_share "share of external links in the rest of the page";
            PageLinks => share("the rest of the page links to no other site", "{} of the links elsewhere on the page lead to other sites", "all links elsewhere on the page lead to other sites");
        anchor_length "log(1 + mean characters of an anchor)";
            Anchors => count("", "anchors of one character", "anchors of about {} characters");
        repeated_anchor_share "1 less distinct anchor texts over links";
            Anchors => share("no anchor text repeats", "{} of its links repeat an anchor text", "all its links have the same anchor text");
        multi_host_anchor_share "share of links whose anchor text the block also links to another host";
            Anchors => share("", "{} of its links have an anchor text that leads to several sites", "the same anchor text leads to several sites");
        nofollow_share "share of links that are nofollow, ugc or sponsored";
            Targets => share("", "{} of its links are nofollow", "all its links are nofollow");
        other_link_share "share of links to scripts, mail addresses, telephone numbers or parts of the page";
            Targets => share("", "{} of its links do not lead to pages", "none of its links leads to a page");
        root_link_share "share of external links to a site's root";
            Targets => share("", "{} of its external links lead to home pages", "all its external links lead to home pages");
        deep_link_share "share of external links to paths of three or more parts";
            Targets => share("", "{} of its external links lead deep into sites", "all its external links lead deep into sites");
        numeric_path_share "share of links with a path part that is all digits";
            Targets => share("", "{} of its links have numbers as paths", "all its links have numbers as paths");
        top_path_shape_share "share of links whose path has the shape that is most frequent in the block";
            Targets => share("", "{} of its links have paths of the same shape", "all its links have paths of the same shape");
        foreign_tld_share "share of external links to another top-level domain than the page's, or than its most linked one";
            Targets => share("", "{} of its external links lead to another top-level domain than the page's", "all its external links lead to other top-level domains than the page's");
        tlds_per_external_link "distinct top-level domains over external links";
            Targets => tiers(&[(0.8, "external links to many top-level domains"), (ANY, "")]);
        host_keyword_share "share of external links whose host contains a word of the anchor";
            Anchors => share("", "{} of its external links lead to sites named after the anchor text", "all its external links lead to sites named after the anchor text");
        extra_subdomains "log(1 + distinct hosts - distinct domains) of external links";
            Targets => count("", "external links to two subdomains of one site", "external links to many subdomains of the same sites");
        domain_hyphens_digits "mean hyphens and digits in the domains of external links, at most 8 each, over 4, at most 2";
            Targets => tiers(&[(0.5, "external links to domains full of hyphens and digits"), (0.0001, "external links to domains with hyphens or digits"), (ANY, "")]);
        longest_link_run "log(1 + links of the longest run with hardly any text in between)";
            Links => count("no links", "no two links in a row", "{} links in a row");
    }
}
