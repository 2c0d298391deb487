//! Nothing but tests, see `tests/report.rs`: a member of its own, so that no other one needs a WebDriver client.
