//! The figures of a page that is in Dutch only.

/// Heading of the figures.
pub const HEADING: &str = "De cijfers";
