//! Laws of the questions, and a brute-force count of each: every knelpunt folded again, at any as-of, known-at and
//! division.

use fold::ObservationKind;
use jiff::{ToSpan as _, civil::Date};
use model::{Event, Instant, Outcome};
use proptest::prelude::*;
use register::Register;
use serde_json::{Value, json};
use state::State;

use crate::{
    Population,
    geography::area_of,
    sample::{any_events, any_state, day},
    testing,
};

const DAY_US: i64 = 86_400_000_000;

/// An episode, folded by hand.
#[derive(Debug, Clone)]
struct Folded {
    id: String,
    municipality: String,
    category: String,
    party: Option<String>,
    index: usize,
    opened_at: Instant,
    since: Instant,
    reports: Vec<Instant>,
    /// The rounds of its reports, and when each was the first.
    rounds: Vec<(fold::Symbol, Instant)>,
    end: Option<(Instant, Outcome)>,
    /// When the next one opened.
    next: Option<Instant>,
}

impl Folded {
    /// When it persists from: 180 days old, or reported in a second round.
    fn persists_from(&self) -> Instant {
        let old = self.since.plus_microseconds(180 * DAY_US);
        let second = self.rounds.get(1).map_or(old, |(_, at)| *at);
        old.min(second).max(self.opened_at)
    }

    fn until(&self, at: Instant) -> Instant {
        self.end.map_or(at, |(end, _)| end)
    }
}

/// Folds every knelpunt of a state at an instant, by the division of a day.
fn folded(state: &State, at: Instant, division: Date) -> Vec<Folded> {
    let (interner, register) = (state.interner(), Register::embedded());
    let mut all: Vec<Folded> = Vec::new();
    for knelpunt in state.roots().map(|row| state.knelpunt(row)) {
        let Some(identity) = knelpunt.identity else {
            continue;
        };
        let area = area_of(interner.text(identity.municipality), division, register);
        let mut episodes: Vec<Folded> = Vec::new();
        for fact in knelpunt.facts() {
            let observed = fact.observation;
            let visible_from = if observed.dated {
                Instant::start_of(observed.instant.day()).unwrap()
            } else {
                observed.instant
            };
            if visible_from > at {
                continue;
            }
            let is_open = episodes.last().is_some_and(|last| last.end.is_none());
            match observed.kind {
                ObservationKind::Report { since } if !is_open => {
                    let before = episodes.last_mut();
                    let earliest = before.as_ref().and_then(|before| before.end);
                    if let Some(before) = before {
                        before.next = Some(observed.instant);
                    }
                    episodes.push(Folded {
                        id: knelpunt.id.to_string(),
                        municipality: register.municipality(area.on_division).code.clone(),
                        category: interner.text(identity.category).to_owned(),
                        party: identity
                            .party
                            .map(|(kind, name)| format!("{}:{}", kind.code(), interner.text(name))),
                        index: episodes.len(),
                        opened_at: observed.instant,
                        since: earliest.map_or(since, |(end, _)| since.max(end)),
                        reports: vec![observed.instant],
                        rounds: observed
                            .round
                            .map(|round| (round, observed.instant))
                            .into_iter()
                            .collect(),
                        end: None,
                        next: None,
                    });
                }
                ObservationKind::Report { .. } => {
                    let last = episodes.last_mut().unwrap();
                    last.reports.push(observed.instant);
                    if let Some(round) = observed.round
                        && last.rounds.iter().all(|(known, _)| *known != round)
                    {
                        last.rounds.push((round, observed.instant));
                    }
                }
                ObservationKind::Resolution { outcome, .. } if is_open => {
                    episodes.last_mut().unwrap().end = Some((observed.instant, outcome));
                }
                ObservationKind::Resolution { .. } => {}
            }
        }
        all.extend(episodes);
    }
    all
}

/// The share that is left at a time, by Kaplan and Meier's product written out: spans of entry, exit and whether it ended.
fn simple_survival(spans: &[(i64, i64, bool)], from_us: i64, until_us: i64) -> f64 {
    let mut times: Vec<i64> = spans
        .iter()
        .filter(|span| span.2)
        .map(|span| span.1)
        .collect();
    times.sort_unstable();
    times.dedup();
    let within = times
        .into_iter()
        .filter(|time| *time > from_us && *time <= until_us);
    within
        .map(|time| {
            let at_risk =
                |span: &&(i64, i64, bool)| (span.0 < time || span.0 == 0) && time <= span.1;
            let at_risk = || spans.iter().filter(at_risk);
            // One for each: a sum of ones is exact.
            let n: f64 = at_risk().map(|_| 1.0).sum();
            let ended = at_risk().filter(|span| span.2 && span.1 == time);
            let d: f64 = ended.map(|_| 1.0).sum();
            if n > 0.0 { 1.0 - d / n } else { 1.0 }
        })
        .product()
}

fn near(found: &Value, expected: f64) -> bool {
    found
        .as_f64()
        .is_some_and(|found| (found - expected).abs() < 1e-9)
}

/// Answers a link as known at a position.
fn ask(link: &str, state: &State, position: u64) -> Value {
    let population = Population::known_at(state, position);
    testing::answer(link, Instant::LATEST, &population)
        .unwrap()
        .0
}

fn count(all: &[Folded], is_counted: impl Fn(&Folded) -> bool) -> usize {
    all.iter().filter(|episode| is_counted(episode)).count()
}

/// Compares the funnel of each municipality.
fn check_funnel(answer: &Value, all: &[Folded], at: Instant) -> Result<(), TestCaseError> {
    let old = |episode: &Folded| at.since(episode.opened_at) >= 90 * DAY_US;
    let still = |episode: &Folded| {
        old(episode) && episode.until(at).since(episode.opened_at) >= 90 * DAY_US
    };
    let (mut n, mut x) = (0, 0);
    for item in answer["items"].as_array().unwrap() {
        let here = |episode: &Folded| item["group"] == json!(episode.municipality);
        let own = count(all, |episode| here(episode) && old(episode));
        let open = count(all, |episode| here(episode) && still(episode));
        prop_assert_eq!((&item["n"], &item["x"]), (&json!(own), &json!(open)));
        (n, x) = (n + own, x + open);
    }
    prop_assert_eq!((n, x), (count(all, old), count(all, still)));
    Ok(())
}

/// Compares what waits on each party.
fn check_waiting(answer: &Value, all: &[Folded]) -> Result<(), TestCaseError> {
    for item in answer["items"].as_array().unwrap() {
        let party = format!(
            "{}:{}",
            item["party"]["kind"].as_str().unwrap(),
            item["party"]["name"].as_str().unwrap()
        );
        let own: Vec<&Folded> = all
            .iter()
            .filter(|episode| episode.party.as_ref() == Some(&party))
            .collect();
        let mut open: Vec<&&Folded> = own.iter().filter(|episode| episode.end.is_none()).collect();
        open.sort_by_key(|episode| episode.since);
        prop_assert_eq!(&item["n"], &json!(own.len()));
        prop_assert_eq!(&item["open"], &json!(open.len()));
        prop_assert_eq!(
            &item["oldestSince"],
            &json!(open.first().map(|episode| episode.since))
        );
        let mut homes: Vec<&str> = open
            .iter()
            .map(|episode| episode.municipality.as_str())
            .collect();
        homes.sort_unstable();
        homes.dedup();
        prop_assert_eq!(&item["municipalities"], &json!(homes.len()));
    }
    Ok(())
}

/// Compares the list of everything that happened.
fn check_list(answer: &Value, all: &[Folded], at: Instant) -> Result<(), TestCaseError> {
    let mut expected: Vec<(Instant, String, usize, usize)> = Vec::new();
    for episode in all {
        let kind = usize::from(episode.index > 0);
        expected.push((
            episode.opened_at,
            episode.id.clone(),
            kind,
            episode.index + 1,
        ));
        let persisted = episode.persists_from();
        if persisted <= at && episode.end.is_none_or(|(end, _)| persisted < end) {
            expected.push((persisted, episode.id.clone(), 2, episode.index + 1));
        }
        if let Some((end, _)) = episode.end {
            expected.push((end, episode.id.clone(), 3, episode.index + 1));
        }
    }
    expected.sort();
    let kinds = ["opened", "recurred", "persisted", "resolved"];
    let found: Vec<(Instant, String, usize, usize)> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let at = Instant::parse(item["at"].as_str().unwrap()).unwrap();
            let kind = kinds
                .iter()
                .position(|kind| item["event"] == json!(kind))
                .unwrap();
            let number = usize::try_from(item["episode"].as_u64().unwrap()).unwrap();
            (at, item["id"].as_str().unwrap().to_owned(), kind, number)
        })
        .collect();
    prop_assert_eq!(found, expected);
    Ok(())
}

/// Compares the counts of two windows, by category.
fn check_movers(
    answer: &Value,
    all: &[Folded],
    at: Instant,
    measure: &str,
) -> Result<(), TestCaseError> {
    let date = |name: &str| answer[name].as_str().unwrap().parse::<Date>().unwrap();
    let windows = [
        ("before", "compareFrom", "compareTo"),
        ("now", "from", "to"),
    ];
    let mut total = 0;
    for item in answer["items"].as_array().unwrap() {
        for (name, from, to) in windows {
            let within =
                |instant: Instant| date(from) <= instant.day() && instant.day() <= date(to);
            let own = all
                .iter()
                .filter(|episode| item["group"] == json!(episode.category));
            let counted: usize = own
                .map(|episode| match measure {
                    "opened" => usize::from(within(episode.opened_at)),
                    "recurred" => usize::from(episode.index > 0 && within(episode.opened_at)),
                    "resolved" => {
                        usize::from(episode.end.is_some_and(|(end, _)| within(end.min(at))))
                    }
                    _ => episode
                        .reports
                        .iter()
                        .filter(|report| within(**report))
                        .count(),
                })
                .sum();
            prop_assert_eq!(
                &item[name]["count"],
                &json!(counted),
                "{} {}",
                measure,
                name
            );
            total += counted;
        }
    }
    prop_assert!(total > 0 || answer["items"] == json!([]));
    Ok(())
}

/// Compares the curve of recurrence at three days, and its counts.
fn check_recurrence(answer: &Value, all: &[Folded], at: Instant) -> Result<(), TestCaseError> {
    let ended = all
        .iter()
        .filter_map(|episode| Some((episode, episode.end?.0)));
    let spans: Vec<(i64, i64, bool)> = ended
        .map(|(episode, end)| {
            let until = episode.next.unwrap_or(at);
            (0, until.since(end).max(0), episode.next.is_some())
        })
        .collect();
    let group = &answer["groups"][0];
    prop_assert_eq!(group.is_null(), spans.is_empty());
    if spans.is_empty() {
        return Ok(());
    }
    prop_assert_eq!(&group["n"], &json!(spans.len()));
    for days in [90, 180, 365] {
        let value = &group["survival"][days.to_string()]["value"];
        if !value.is_null() {
            prop_assert!(
                near(value, simple_survival(&spans, -1, days * DAY_US)),
                "{} {}",
                days,
                value
            );
        }
    }
    Ok(())
}

/// Compares the outlook of each open knelpunt over one stratum.
fn check_outlook(answer: &Value, all: &[Folded], at: Instant) -> Result<(), TestCaseError> {
    let spans: Vec<(i64, i64, bool)> = all
        .iter()
        .map(|episode| {
            let exit = episode.until(at).since(episode.since);
            (
                episode.opened_at.since(episode.since),
                exit,
                episode.end.is_some(),
            )
        })
        .collect();
    let items = answer["items"].as_array().unwrap();
    prop_assert_eq!(items.len(), count(all, |episode| episode.end.is_none()));
    for item in items {
        let age = at.since(Instant::parse(item["since"].as_str().unwrap()).unwrap());
        let at_risk = spans
            .iter()
            .filter(|span| span.0 <= age && age < span.1)
            .count();
        prop_assert_eq!(&item["atRisk"], &json!(at_risk));
        let value = &item["stillOpen"]["value"];
        prop_assert!(at_risk >= 10 || value.is_null());
        if !value.is_null() {
            let expected = simple_survival(&spans, age, age + 60 * DAY_US);
            prop_assert!(near(value, expected), "{} instead of {}", value, expected);
        }
    }
    Ok(())
}

/// Compares what is open and unconfirmed at the as-of instant.
fn check_unconfirmed(answer: &Value, all: &[Folded], at: Instant) -> Result<(), TestCaseError> {
    let is_old = |episode: &Folded| {
        let last = episode.reports.last().unwrap();
        episode.end.is_none() && at.since(*last) >= 100 * DAY_US
    };
    if let Some(last) = answer["items"].as_array().unwrap().last() {
        prop_assert_eq!(&last["unconfirmedAtEnd"], &json!(count(all, is_old)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_question_is_as_a_brute_force_count_has_it(
        events in any_events(80), day in day(), position in any::<prop::sample::Index>(), later in 0..5_000_i64,
    ) {
        let position = position.index(events.len() + 1);
        let (state, then) = (State::from_events(&events), State::from_events(&events[..position]));
        let division = day.saturating_add(later.days());
        let at = Instant::end_of(day).unwrap();
        let all = folded(&then, at, division);
        let ask = |question: &str| {
            ask(&format!("{question}asOf={day}&division={division}"), &state, position as u64)
        };
        check_funnel(&ask("funnel?days=90&"), &all, at)?;
        check_waiting(&ask("waiting-on?limit=1000&"), &all)?;
        let events = "event=opened&event=recurred&event=persisted&event=resolved";
        check_list(&ask(&format!("episodes?limit=1000&{events}&")), &all, at)?;
        for measure in ["opened", "recurred", "resolved", "reported"] {
            check_movers(&ask(&format!("movers?measure={measure}&")), &all, at, measure)?;
        }
        check_recurrence(&ask("recurrence?"), &all, at)?;
        check_outlook(&ask("outlook?groupBy=none&withinDays=60&limit=1000&"), &all, at)?;
        check_unconfirmed(&ask("trend?every=year&confirmWithinDays=100&"), &all, at)?;
    }

    #[test]
    fn what_opened_recurred_and_was_resolved_is_what_the_trend_counts(state in any_state(60), day in day()) {
        let trend = ask(&format!("trend?every=year&asOf={day}"), &state, u64::MAX);
        for (event, figure) in [("opened", "opened"), ("recurred", "recurred"), ("resolved", "resolved")] {
            let counts = trend["items"].as_array().unwrap().iter().map(|item| item[figure].as_u64().unwrap());
            let list = ask(&format!("episodes?event={event}&asOf={day}"), &state, u64::MAX);
            prop_assert_eq!(&list["total"], &json!(counts.sum::<u64>()), "{}", event);
        }
    }

    #[test]
    fn incidences_and_survival_add_up_to_one(state in any_state(60), day in day()) {
        let answer = ask(&format!("resolution-times?asOf={day}"), &state, u64::MAX);
        let group = &answer["groups"][0];
        for days in ["90", "180", "365"] {
            let survival = group["survival"][days]["value"].as_f64();
            let shares = ["solved", "lapsed", "central"].map(|outcome| {
                group["cumulativeIncidence"][outcome][days]["value"].as_f64()
            });
            if let Some(survival) = survival {
                let sum: f64 = survival + shares.iter().flatten().sum::<f64>();
                prop_assert!((sum - 1.0).abs() < 1e-12, "{} at {}", sum, days);
            } else {
                prop_assert_eq!(shares, [None; 3]);
            }
        }
    }

    #[test]
    fn the_outlook_is_a_share_and_falls_with_time(state in any_state(90), day in day()) {
        let ask = |days: u16| {
            let link = format!("outlook?groupBy=none&limit=1000&withinDays={days}&asOf={day}");
            ask(&link, &state, u64::MAX)
        };
        let value = |answer: &Value, id: &Value| -> Option<f64> {
            let items = answer["items"].as_array().unwrap();
            items.iter().find(|item| item["id"] == *id)?["stillOpen"]["value"].as_f64()
        };
        let (soon, late) = (ask(10), ask(60));
        for item in soon["items"].as_array().unwrap() {
            let (one, other) = (value(&soon, &item["id"]), value(&late, &item["id"]));
            for share in one.into_iter().chain(other) {
                prop_assert!((0.0..=1.0).contains(&share), "{}", share);
            }
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!(other <= one + 1e-12, "{} then {}", one, other);
            }
        }
    }

    #[test]
    fn the_figures_of_the_outlook_are_those_of_its_items(state in any_state(90), day in day()) {
        let ask = |keys: &str| ask(&format!("outlook?limit=1000&withinDays=60&asOf={day}{keys}"), &state, u64::MAX);
        let (all, over_all) = (ask(""), ask("&groupBy=none"));
        let items = all["items"].as_array().unwrap();
        let shares: Vec<f64> = items.iter().filter_map(|item| item["stillOpen"]["value"].as_f64()).collect();
        prop_assert_eq!(&all["known"], &json!(shares.len()));
        prop_assert_eq!(&all["unknown"], &json!(items.len() - shares.len()));
        let expected: f64 = shares.iter().map(|share| 1.0 - share).sum();
        prop_assert!(near(&all["expectedResolved"], expected));
        let steps: Vec<u64> = all["distribution"].as_array().unwrap().iter()
            .map(|step| step["knelpunten"].as_u64().unwrap()).collect();
        prop_assert_eq!(steps.iter().sum::<u64>(), shares.len() as u64);
        let likely = shares.iter().filter(|share| **share > 0.9 - 1e-10).count() as u64;
        prop_assert_eq!(steps[9], likely);
        let by_category = all["likelyToStay"].as_array().unwrap().iter();
        prop_assert_eq!(by_category.map(|one| one["knelpunten"].as_u64().unwrap()).sum::<u64>(), likely);
        for item in items {
            let mut same = over_all["items"].as_array().unwrap().iter();
            let same = same.find(|other| other["id"] == item["id"]).unwrap();
            if item["stillOpen"]["value"].is_null() {
                prop_assert_eq!(&item["comparedWithAll"]["stillOpen"], &same["stillOpen"]);
                prop_assert_eq!(&item["comparedWithAll"]["atRisk"], &same["atRisk"]);
            } else {
                prop_assert!(item.get("comparedWithAll").is_none());
            }
        }
        for (which, count) in [("known", &all["known"]), ("unknown", &all["unknown"])] {
            prop_assert_eq!(&ask(&format!("&outlook={which}"))["total"], count);
        }
    }

    #[test]
    fn a_filter_is_as_a_log_that_has_only_what_it_selects(events in any_events(60), day in day()) {
        let all = State::from_events(&events);
        let of = |event: &&Event| event.data.municipality() == "GM0344";
        let own: Vec<Event> = events.iter().filter(of).cloned().collect();
        let own = State::from_events(&own);
        for question in [
            "summary?", "trend?every=year&", "resolution-times?groupBy=category&", "recurrence?", "movers?", "funnel?",
            "waiting-on?", "episodes?event=persisted&event=opened&", "persisting?status=open&notConfirmedSince=2013-06-01&",
        ] {
            let link = format!("{question}asOf={day}&division=2000-01-01");
            let filtered = ask(&format!("{link}&municipality=GM0344"), &all, u64::MAX);
            prop_assert_eq!(filtered, ask(&link, &own, u64::MAX), "{}", question);
        }
    }
}
