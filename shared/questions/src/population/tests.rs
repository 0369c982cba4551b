use proptest::prelude::*;
use register::Register;

use super::*;
use api::{answers::Answer, parameters::Grouping};
use serde_json::Value;

use crate::sample::{any_events, day};
use crate::{
    Counted, Query, QueryError, Question,
    testing::{self, Visitor},
};

/// An answer as JSON, with the episodes counted; the error if there is none.
type Answered = Result<(Value, Counted), QueryError>;

/// Answers a link over two populations.
fn answers(link: &str, one: &Population<'_>, other: &Population<'_>) -> [Answered; 2] {
    struct AnswerBoth<'a>([&'a Population<'a>; 2]);
    impl Visitor for AnswerBoth<'_> {
        type Output = [Answered; 2];

        fn visit<Q: Question<Answer: Answer>>(self, query: Query<Q>) -> Self::Output {
            self.0.map(|population| {
                let (answer, counted) = query.answer(population, Register::embedded())?;
                Ok((serde_json::to_value(answer).unwrap(), counted))
            })
        }
    }
    let answers = testing::visit(link, Instant::LATEST, AnswerBoth([one, other]));
    answers.unwrap().unwrap()
}

proptest! {
    // Each is some twenty questions.
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn neither_the_order_of_rows_nor_the_division_into_parts_makes_a_difference(
        events in any_events(60), day in day(),
    ) {
        let (state, other) = (State::from_events(&events), State::from_events(events.iter().rev()));
        let check = |question: String| {
            let populations = [Population::new(&state), Population::new(&other).in_parts_of(3)];
            let [one, other] = answers(&format!("{question}asOf={day}"), &populations[0], &populations[1]);
            prop_assert_eq!(one, other, "{}", question);
            Ok(())
        };
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?", "rounds/2013-02?against=2012-09&",
            "trend?", "resolution-times?", "support-effect?support=i-versneller&curve=full&", "summary?support=none&",
            "summary?support=i-coach&panel=2013-02&", "recurrence?", "outlook?", "movers?exposure=consultations&",
            "funnel?", "waiting-on?", "episodes?event=persisted&event=opened&",
        ] {
            check(question.to_owned())?;
        }
        for by in Grouping::ALL.iter().map(|by| by.as_str()) {
            check(format!("trend?groupBy={by}&"))?;
            check(format!("resolution-times?groupBy={by}&"))?;
            check(format!("recurrence?groupBy={by}&"))?;
            check(format!("funnel?groupBy={by}&"))?;
            check(format!("movers?groupBy={by}&exposure=consultations&"))?;
            check(format!("outlook?groupBy={by}&"))?;
        }
    }
}

proptest! {
    #[test]
    fn as_known_at_a_sequence_is_as_if_nothing_had_arrived_later(
        events in any_events(60), day in day(), position in any::<prop::sample::Index>(),
    ) {
        let position = position.index(events.len() + 1);
        let (all, then) = (State::from_events(&events), State::from_events(&events[..position]));
        let known = Population::known_at(&all, position as u64).in_parts_of(3);
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?",
            "trend?every=year&groupBy=category&", "resolution-times?groupBy=municipality&",
            "support-effect?support=i-versneller&curve=full&", "summary?support=none&",
            "summary?support=i-coach&panel=2013-02&", "recurrence?", "outlook?", "movers?exposure=consultations&",
            "funnel?", "waiting-on?", "episodes?event=persisted&event=resolved&",
        ] {
            let link = format!("{question}asOf={day}");
            let [known, then] = answers(&link, &known, &Population::new(&then));
            prop_assert_eq!(known, then, "{}", question);
        }
    }
}
