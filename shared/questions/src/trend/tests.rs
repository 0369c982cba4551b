//! Every period adds up, whatever happened and however it is cut.

use jiff::civil::Date;
use model::Instant;
use proptest::{prelude::*, sample::select};
use register::Register;

use api::{
    answers::{PeriodFigures, ResolvedByOutcome, Summary, Trend},
    parameters::{Grouping, PeriodLength},
};

use super::{
    TrendQuestion,
    periods::{Periods, start_of},
};
use state::State;

use crate::{
    Population, Query, QueryError, SummaryQuestion,
    sample::{any_state, ask, day, report, resolution, state_of, who},
    testing,
};

fn trend(link: &str, state: &State) -> Trend {
    ask::<TrendQuestion>(link, state).0
}

fn summary(link: &str, state: &State) -> Summary {
    ask::<SummaryQuestion>(link, state).0
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}

/// Checks what holds of the periods of one group, in order; `before` is what was open before the first.
fn check_figures(figures: &[PeriodFigures], before: i64) -> Result<(), TestCaseError> {
    let mut open = before;
    for period in figures {
        prop_assert_eq!(period.opened - period.resolved, period.open_at_end - open);
        open = period.open_at_end;
        let by = period.resolved_by_outcome;
        prop_assert_eq!(by.solved + by.lapsed + by.central, period.resolved);
        prop_assert!(
            0 <= period.persisting_at_end && period.persisting_at_end <= period.open_at_end
        );
        prop_assert!(
            0 <= period.recurred
                && period.recurred <= period.opened
                && period.opened <= period.reported
        );
        prop_assert!(0 <= period.resolved);
    }
    Ok(())
}

fn added(one: PeriodFigures, other: PeriodFigures) -> PeriodFigures {
    PeriodFigures {
        reported: one.reported + other.reported,
        opened: one.opened + other.opened,
        recurred: one.recurred + other.recurred,
        resolved: one.resolved + other.resolved,
        resolved_by_outcome: ResolvedByOutcome {
            solved: one.resolved_by_outcome.solved + other.resolved_by_outcome.solved,
            lapsed: one.resolved_by_outcome.lapsed + other.resolved_by_outcome.lapsed,
            central: one.resolved_by_outcome.central + other.resolved_by_outcome.central,
        },
        open_at_end: one.open_at_end + other.open_at_end,
        persisting_at_end: one.persisting_at_end + other.persisting_at_end,
        unconfirmed_at_end: one.unconfirmed_at_end + other.unconfirmed_at_end,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn in_every_period_and_group_opened_less_resolved_is_the_change_of_open(
        state in any_state(24),
        every in select(PeriodLength::ALL),
        by in select(Grouping::ALL),
        (at, clock) in (day(), select(vec!["", "T10:00:00Z"])),
        (from, to) in (day(), day()),
    ) {
        let (from, to) = (from.min(to), from.max(to));
        let link = format!("trend?every={}&asOf={at}{clock}", every.as_str());
        // From before anything: nothing was open.
        let whole = trend(&format!("{link}&from=2009-06-01"), &state);
        let of = |trend: &Trend| -> Vec<PeriodFigures> { trend.items.iter().map(|item| item.figures).collect() };
        check_figures(&of(&whole), 0)?;
        let total = summary(&format!("summary?asOf={at}{clock}"), &state);
        prop_assert_eq!(whole.items.iter().map(|item| item.figures.reported).sum::<i64>(), count(total.reports));
        prop_assert_eq!(whole.items.iter().map(|item| item.figures.opened).sum::<i64>(), count(total.episodes));
        // A part of it has the same figures.
        let part = trend(&format!("{link}&from={from}&to={to}"), &state);
        let start = start_of(every, from);
        let same: Vec<_> = whole.items.iter().filter(|item| item.period >= start && item.period <= to).cloned().collect();
        prop_assert_eq!(&part.items, &same);
        // Groups add up to the whole, and each adds up by itself.
        let grouped = trend(&format!("{link}&from=2009-06-01&groupBy={}", by.as_str()), &state);
        let groups: std::collections::BTreeSet<_> = grouped.items.iter().map(|item| item.group.as_ref().unwrap().group.clone()).collect();
        prop_assert_eq!(grouped.items.len(), if groups.is_empty() { 0 } else { groups.len() * whole.items.len() });
        for group in &groups {
            let own = grouped.items.iter().filter(|item| item.group.as_ref().unwrap().group == *group);
            check_figures(&own.map(|item| item.figures).collect::<Vec<_>>(), 0)?;
        }
        for period in whole.items.iter().filter(|_| !groups.is_empty()) {
            let own = grouped.items.iter().filter(|item| item.period == period.period);
            prop_assert_eq!(own.fold(PeriodFigures::default(), |sum, item| added(sum, item.figures)), period.figures);
        }
    }

    #[test]
    fn the_knelpunten_open_at_the_end_of_a_period_are_those_of_a_summary_as_of_then(
        state in any_state(24),
        every in select(&[PeriodLength::Week, PeriodLength::Month, PeriodLength::Quarter, PeriodLength::Year][..]),
        (at, clock) in (day(), select(vec!["", "T10:00:00Z"])),
    ) {
        let trend = trend(&format!("trend?every={}&asOf={at}{clock}", every.as_str()), &state);
        for (index, item) in trend.items.iter().enumerate() {
            let last = match trend.items.get(index + 1) {
                Some(next) => next.period.yesterday().unwrap().to_string(),
                None => format!("{at}{clock}"),
            };
            let summary = summary(&format!("summary?asOf={last}"), &state);
            let at_end = (item.figures.open_at_end, item.figures.persisting_at_end);
            prop_assert_eq!(at_end, (count(summary.open), count(summary.persisting)), "as of {}", last);
        }
    }
}

/// Compares the first days of the periods from one day to another.
#[track_caller]
fn check(every: PeriodLength, (from, to): (&str, &str), at: &str, expected: &[&str]) {
    let date = |text: &str| -> Date { text.parse().unwrap() };
    let at = Instant::end_of(date(at)).unwrap();
    let periods = Periods::between(every, (date(from), date(to)), at, 10).unwrap();
    let days: Vec<String> = periods.days.iter().map(Date::to_string).collect();
    assert_eq!(days, expected);
    if let Some(last) = expected.len().checked_sub(1) {
        assert_eq!(
            periods.containing(at.min(Instant::end_of(date(to)).unwrap())),
            Some(last)
        );
        assert_eq!(periods.containing(Instant::LATEST), None);
        assert_eq!(periods.ending_from(Instant::EARLIEST), 0);
        assert_eq!(periods.ending_from(Instant::LATEST), expected.len());
    }
}

#[test]
fn periods_are_whole_from_the_first_to_the_one_that_the_last_day_lies_in() {
    check(
        PeriodLength::Week,
        ("2013-01-01", "2013-01-14"),
        "2014-01-01",
        &["2012-12-31", "2013-01-07", "2013-01-14"],
    );
    check(
        PeriodLength::Month,
        ("2012-12-31", "2013-02-01"),
        "2014-01-01",
        &["2012-12-01", "2013-01-01", "2013-02-01"],
    );
    check(
        PeriodLength::Quarter,
        ("2012-12-31", "2013-04-01"),
        "2014-01-01",
        &["2012-10-01", "2013-01-01", "2013-04-01"],
    );
    check(
        PeriodLength::Year,
        ("2012-12-31", "2013-01-01"),
        "2014-01-01",
        &["2012-01-01", "2013-01-01"],
    );
    check(
        PeriodLength::Day,
        ("2013-03-30", "2013-04-01"),
        "2014-01-01",
        &["2013-03-30", "2013-03-31", "2013-04-01"],
    );
}

#[test]
fn no_period_begins_after_the_as_of_day() {
    check(
        PeriodLength::Month,
        ("2013-01-01", "2014-01-01"),
        "2013-02-10",
        &["2013-01-01", "2013-02-01"],
    );
    check(
        PeriodLength::Month,
        ("2013-03-01", "2014-01-01"),
        "2013-02-10",
        &[],
    );
}

#[test]
fn the_first_week_of_1970_and_the_last_days_of_the_calendar_are_periods_too() {
    check(
        PeriodLength::Week,
        ("1970-01-02", "1970-01-04"),
        "2013-01-01",
        &["1969-12-29"],
    );
    check(
        PeriodLength::Day,
        ("9999-12-28", "9999-12-29"),
        "9999-12-29",
        &["9999-12-28", "9999-12-29"],
    );
}

#[test]
fn an_answer_that_would_be_too_large_is_an_error_before_it_is_made() {
    let state = state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01", None),
        report(who("GM0003", "funding"), "2013-01-01", None),
    ]);
    let outcome = |link: &str| {
        let (_, pairs) = testing::split(link);
        let query = Query::<TrendQuestion>::parse(&pairs, Register::embedded(), Instant::LATEST);
        let answer = query
            .unwrap()
            .answer(&Population::new(&state), Register::embedded());
        answer.map(|_| ()).map_err(|error| match error {
            QueryError::Parameter(violation) => violation.location().to_owned(),
            QueryError::UnknownRound => panic!("a trend is of no round"),
        })
    };
    assert_eq!(
        outcome("trend?every=day&asOf=9999-12-29"),
        Err("every".to_owned())
    );
    assert_eq!(outcome("trend?every=year&asOf=9999-12-29"), Ok(()));
    assert_eq!(
        outcome("trend?every=day&from=1970-01-02&asOf=2300-01-01"),
        Ok(())
    );
    assert_eq!(
        outcome("trend?every=day&from=1970-01-02&asOf=2300-01-01&groupBy=category"),
        Ok(())
    );
    assert_eq!(
        outcome("trend?every=day&from=1970-01-02&asOf=2300-01-01&groupBy=municipality"),
        Err("every".to_owned())
    );
}

#[test]
fn without_from_it_begins_with_the_first_event_and_of_nothing_there_is_nothing() {
    let state = state_of(vec![
        resolution(who("GM0344", "funding"), "2012-11-30"),
        report(who("GM0344", "funding"), "2013-01-01", None),
    ]);
    let first = |link: &str| {
        trend(link, &state)
            .items
            .first()
            .map(|item| item.period.to_string())
    };
    assert_eq!(
        first("trend?asOf=2013-02-01").as_deref(),
        Some("2012-11-01")
    );
    assert_eq!(first("trend?asOf=2013-02-01&category=capacity"), None);
    assert_eq!(
        first("trend?asOf=2013-02-01&category=capacity&from=2013-02-01").as_deref(),
        Some("2013-02-01")
    );
    assert_eq!(first("trend?asOf=2013-02-01&from=2013-03-01"), None);
}

#[test]
fn a_resolution_that_is_seen_before_the_end_of_its_day_ends_the_episode_in_the_last_period() {
    let state = state_of(vec![
        report(who("GM0344", "funding"), "2013-01-01", None),
        resolution(who("GM0344", "funding"), "2013-03-01"),
    ]);
    let last = |at: &str| {
        let items = trend(&format!("trend?asOf={at}"), &state).items;
        let figures = items.last().unwrap().figures;
        (items.len(), figures.resolved, figures.open_at_end)
    };
    assert_eq!(last("2013-02-28T22:59:59.999999Z"), (2, 0, 1));
    assert_eq!(last("2013-02-28T23:00:00Z"), (3, 1, 0));
    assert_eq!(last("2013-03-01T08:00:00Z"), (3, 1, 0));
}

/// Reports one of every building block in a round of 2013, and long before them one outside of any round.
fn of_every_block() -> (State, usize) {
    let blocks = Register::embedded().catalogue().building_blocks();
    let of_block = |code: &str| {
        let (municipality, into) = who("GM0344", "funding");
        let building_block = Some(code.to_owned());
        let into = model::MergeTarget {
            building_block,
            ..into
        };
        report((municipality, into), "2013-03-01", Some("2013-01"))
    };
    let mut reports: Vec<_> = blocks.iter().map(|block| of_block(&block.code)).collect();
    reports.push(report(who("GM0344", "funding"), "1970-01-02", None));
    (state_of(reports), blocks.len())
}

#[test]
fn without_from_it_begins_with_the_first_that_is_selected_by_round() {
    let (state, blocks) = of_every_block();
    let all = trend("trend?every=year&asOf=2013-12-31", &state);
    assert_eq!(all.items.len(), 44);
    let link = "trend?every=year&groupBy=buildingBlock&round=2013-01&asOf=2013-12-31";
    let items = trend(link, &state).items;
    assert_eq!(items.len(), blocks);
    assert!(items.iter().all(|item| item.figures.reported == 1));
}

#[test]
fn rows_before_the_first_that_is_selected_make_no_answer_too_large() {
    let (state, blocks) = of_every_block();
    let (days_of_2013, days_since_1970) = (306, 16_070);
    assert!(blocks * days_since_1970 > super::ROWS_MAX);
    let link = "trend?every=day&groupBy=buildingBlock&round=2013-01&asOf=2013-12-31";
    assert_eq!(trend(link, &state).items.len(), blocks * days_of_2013);
}
