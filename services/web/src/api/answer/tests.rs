use std::collections::BTreeMap;

use ::api::answers::{
    CumulativeIncidence, CurveFigures, GroupAnswer, GroupName, PointAnswer, ResolvedByOutcome,
    ResolvedCount, RestrictedMeanAnswer, StepAnswer,
};

use super::*;

fn group(number: u8) -> GroupAnswer {
    let share = f64::from(number) / 7.0;
    let step = |days: u8| StepAnswer {
        days: f64::from(days) / 3.0,
        at_risk: 9,
        count: ResolvedCount { resolved: 1 },
        survival: share,
        low: None,
        high: Some(share),
    };
    let point = PointAnswer {
        value: Some(share),
        low: None,
        high: Some(1e-9),
    };
    GroupAnswer {
        group: (number > 0).then(|| GroupName {
            group: (number > 1).then(|| format!("GM{number:04}")),
            label: "'s-Gravenhage \"\u{e9}\"".to_owned(),
        }),
        n: 9,
        resolved: 3,
        resolved_by_outcome: ResolvedByOutcome::default(),
        censored: 6,
        figures: CurveFigures {
            from_days: 0.0,
            median_days: None,
            median_low: Some(1e21),
            median_high: None,
            survival: BTreeMap::from([("90".to_owned(), point)]),
            curve: (0..number).map(step).collect(),
        },
        median_days_earliest: Some(share),
        cumulative_incidence: CumulativeIncidence::default(),
        restricted_mean: Some(RestrictedMeanAnswer {
            days: 1.5,
            se: share,
            horizon_days: 365.0,
        }),
    }
}

#[test]
fn groups_serialised_one_by_one_are_the_same_bytes() {
    let log_rank = LogRankAnswer {
        chi_squared: 0.1,
        degrees_of_freedom: 2,
        p: 1e-300,
        small_groups: Some(1),
    };
    for (groups, log_rank) in [(0, None), (1, None), (40, Some(log_rank))] {
        let times = ResolutionTimes {
            groups: (0..groups).map(group).collect(),
            log_rank,
            pairs: log_rank.map(|test| {
                vec![PairAnswer {
                    first: None,
                    second: Some("b".to_owned()),
                    chi_squared: Some(1e-9),
                    p: Some(test.p),
                    p_holm: None,
                }]
            }),
            log_rank_trend: log_rank,
        };
        let written = serde_json::to_string(&SerialisedTimes::new(&times).unwrap()).unwrap();
        assert_eq!(written, serde_json::to_string(&times).unwrap());
    }
}
