//! Examples of the answers to questions: one story, of one municipality.

mod analyses;

use std::collections::BTreeMap;

use jiff::civil::date;
use model::{ConsultationOutcome, Instant, KnelpuntId, PartyKind, Reporter};

use crate::{
    Example,
    answers::{
        BuildingBlockItem, CatalogueAnswer, CategoryItem, Comparison, Coverage,
        CumulativeIncidence, CurveFigures, EpisodeAnswer, ExposureAnswer, GroupAnswer, GroupName,
        KnelpuntAnswer, KnelpuntStatus, LogRankAnswer, Matrix, MatrixCell, Municipalities,
        MunicipalityAnswer, MunicipalityCoverage, MunicipalityItem, MunicipalityLink, NewByKind,
        NotDiscussedByTopic, PartyAnswer, PartyKindItem, PeriodFigures, Persisting, PersistingItem,
        PointAnswer, RemedyItem, ResolutionTimes, ResolvedByOutcome, ResolvedCount,
        RestrictedMeanAnswer, RoundAnswer, RoundFindings, RoundItem, Rounds, StepAnswer,
        SuccessionItem, Summary, SupportEffect, Trend, TrendItem,
    },
    links,
    operations::EXAMPLE_KNELPUNT,
};

fn id() -> KnelpuntId {
    KnelpuntId::parse(EXAMPLE_KNELPUNT).unwrap_or(KnelpuntId::from_bytes([0; 16]))
}

/// Returns midnight of a day in UTC.
fn day(days_since_1970: i64) -> Instant {
    Instant::from_microseconds(days_since_1970 * 86_400_000_000)
}

/// The days of the story, since 1970: known since, opened, and last reported.
const SINCE: i64 = 15_492;
const OPENED: i64 = 15_748;
const REPORTED: i64 = 15_847;

fn party() -> PartyAnswer {
    PartyAnswer {
        kind: PartyKind::Supplier,
        kind_name: "Leverancier".to_owned(),
        name: "fabriek ijssel".to_owned(),
    }
}

impl Example for Summary {
    fn example() -> Self {
        Self {
            knelpunten: 380,
            episodes: 412,
            open: 133,
            persisting: 71,
            recurrences: 32,
            reports: 964,
        }
    }
}

impl Example for Persisting {
    fn example() -> Self {
        Self {
            total: 71,
            items: vec![PersistingItem {
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
                building_block_name: Some("Basisregistratie Adressen en Gebouwen".to_owned()),
                party: Some(party()),
                party_name: Some("Fabriek IJssel".to_owned()),
                reference: None,
                reference_as_written: None,
                description: Some("Promised for the next release.".to_owned()),
                status: KnelpuntStatus::Open,
                opened_at: day(OPENED),
                opened_on: day(OPENED).day(),
                since: day(SINCE),
                since_on: day(SINCE).day(),
                ended_at: None,
                ended_on: None,
                outcome: None,
                remedy: None,
                age_days: 394.0,
                persisting: true,
                episodes: 1,
                reports: 3,
                rounds: vec!["2013-02".to_owned(), "2013-05".to_owned()],
                last_reported_at: day(REPORTED),
                last_reported_on: day(REPORTED).day(),
                first_description: Some("The connection to the BAG is not delivered.".to_owned()),
                first_described_at: Some(day(OPENED)),
                first_described_on: Some(day(OPENED).day()),
                described_at: Some(day(REPORTED)),
                described_on: Some(day(REPORTED).day()),
            }],
            next_cursor: None,
        }
    }
}

impl Example for Matrix {
    fn example() -> Self {
        Self {
            cells: vec![MatrixCell {
                municipality: "GM0344".to_owned(),
                municipality_name: "Utrecht".to_owned(),
                category: "supplier-delivery".to_owned(),
                category_name: "Leverancier levert niet".to_owned(),
                open: 2,
                persisting: 1,
            }],
        }
    }
}

impl Example for Trend {
    fn example() -> Self {
        let group = GroupName {
            group: Some("supplier-delivery".to_owned()),
            label: "Leverancier levert niet".to_owned(),
        };
        Self {
            items: vec![TrendItem {
                period: date(2013, 1, 1),
                group: Some(group.into()),
                figures: PeriodFigures {
                    reported: 41,
                    opened: 19,
                    recurred: 2,
                    resolved: 12,
                    resolved_by_outcome: ResolvedByOutcome {
                        solved: 9,
                        lapsed: 2,
                        central: 1,
                    },
                    open_at_end: 37,
                    persisting_at_end: 21,
                    unconfirmed_at_end: 9,
                },
            }],
        }
    }
}

impl Example for SupportEffect {
    fn example() -> Self {
        let exposure = |episodes, resolved, expected| ExposureAnswer {
            episodes,
            municipalities: 12,
            resolved,
            expected,
            figures: CurveFigures {
                from_days: 0.0,
                median_days: Some(171.0),
                median_low: Some(120.0),
                median_high: None,
                survival: BTreeMap::from([("90".to_owned(), PointAnswer::default())]),
                curve: Vec::new(),
            },
        };
        Self {
            support: "i-versneller".to_owned(),
            mantel_byar: Some(LogRankAnswer {
                chi_squared: 6.3,
                degrees_of_freedom: 1,
                p: 0.012,
                small_groups: None,
            }),
            rate_ratio: PointAnswer {
                value: Some(1.5),
                low: Some(1.1),
                high: Some(2.1),
            },
            supported: exposure(84, 52, 41.5),
            unsupported: exposure(414, 288, 298.5),
            caveat: "Support was not assigned at random.".to_owned(),
        }
    }
}

impl Example for ResolutionTimes {
    fn example() -> Self {
        let point = PointAnswer {
            value: Some(0.62),
            low: Some(0.55),
            high: Some(0.69),
        };
        let share = |value| {
            let point = PointAnswer {
                value: Some(value),
                low: None,
                high: None,
            };
            BTreeMap::from([("90".to_owned(), point)])
        };
        Self {
            groups: vec![GroupAnswer {
                group: Some(GroupName {
                    group: Some("7".to_owned()),
                    label: "100 000 tot 150 000 inwoners".to_owned(),
                }),
                n: 48,
                resolved: 31,
                resolved_by_outcome: ResolvedByOutcome {
                    solved: 24,
                    lapsed: 5,
                    central: 2,
                },
                censored: 17,
                figures: CurveFigures {
                    from_days: 0.0,
                    median_days: Some(171.0),
                    median_low: Some(120.0),
                    median_high: None,
                    survival: BTreeMap::from([("90".to_owned(), point)]),
                    curve: vec![StepAnswer {
                        days: 12.0,
                        at_risk: 48,
                        count: ResolvedCount { resolved: 1 },
                        survival: 0.979,
                        low: Some(0.861),
                        high: Some(0.997),
                    }],
                },
                median_days_earliest: Some(133.5),
                cumulative_incidence: CumulativeIncidence {
                    solved: share(0.29),
                    lapsed: share(0.07),
                    central: share(0.02),
                },
                restricted_mean: Some(RestrictedMeanAnswer {
                    days: 201.5,
                    se: 12.25,
                    horizon_days: 365.0,
                }),
            }],
            log_rank: Some(LogRankAnswer {
                chi_squared: 4.2,
                degrees_of_freedom: 2,
                p: 0.122,
                small_groups: Some(0),
            }),
            pairs: None,
            log_rank_trend: Some(LogRankAnswer {
                chi_squared: 3.9,
                degrees_of_freedom: 1,
                p: 0.048,
                small_groups: None,
            }),
        }
    }
}

const FINDINGS: RoundFindings = RoundFindings {
    expected: 9,
    still_there: 5,
    gone: 3,
    not_discussed: 1,
    not_discussed_by_topic: NotDiscussedByTopic {
        covered: 1,
        not_covered: 0,
    },
    new: 2,
    new_by_kind: NewByKind {
        first: 1,
        recurred: 1,
    },
    open_after: 8,
};

const COVERAGE: Coverage = Coverage {
    asked: 26,
    reached: 21,
    no_answer: 4,
    declined: 1,
    without_consultation: 0,
    found: FINDINGS,
};

impl Example for Rounds {
    fn example() -> Self {
        Self {
            total: 1,
            items: vec![RoundItem {
                round: "2013-02".to_owned(),
                href: links::round("2013-02"),
                began_at: day(OPENED),
                began_on: day(OPENED).day(),
                ended_at: day(OPENED + 12),
                ended_on: day(OPENED + 12).day(),
                coverage: COVERAGE,
            }],
        }
    }
}

impl Example for RoundAnswer {
    fn example() -> Self {
        Self {
            round: "2013-02".to_owned(),
            link: links::round("2013-02"),
            began_at: Some(day(OPENED)),
            began_on: Some(day(OPENED).day()),
            ended_at: Some(day(OPENED + 12)),
            ended_on: Some(day(OPENED + 12).day()),
            total: COVERAGE,
            municipalities: vec![MunicipalityCoverage {
                municipality: "GM0344".to_owned(),
                municipality_name: "Utrecht".to_owned(),
                inherited_from: Vec::new(),
                through_split: false,
                other_successors: Vec::new(),
                consultation: Some(ConsultationOutcome::Reached),
                topics: None,
                began_at: day(OPENED),
                began_on: day(OPENED).day(),
                ended_at: day(OPENED),
                ended_on: day(OPENED).day(),
                reports: 5,
                resolutions: 3,
                found: Some(FINDINGS),
            }],
            against: Some(Comparison {
                round: "2012-09".to_owned(),
                asked_in_both: 24,
                reached_in_both: 18,
                left_out_here: 3,
                left_out_there: 2,
                here: FINDINGS,
                there: FINDINGS,
            }),
        }
    }
}

impl Example for KnelpuntAnswer {
    fn example() -> Self {
        Self {
            id: id(),
            link: links::knelpunt(id()),
            municipality: Some("GM0344".to_owned()),
            municipality_name: Some("Utrecht".to_owned()),
            inherited_from: None,
            through_split: false,
            other_successors: Vec::new(),
            category: Some("supplier-delivery".to_owned()),
            category_name: Some("Leverancier levert niet".to_owned()),
            building_block: Some("bag".to_owned()),
            building_block_name: Some("Basisregistratie Adressen en Gebouwen".to_owned()),
            party: Some(party()),
            party_name: Some("Fabriek IJssel".to_owned()),
            reference: None,
            reference_as_written: None,
            status: KnelpuntStatus::Open,
            persisting: true,
            age_days: Some(394.0),
            episodes: vec![EpisodeAnswer {
                opened_at: day(OPENED),
                opened_on: day(OPENED).day(),
                since: day(SINCE),
                since_on: day(SINCE).day(),
                ended_at: None,
                ended_on: None,
                outcome: None,
                remedy: None,
                duration_days: 394.0,
                reports: 3,
                rounds: vec!["2013-02".to_owned(), "2013-05".to_owned()],
            }],
            merged_from: Vec::new(),
            description: Some("Promised for the next release.".to_owned()),
            reporter: Some(Reporter {
                role: "information-manager".to_owned(),
            }),
            first_description: Some("The connection to the BAG is not delivered.".to_owned()),
            first_described_at: Some(day(OPENED)),
            first_described_on: Some(day(OPENED).day()),
            described_at: Some(day(REPORTED)),
            described_on: Some(day(REPORTED).day()),
        }
    }
}

impl Example for Municipalities {
    fn example() -> Self {
        Self {
            version: "0f1e2d3c4b5a".to_owned(),
            items: vec![MunicipalityItem {
                code: "GM1921".to_owned(),
                href: links::municipality("GM1921"),
                name: "De Friese Meren".to_owned(),
                province: "PV21".to_owned(),
                province_name: "Fryslân".to_owned(),
                size_class: Some("5".to_owned()),
                valid_from: Some(date(2014, 1, 1)),
                valid_until: Some(date(2015, 7, 1)),
                former_names: Vec::new(),
                other_names: Vec::new(),
                predecessors: Vec::new(),
                successors: vec![SuccessionItem {
                    code: "GM1940".to_owned(),
                    href: links::municipality("GM1940"),
                    name: "De Fryske Marren".to_owned(),
                    on: date(2015, 7, 1),
                    kind: "renamed".to_owned(),
                    main: true,
                    area_share: 0.999,
                }],
            }],
        }
    }
}

impl Example for MunicipalityAnswer {
    fn example() -> Self {
        let Municipalities { mut items, .. } = Municipalities::example();
        let municipality = items.remove(0);
        Self {
            link: municipality.href.clone(),
            division: date(2013, 6, 30),
            counts_with: MunicipalityLink {
                code: municipality.code.clone(),
                href: municipality.href.clone(),
                name: municipality.name.clone(),
            },
            municipality,
        }
    }
}

impl Example for CatalogueAnswer {
    fn example() -> Self {
        Self {
            version: "0f1e2d3c4b5a".to_owned(),
            categories: vec![CategoryItem {
                code: "funding".to_owned(),
                name: "Te weinig financiële middelen".to_owned(),
                name_en: "Too little funding".to_owned(),
                from_article: None,
            }],
            building_blocks: vec![BuildingBlockItem {
                code: "bag".to_owned(),
                name: "Basisregistratie Adressen en Gebouwen".to_owned(),
            }],
            remedies: vec![RemedyItem {
                code: "supplier-fix".to_owned(),
                name: "Leverancier heeft geleverd".to_owned(),
                name_en: "The supplier delivered".to_owned(),
            }],
            party_kinds: vec![PartyKindItem {
                code: PartyKind::Supplier,
                name: "leverancier".to_owned(),
            }],
        }
    }
}
