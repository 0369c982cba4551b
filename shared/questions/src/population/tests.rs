use fold::Fact;
use proptest::prelude::*;
use register::Register;

use super::*;
use api::{answers::Answer, parameters::Grouping};
use serde_json::Value;

use crate::sample::{any_columns, day};
use crate::{
    Counted, Query, QueryError, Question,
    testing::{self, Visitor},
};

/// Returns `columns` as if facts had arrived in an order unrelated to their instants, up to a sequence below 100.
fn up_to(sequence: u64, columns: &Columns) -> Columns {
    let mut then = Columns::with_interner(columns.interner().clone());
    for (number, knelpunt) in (0..).zip(columns.iter()) {
        let facts = (0..).zip(knelpunt.facts());
        let facts = facts.map(|(index, fact): (u64, &Fact)| Fact {
            arrived: (number * 31 + index * 57) % 100,
            ..*fact
        });
        let known: Vec<Fact> = facts.filter(|fact| fact.arrived <= sequence).collect();
        if let Some(last_change) = known.iter().map(|fact| fact.arrived).max() {
            let members = knelpunt.members.to_vec();
            let knelpunt = Knelpunt::new(knelpunt.id, knelpunt.identity, members, known);
            then.insert(knelpunt, last_change);
        }
    }
    then
}

/// Returns the same with its knelpunten in reverse order, so that they are in other parts.
fn reversed(columns: &Columns) -> Columns {
    let mut reversed = Columns::with_interner(columns.interner().clone());
    let knelpunten: Vec<&Knelpunt> = columns.iter().collect();
    for knelpunt in knelpunten.into_iter().rev() {
        reversed.insert(knelpunt.clone(), 0);
    }
    for (key, facts) in columns.consultations().iter() {
        reversed.set_consultations(key, facts.to_vec());
    }
    reversed
}

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
    fn the_division_into_parts_makes_no_difference(columns in any_columns(60), day in day()) {
        let other = reversed(&columns);
        let check = |question: String| {
            let [one, other] = answers(&format!("{question}asOf={day}"), &columns.population(), &other.population());
            prop_assert_eq!(one, other, "{}", question);
            Ok(())
        };
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?", "rounds/2013-02?against=2012-09&",
            "trend?", "resolution-times?",
        ] {
            check(question.to_owned())?;
        }
        for by in Grouping::ALL.iter().map(|by| by.as_str()) {
            check(format!("trend?groupBy={by}&"))?;
            check(format!("resolution-times?groupBy={by}&"))?;
        }
    }
}

proptest! {
    #[test]
    fn as_known_at_a_sequence_is_as_if_nothing_had_arrived_later(
        columns in any_columns(60), day in day(), sequence in 0..100_u64,
    ) {
        let (all, then) = (up_to(99, &columns), up_to(sequence, &columns));
        let known = all.population_known_at(sequence, &[]);
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?",
            "trend?every=year&groupBy=category&", "resolution-times?groupBy=municipality&",
        ] {
            let [known, then] = answers(&format!("{question}asOf={day}"), &known, &then.population());
            prop_assert_eq!(known, then, "{}", question);
        }
    }
}
