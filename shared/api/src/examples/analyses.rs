//! Examples of the answers that analyse: what recurs, changes, stands out and waits.

use std::collections::BTreeMap;

use jiff::civil::date;
use model::Outcome;

use super::{OPENED, REPORTED, SINCE, day, id, party};
use crate::{
    Example,
    answers::{
        CurveFigures, Direction, EpisodeList, EpisodeListItem, Funnel, FunnelItem, FunnelPosition,
        GroupName, Limits, Movers, MoversItem, Outlook, OutlookCategory, OutlookItem, OutlookStep,
        PointAnswer, RecurredCount, Recurrence, RecurrenceGroup, RestrictedMeanAnswer, SearchHit,
        SearchKind, SearchMark, SearchMatch, SearchResults, SearchTotal, StepAnswer, WaitingOn,
        WaitingOnItem, WindowCount,
    },
    links,
    parameters::EpisodeEvent,
};

const fn point(value: f64, low: f64, high: f64) -> PointAnswer {
    PointAnswer {
        value: Some(value),
        low: Some(low),
        high: Some(high),
    }
}

fn delivery() -> GroupName {
    GroupName {
        group: Some("supplier-delivery".to_owned()),
        label: "Leverancier levert niet".to_owned(),
    }
}

impl Example for Recurrence {
    fn example() -> Self {
        Self {
            groups: vec![RecurrenceGroup {
                group: Some(delivery()),
                n: 63,
                recurred: 11,
                censored: 52,
                figures: CurveFigures {
                    from_days: 0.0,
                    median_days: None,
                    median_low: None,
                    median_high: None,
                    survival: BTreeMap::from([("90".to_owned(), point(0.9, 0.8, 0.95))]),
                    curve: vec![StepAnswer {
                        days: 21.0,
                        at_risk: 60,
                        count: RecurredCount { recurred: 1 },
                        survival: 0.983,
                        low: Some(0.888),
                        high: Some(0.998),
                    }],
                },
                restricted_mean: Some(RestrictedMeanAnswer {
                    days: 318.5,
                    se: 11.25,
                    horizon_days: 365.0,
                }),
            }],
            log_rank: None,
        }
    }
}

impl Example for Outlook {
    fn example() -> Self {
        Self {
            total: 133,
            known: 133,
            unknown: 0,
            expected_resolved: 21.4,
            distribution: (0..10_u8)
                .map(|step| OutlookStep {
                    from: f64::from(step) / 10.0,
                    to: f64::from(step + 1) / 10.0,
                    knelpunten: if step == 9 { 60 } else { 0 },
                })
                .collect(),
            likely_to_stay: vec![OutlookCategory {
                category: "supplier-delivery".to_owned(),
                category_name: "Leverancier levert niet".to_owned(),
                knelpunten: 60,
            }],
            items: vec![OutlookItem {
                id: id(),
                href: links::knelpunt(id()),
                municipality: "GM0344".to_owned(),
                municipality_name: "Utrecht".to_owned(),
                inherited_from: None,
                through_split: false,
                other_successors: Vec::new(),
                category: "supplier-delivery".to_owned(),
                category_name: "Leverancier levert niet".to_owned(),
                since: day(SINCE),
                since_on: day(SINCE).day(),
                age_days: 394.0,
                still_open: point(0.91, 0.78, 0.97),
                at_risk: 34,
                stratum: Some("supplier-delivery".to_owned()),
                compared_with_all: None,
            }],
            next_cursor: None,
        }
    }
}

impl Example for Movers {
    fn example() -> Self {
        Self {
            items: vec![MoversItem {
                group: delivery(),
                before: WindowCount {
                    count: 3,
                    exposure: 365,
                },
                now: WindowCount {
                    count: 15,
                    exposure: 365,
                },
                ratio: point(5.0, 1.415, 26.95),
                p: Some(0.007_538),
                q: Some(0.0302),
                direction: Direction::Up,
            }],
            from: date(2012, 7, 1),
            to: date(2013, 6, 30),
            compare_from: date(2011, 7, 2),
            compare_to: date(2012, 6, 30),
        }
    }
}

impl Example for Funnel {
    fn example() -> Self {
        Self {
            target: Some(0.5),
            items: vec![FunnelItem {
                group: GroupName {
                    group: Some("GM0344".to_owned()),
                    label: "Utrecht".to_owned(),
                },
                n: 10,
                x: 9,
                share: point(0.9, 0.596, 0.982),
                limits95: Limits {
                    low: 0.132,
                    high: 0.868,
                },
                limits998: Limits {
                    low: 0.000_24,
                    high: 0.999_76,
                },
                position: FunnelPosition::Above95,
            }],
        }
    }
}

impl Example for WaitingOn {
    fn example() -> Self {
        Self {
            total: 12,
            items: vec![WaitingOnItem {
                party: party(),
                party_name: "Fabriek IJssel".to_owned(),
                open: 14,
                persisting: 9,
                municipalities: 11,
                oldest_since: Some(day(SINCE)),
                oldest_since_on: Some(day(SINCE).day()),
                median_age_days: Some(211.0),
                n: 31,
                resolved: 17,
                median_days: Some(188.0),
                median_low: Some(120.0),
                median_high: None,
            }],
            next_cursor: None,
        }
    }
}

impl Example for SearchResults {
    fn example() -> Self {
        Self {
            items: vec![SearchHit {
                kind: SearchKind::Municipality,
                code: Some("GM0344".to_owned()),
                id: None,
                name: "Utrecht".to_owned(),
                matches: vec![SearchMatch {
                    field: "name".to_owned(),
                    text: "Utrecht".to_owned(),
                    marks: vec![SearchMark { start: 0, end: 7 }],
                }],
            }],
            totals: vec![SearchTotal {
                kind: SearchKind::Municipality,
                total: 2,
                is_at_least: false,
            }],
        }
    }
}

impl Example for EpisodeList {
    fn example() -> Self {
        Self {
            total: 58,
            items: vec![EpisodeListItem {
                event: EpisodeEvent::Resolved,
                at: day(REPORTED),
                on: day(REPORTED).day(),
                id: id(),
                href: links::knelpunt(id()),
                municipality: "GM0344".to_owned(),
                municipality_name: "Utrecht".to_owned(),
                inherited_from: None,
                through_split: false,
                other_successors: Vec::new(),
                category: "supplier-delivery".to_owned(),
                category_name: "Leverancier levert niet".to_owned(),
                building_block: Some("bag".to_owned()),
                party: Some(party()),
                party_name: Some("Fabriek IJssel B.V.".to_owned()),
                reference: None,
                reference_as_written: None,
                since: day(SINCE),
                since_on: day(SINCE).day(),
                opened_at: day(OPENED),
                opened_on: day(OPENED).day(),
                ended_at: Some(day(REPORTED)),
                ended_on: Some(day(REPORTED).day()),
                outcome: Some(Outcome::Solved),
                remedy: None,
                duration_days: 355.0,
                episode: 1,
            }],
            next_cursor: None,
        }
    }
}
