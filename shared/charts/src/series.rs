//! What a mark stands for, and with it its colour.

/// What is counted by a line, a bar or a dot. Each has one colour on all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// Persisting, or still there.
    Persisting,
    /// Open, opened or reached.
    Open,
    /// The rest of a bar: not discussed, declined.
    Rest,
    /// Closed, gone.
    Closed,
    /// Closed in another way: solved nationally.
    ClosedElsewhere,
    /// A reference, lapsed, no more than chance.
    Reference,
    /// What stands out by lightness alone: came back.
    Ink,
}

impl Series {
    pub(crate) fn fill(self) -> &'static str {
        match self {
            Self::Persisting => "kn-fill-persisting",
            Self::Open => "kn-fill-open",
            Self::Rest => "kn-fill-rest",
            Self::Closed => "kn-fill-closed",
            Self::ClosedElsewhere => "kn-fill-elsewhere",
            Self::Reference => "kn-fill-reference",
            Self::Ink => "kn-fill-ink",
        }
    }

    pub(crate) fn line(self) -> &'static str {
        match self {
            Self::Persisting => "kn-line-persisting",
            Self::Open => "kn-line-open",
            Self::Closed | Self::ClosedElsewhere => "kn-line-closed",
            Self::Rest | Self::Reference => "kn-line-reference",
            Self::Ink => "kn-line-ink",
        }
    }

    /// Returns the series, or a quiet one where its value is zero: a zero is never red.
    pub(crate) fn unless(self, is_zero: bool) -> Self {
        if is_zero { Self::Reference } else { self }
    }

    /// Returns the class of its text: colours that can be read on the page.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Persisting => "kn-bold kn-text-persisting",
            Self::Open => "kn-bold kn-text-open",
            Self::Closed => "kn-bold kn-text-closed",
            Self::Rest | Self::Reference | Self::ClosedElsewhere => "kn-text-2",
            Self::Ink => "kn-bold",
        }
    }
}
