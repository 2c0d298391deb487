//! Which scripts are read: small ones that may hide an element by its id.

/// How a script names an element whose id it knows.
pub(crate) const BY_ID: &str = "getElementById(";

/// Whether a script is read for what it hides: those that only hide something are small.
pub(crate) fn may_hide(script: &str) -> bool {
    script.len() < 2048 && memchr::memmem::find(script.as_bytes(), BY_ID.as_bytes()).is_some()
}
