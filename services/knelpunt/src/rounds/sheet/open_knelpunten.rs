//! Reads the open knelpunten from the running server, page by page.

use api::{
    AnswerEnvelope,
    answers::{Persisting, PersistingItem},
    parameters::{AsOfParameters, LinkParameters as _, PersistingParameters, StatusFilter},
};
use jiff::civil::Date;

use crate::api_client::{ApiClient, QueryPairs};

/// The number of knelpunten per request.
const PAGE: &str = "1000";

/// Returns the open knelpunten at the end of a day, the oldest first.
pub(super) fn open(server: &ApiClient, as_of: Date) -> anyhow::Result<Vec<PersistingItem>> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let pairs = pairs(as_of, cursor.as_deref());
        let page: AnswerEnvelope<Persisting> = server.json("/v1/persisting", &pairs)?;
        found.extend(page.answer.items);
        cursor = page.answer.next_cursor;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

fn pairs(as_of: Date, cursor: Option<&str>) -> QueryPairs {
    let question = PersistingParameters {
        status: Some(StatusFilter::Open),
        limit: Some(PAGE.to_owned()),
        cursor: cursor.map(str::to_owned),
        ..PersistingParameters::default()
    };
    let as_of = AsOfParameters {
        as_of: Some(as_of.to_string()),
        ..AsOfParameters::default()
    };
    [question.to_pairs(), as_of.to_pairs()].concat()
}
