//! The lines below every table: what the figures count, as of when, at which position, and the filter.

use api::AnswerEnvelope;
use serde_json::Value;

use super::cells::moment;
use crate::output::{count, escape_controls};

/// Returns the footer of an answer.
pub(super) fn footer<A>(answer: &AnswerEnvelope<A>) -> String {
    let known = if answer.known_at.is_some() {
        "as known at position"
    } else {
        "position"
    };
    let mut footer = format!(
        "n = {}, {} still open (censored); as of {}, {known} {}.",
        count(answer.n, "episode"),
        answer.censored,
        moment(answer.as_of),
        answer.position,
    );
    let filter = filter(answer);
    if !filter.is_empty() {
        footer = format!("{footer}\nFilter: {filter}.");
    }
    escape_controls(&footer).into_owned()
}

fn filter<A>(answer: &AnswerEnvelope<A>) -> String {
    // Plain data always becomes JSON; its members are the parameters that have values.
    let filter = serde_json::to_value(&answer.filter).unwrap_or_default();
    let parameters = filter.as_object().into_iter().flatten();
    let values = |value: &Value| {
        let all = value.as_array().into_iter().flatten();
        all.filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or ")
    };
    parameters
        .map(|(name, value)| format!("{name} {}", values(value)))
        .collect::<Vec<_>>()
        .join(" and ")
}

#[cfg(test)]
mod tests {
    use api::Filter;
    use model::Instant;

    use super::*;

    /// Returns an answer with what surrounds it.
    fn envelope<A>(answer: A) -> AnswerEnvelope<A> {
        AnswerEnvelope {
            answer,
            position: 6660,
            digest: None,
            as_of: Instant::parse("2012-03-31T21:59:59.999999Z").unwrap(),
            filter: Filter::default(),
            division: jiff::civil::date(2012, 3, 31),
            known_at: None,
            n: 12,
            censored: 3,
        }
    }

    #[test]
    fn every_table_has_what_its_figures_are_about() {
        let mut answer = envelope(());
        answer.filter = Filter {
            municipality: vec!["GM0344".to_owned(), "GM0345".to_owned()],
            round: vec!["2013-02".to_owned()],
            ..Filter::default()
        };
        assert_eq!(
            footer(&answer),
            "n = 12 episodes, 3 still open (censored); as of 2012-03-31, position 6660.\n\
             Filter: municipality GM0344 or GM0345 and round 2013-02."
        );
    }

    #[test]
    fn an_answer_as_known_at_a_position_is_marked() {
        let mut answer = envelope(());
        answer.known_at = Some(7);
        answer.as_of = Instant::parse("2012-03-31T22:00:00Z").unwrap();
        let footer = footer(&answer);
        assert!(
            footer.ends_with("as of 2012-03-31T22:00:00Z, as known at position 6660."),
            "{footer}"
        );
    }
}
