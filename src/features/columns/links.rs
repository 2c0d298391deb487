//! Link features: density, targets, and how foreign the targets are to the page.

use super::Row;
use crate::features::measure::PageStats;
use crate::features::scale::{log1, share};
use crate::features::schema::Col;

pub(super) fn write(out: &mut Row<'_>, stats: &PageStats<'_>, i: usize) {
    let l = &stats.links[i];
    let n = l.count as f32;
    let external = l.external as f32;
    let rest_links = stats.sum_links.total() - n;
    let rest_external = share(stats.sum_external.total() - external, rest_links);
    out.set(Col::link_density, stats.link_density(i));
    out.set(Col::units_outside_links, log1(stats.units[i] * (1.0 - stats.link_density(i))));
    out.set(Col::links, log1(n));
    out.set(Col::external_link_share, share(external, n));
    out.set(Col::external_links, log1(external));
    out.set(Col::domains_per_external_link, share(l.domains as f32, external));
    out.set(Col::singleton_domain_links, log1(l.singleton as f32));
    out.set(Col::singleton_domain_share, share(l.singleton as f32, n));
    out.set(Col::external_link_share_gap, if l.count > 0 { share(external, n) - rest_external } else { 0.0 });
    out.set(Col::rest_external_link_share, rest_external);
    out.set(Col::anchor_length, log1(share(l.chars as f32, n)));
    out.set(Col::repeated_anchor_share, if l.count > 0 { 1.0 - l.anchors as f32 / n } else { 0.0 });
    out.set(Col::multi_host_anchor_share, share(l.multi_host_anchors as f32, n));
    out.set(Col::nofollow_share, share(l.nofollow as f32, n));
    out.set(Col::other_link_share, share(l.other as f32, n));
    out.set(Col::root_link_share, share(l.root as f32, external));
    out.set(Col::deep_link_share, share(l.deep as f32, external));
    out.set(Col::numeric_path_share, share(l.numeric_path as f32, n));
    out.set(Col::top_path_shape_share, share(l.top_shape as f32, n));
    out.set(Col::foreign_tld_share, share(l.foreign_tld as f32, external));
    out.set(Col::tlds_per_external_link, share(l.tlds as f32, external));
    out.set(Col::host_keyword_share, share(l.keyword_hosts as f32, external));
    out.set(Col::extra_subdomains, log1(l.hosts.saturating_sub(l.domains) as f32));
    out.set(Col::domain_hyphens_digits, (share(l.hyphens as f32, external) / 4.0).min(2.0));
    out.set(Col::longest_link_run, log1(l.longest_run as f32));
}
