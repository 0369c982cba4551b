//! The parameters that links may have, and the violations in them.

use api::InputViolation;
use api::parameters::{
    AsOfParameters, EffectScopeParameters, KnelpuntenParameters, LinkParameters as _,
    PersistingParameters, ResolutionTimesParameters, RoundParameters, ScopeParameters,
    SupportEffectParameters, TrendParameters,
};

use register::Register;

use crate::{
    PersistingQuestion, Population,
    sample::{parse, report, state_of, who},
    testing::query,
};

/// Compares the parameters of the violations in a link.
#[track_caller]
fn check(link: &str, expected: &[&str]) {
    let violations = parse(link).err().unwrap_or_default();
    let keys: Vec<&str> = violations.iter().map(InputViolation::location).collect();
    assert_eq!(keys, expected, "{violations:?}");
}

#[test]
fn every_violation_in_a_link_is_named_at_once() {
    check(
        "persisting?municipality=GM9999&sizeClass=9&asOf=yesterday&knownAt=-1&limit=0&asof=2013-01-01&colour=red",
        &[
            "municipality",
            "sizeClass",
            "asOf",
            "knownAt",
            "limit",
            "asof",
            "colour",
        ],
    );
    check(
        "trend?every=hour&from=2013-02-30&groupBy=colour&to=2013-01-01T00:00:00Z",
        &["every", "from", "to", "groupBy"],
    );
    check(
        "resolution-times?horizonDays=0&curve=half",
        &["horizonDays", "curve"],
    );
    check(
        "knelpunten/{id}?asOf=2013-01-01&category=funding",
        &["category"],
    );
}

#[test]
fn a_parameter_of_another_question_is_unknown() {
    check("summary?groupBy=party&limit=3", &["groupBy", "limit"]);
    check("persisting/matrix?status=open", &["status"]);
    check("trend?horizonDays=3", &["horizonDays"]);
}

#[test]
fn a_parameter_of_a_single_value_may_be_given_once() {
    check("summary?asOf=2013-01-01&asOf=2013-01-01", &["asOf"]);
    check(
        "summary?category=funding&category=capacity&round=a&round=none",
        &[],
    );
    check(
        "trend?every=day&every=week&division=2013-01-01&division=2014-01-01",
        &["division", "every"],
    );
}

#[test]
fn numbers_are_accepted_within_their_limits_and_nothing_else_is() {
    for valid in [
        "persisting?limit=1",
        "persisting?limit=1000",
        "persisting?minAgeDays=0",
        "persisting?minAgeDays=0.5",
        "resolution-times?horizonDays=36500",
        "summary?knownAt=0",
        "summary?atLeast=18446744073709551615",
    ] {
        check(valid, &[]);
    }
    for (link, key) in [
        ("persisting?limit=1001", "limit"),
        ("persisting?limit=-1", "limit"),
        ("persisting?limit=1.0", "limit"),
        ("persisting?minAgeDays=-1", "minAgeDays"),
        ("persisting?minAgeDays=NaN", "minAgeDays"),
        ("persisting?minAgeDays=inf", "minAgeDays"),
        ("resolution-times?horizonDays=36501", "horizonDays"),
        ("resolution-times?horizonDays=NaN", "horizonDays"),
        ("summary?knownAt=+1", "knownAt"),
        ("summary?atLeast=18446744073709551616", "atLeast"),
        ("summary?asOf=", "asOf"),
    ] {
        check(link, &[key]);
    }
}

/// Checks that every parameter of a link is refused because it lies in the future. The current time is 2027-01-01 01:00
/// in Amsterdam.
#[track_caller]
fn check_future(link: &str, expected: &[&str]) {
    let violations = parse(link).err().unwrap_or_default();
    let keys: Vec<&str> = violations.iter().map(InputViolation::location).collect();
    assert_eq!(keys, expected, "{link}: {violations:?}");
    for violation in &violations {
        let problem = violation.problem();
        assert!(
            problem.contains("is later than today, 2027-01-01 in the Netherlands"),
            "{link}: {problem}"
        );
    }
}

#[test]
fn no_link_is_as_of_a_moment_after_today() {
    for question in [
        "summary",
        "persisting",
        "persisting/matrix",
        "trend",
        "resolution-times",
        "rounds",
        "rounds/2013-02",
        "knelpunten",
        "knelpunten/{id}",
    ] {
        for later in [
            "2027-01-02",
            "2030-01-01",
            "2999-01-01",
            "9999-12-29",
            "2027-01-01T23:00:00Z",
            "2027-01-02T00:00:00%2B01:00",
        ] {
            let later = later.replace("%2B", "+");
            check_future(&format!("{question}?asOf={later}"), &["asOf"]);
        }
        // The end of today in Amsterdam is the last moment.
        for now in [
            "2027-01-01",
            "2027-01-01T22:59:59.999999Z",
            "2027-01-01T23:59:59+01:00",
        ] {
            check_future(&format!("{question}?asOf={now}"), &[]);
        }
    }
}

#[test]
fn no_trend_begins_after_today_and_one_may_end_with_the_year_that_has_begun() {
    check_future("trend?from=2027-01-02", &["from"]);
    check_future(
        "trend?from=2030-01-01&to=2031-01-01&asOf=2032-01-01",
        &["asOf", "from"],
    );
    check_future("trend?from=2027-01-01&to=2027-01-01&every=year", &[]);
    check_future("trend?from=2027-01-01&to=2027-12-31&every=year", &[]);
    check_future("episodes?to=2027-12-31", &[]);
}

#[test]
fn a_cursor_whose_as_of_instant_lies_after_today_is_refused() {
    let cursor = |as_of: &str| {
        let state = state_of(vec![
            report(who("GM0344", "funding"), "2013-01-01", Some("2013-02")),
            report(who("GM0344", "capacity"), "2013-01-01", Some("2013-02")),
        ]);
        let link = format!("persisting?limit=1&status=open&asOf={as_of}");
        let query = query::<PersistingQuestion>(&link);
        let (page, _) = query
            .answer(&Population::new(&state), Register::embedded())
            .unwrap();
        page.next_cursor.unwrap()
    };
    let link = |as_of| format!("persisting?limit=1&status=open&cursor={}", cursor(as_of));
    check_future(&link("2030-01-01"), &["cursor"]);
    check_future(&link("2027-01-01"), &[]);
}

#[test]
fn a_division_counts_no_time_and_may_be_later_than_today() {
    check("summary?division=2027-07-01", &[]);
}

#[test]
fn a_trend_ends_after_it_begins() {
    check("trend?from=2013-02-01&to=2013-01-31", &["to"]);
    check("trend?from=2013-02-01&to=2013-02-01", &[]);
}

#[test]
fn the_division_is_the_day_of_the_as_of_instant_in_amsterdam() {
    let division = |link: &str| parse(link).unwrap().division.to_string();
    assert_eq!(division("summary?asOf=2013-06-30"), "2013-06-30");
    assert_eq!(division("summary?asOf=2013-06-30T22:30:00Z"), "2013-07-01");
    assert_eq!(division("summary"), "2027-01-01");
    assert_eq!(
        division("summary?asOf=2013-06-30&division=2026-01-01"),
        "2026-01-01"
    );
}

#[test]
fn a_parameter_that_is_nearly_right_is_suggested() {
    let violations = parse("summary?ASOF=2013-01-01").unwrap_err();
    assert_eq!(
        violations[0].problem(),
        "is not a parameter here; did you mean asOf?"
    );
}

/// Checks that a question parses every parameter that the API declares for it.
#[track_caller]
fn check_declared(path: &str, declared: [&[String]; 2]) {
    for name in declared.concat() {
        let violations = parse(&format!("{path}?{name}=")).err().unwrap_or_default();
        let mut problems = violations.iter().map(InputViolation::problem);
        assert!(
            problems.all(|problem| !problem.starts_with("is not a key")),
            "{name}"
        );
    }
}

#[test]
fn every_parameter_that_the_api_declares_is_parsed() {
    let scope = ScopeParameters::names();
    check_declared("summary", [scope, &[]]);
    check_declared("persisting", [scope, PersistingParameters::names()]);
    check_declared("trend", [scope, TrendParameters::names()]);
    check_declared(
        "resolution-times",
        [scope, ResolutionTimesParameters::names()],
    );
    check_declared(
        "support-effect",
        [
            EffectScopeParameters::names(),
            SupportEffectParameters::names(),
        ],
    );
    check_declared("rounds/2013-02", [scope, RoundParameters::names()]);
    check_declared("knelpunten", [scope, KnelpuntenParameters::names()]);
    check_declared("knelpunten/{id}", [AsOfParameters::names(), &[]]);
}
