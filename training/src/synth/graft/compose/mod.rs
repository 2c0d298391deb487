//! Turns campaigns and look-alikes into payloads: lists of links, prose, comments.

mod addresses;
pub(super) mod clean;
pub(super) mod spam;
