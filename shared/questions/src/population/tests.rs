use fold::Fact;
use proptest::prelude::*;
use register::Register;

use super::*;
use crate::GroupBy;
use crate::sample::{any_columns, day, parse};

/// Gives all of `columns` as if facts had arrived in an order that has nothing to do with when they were so, up
/// to a sequence below 100.
fn up_to(sequence: u64, columns: &Columns) -> Columns {
    let mut then = Columns::with_interner(columns.interner().clone());
    for (number, knelpunt) in (0..).zip(columns.iter()) {
        let facts = (0..).zip(knelpunt.facts());
        let facts = facts.map(|(place, fact): (u64, &Fact)| Fact {
            arrived: (number * 31 + place * 57) % 100,
            ..*fact
        });
        let known: Vec<Fact> = facts.filter(|fact| fact.arrived <= sequence).collect();
        if let Some(touched) = known.iter().map(|fact| fact.arrived).max() {
            let members = knelpunt.members.to_vec();
            let knelpunt = Knelpunt::new(knelpunt.id, knelpunt.identity, members, known);
            then.insert(knelpunt, touched);
        }
    }
    then
}

/// Gives the same with its knelpunten the other way round, so that they fall into other parts.
fn reversed(columns: &Columns) -> Columns {
    let mut reversed = Columns::with_interner(columns.interner().clone());
    let knelpunten: Vec<&Knelpunt> = columns.iter().collect();
    for knelpunt in knelpunten.into_iter().rev() {
        reversed.insert(knelpunt.clone(), 0);
    }
    for (of, consulted) in columns.consultations().iter() {
        reversed.set_consultations(of, consulted.to_vec());
    }
    reversed
}

proptest! {
    // Each is some twenty questions.
    #![proptest_config(ProptestConfig::with_cases(50))]

    #[test]
    fn who_met_what_makes_no_difference(columns in any_columns(60), day in day()) {
        let other = reversed(&columns);
        let check = |question: String| {
            let asked = parse(&format!("{question}asOf={day}")).unwrap();
            let answer = |columns: &Columns| asked.answer(&columns.population(), Register::embedded());
            prop_assert_eq!(answer(&columns), answer(&other), "{}", question);
            Ok(())
        };
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?", "rounds/2013-02?against=2012-09&",
            "trend?", "resolution-times?",
        ] {
            check(question.to_owned())?;
        }
        for by in GroupBy::ALL.map(GroupBy::as_str) {
            check(format!("trend?groupBy={by}&"))?;
            check(format!("resolution-times?groupBy={by}&"))?;
        }
    }
}

proptest! {
    #[test]
    fn as_known_at_a_sequence_is_as_if_nothing_had_come_later(
        columns in any_columns(60), day in day(), sequence in 0..100_u64,
    ) {
        let (all, then) = (up_to(99, &columns), up_to(sequence, &columns));
        let known = all.population_known_at(sequence, &[]);
        for question in [
            "summary?", "persisting?status=open&", "persisting/matrix?", "rounds?",
            "trend?every=year&groupBy=category&", "resolution-times?groupBy=municipality&",
        ] {
            let asked = parse(&format!("{question}asOf={day}")).unwrap();
            let answer = |population: &Population<'_>| asked.answer(population, Register::embedded());
            prop_assert_eq!(answer(&known), answer(&then.population()), "{}", question);
        }
    }
}
