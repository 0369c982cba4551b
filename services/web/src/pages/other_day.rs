//! Another day, beside that of the page.

use jiff::civil::Date;
use model::Instant;

use crate::{problem::WebProblem, query::Pair};

/// The key of the day.
pub(crate) const BESIDE: &str = "beside";

/// Another day that a page shows beside its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OtherDay {
    pub(crate) day: Date,
    /// Its end.
    pub(crate) as_of: Instant,
}

impl OtherDay {
    /// Reads the day from the keys of a page; none if there is none.
    ///
    /// # Errors
    ///
    /// 400 if it is not a day until today.
    pub(crate) fn parse(keys: &[Pair], today: Date) -> Result<Option<Self>, WebProblem> {
        let mut pairs = keys.iter().rev();
        let given = pairs.find(|(key, value)| key == BESIDE && !value.is_empty());
        let Some((_, text)) = given else {
            return Ok(None);
        };
        let day = text.parse::<Date>().ok().filter(|day| *day <= today);
        let end = day.and_then(|day| Some((day, Instant::end_of(day)?)));
        let (day, as_of) = end.ok_or_else(|| {
            WebProblem::key(BESIDE, format!("is not a day until {today}: give a date"))
        })?;
        Ok(Some(Self { day, as_of }))
    }
}
