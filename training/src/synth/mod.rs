//! Synthetic training pages: spam and its clean look-alikes planted in real pages, invented host pages, collages and
//! layout-swapped copies.

pub mod collage;
pub mod graft;
pub mod hosts;
pub mod layout_swap;
