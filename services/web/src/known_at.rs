//! `knownAt` as a date or an instant: the last sequence that had arrived by then takes its place, before anything else
//! reads the link. So every interface takes it, answers and the links in them name the sequence, and one page shows one
//! state of the log.

use crate::{
    app::WebApp,
    problem::WebProblem,
    query::{self, Pair},
};

/// The key in links.
const KNOWN_AT: &str = "knownAt";

/// Returns the query of a link with the sequence in place of a moment; any other query as it is, and one that is wrong
/// too, which is named with everything else that is wrong in the link.
///
/// # Errors
///
/// 503 while the log cannot be read, or the views do not reach the sequence in time.
pub(crate) async fn with_sequence(
    app: &WebApp,
    given: Option<&str>,
) -> Result<Option<String>, WebProblem> {
    let unchanged = || given.map(str::to_owned);
    if !given.is_some_and(|query| query.contains(KNOWN_AT)) {
        return Ok(unchanged());
    }
    let pairs = query::pairs(given).unwrap_or_default();
    let mut values = pairs.iter().filter(|(key, _)| key == KNOWN_AT);
    let (Some((_, moment)), None, Some(arrivals)) =
        (values.next(), values.next(), &app.settings.arrivals)
    else {
        return Ok(unchanged());
    };
    let Some(instant) = questions::arrived_by(moment, app.now()) else {
        return Ok(unchanged());
    };
    let found = arrivals.last_by(instant).await;
    let sequence = found.map_err(|reason| WebProblem::log_unreadable(&reason))?;
    app.wait_for_position(Some(sequence)).await?;
    let sequence = sequence.to_string();
    let named = pairs.iter().map(|(key, value): &Pair| {
        let value = if key == KNOWN_AT { &sequence } else { value };
        (key.as_str(), value.as_str())
    });
    let link = query::link("", named);
    Ok(link.strip_prefix('?').map(str::to_owned))
}
