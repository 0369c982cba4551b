//! Around the content of every page, in Dutch only: what the pages that are not yet in the catalogue still use.

/// A value that is not there.
pub const NONE: &str = "–";

/// Names of the data behind a page, for the links in the footer.
pub mod data {
    /// The figures.
    pub const FIGURES: &str = "cijfers";
    /// The list of municipalities.
    pub const MUNICIPALITIES: &str = "gemeenten";
    /// The trend.
    pub const TREND: &str = "verloop";
    /// The list of knelpunten.
    pub const LIST: &str = "lijst";
    /// The state of a knelpunt.
    pub const STATE: &str = "stand";
    /// The events of a knelpunt.
    pub const EVENTS: &str = "gebeurtenissen";
}
