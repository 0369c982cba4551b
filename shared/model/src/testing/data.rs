//! Data of the five types that correct no other event.

use proptest::{
    option::{self, of},
    prelude::*,
    sample::{select, subsequence},
};

use super::pool;
use crate::{
    Data, KnelpuntMerged, KnelpuntReported, KnelpuntResolved, MergeTarget, MunicipalityConsulted,
    Reporter, SupportReceived,
};

/// Generates a report.
pub fn reported() -> impl Strategy<Value = KnelpuntReported> {
    reported_for((pool::municipality(), pool::identity()))
}

fn reported_for(
    identity: impl Strategy<Value = (String, MergeTarget)>,
) -> impl Strategy<Value = KnelpuntReported> {
    let when = pool::observed_at().prop_flat_map(|at| (pool::known_since(&at), Just(at)));
    let rest = (of(pool::round()), reporter(), description());
    (identity, when, rest).prop_map(
        |((municipality, identity), (known_since, observed_at), (round, reporter, description))| {
            KnelpuntReported {
                municipality,
                category: identity.category,
                building_block: identity.building_block,
                party: identity.party,
                reference: identity.reference,
                observed_at,
                known_since,
                round,
                reporter,
                description,
            }
        },
    )
}

/// Generates a resolution.
pub fn resolved() -> impl Strategy<Value = KnelpuntResolved> {
    resolved_for((pool::municipality(), pool::identity()))
}

fn resolved_for(
    identity: impl Strategy<Value = (String, MergeTarget)>,
) -> impl Strategy<Value = KnelpuntResolved> {
    let remedy = of(select(&["supplier-fix", "other"][..]).prop_map(str::to_owned));
    let how = (pool::observed_at(), pool::outcome(), remedy);
    let rest = (
        option::weighted(0.3, pool::round()),
        reporter(),
        description(),
    );
    (identity, how, rest).prop_map(
        |(
            (municipality, identity),
            (observed_at, outcome, remedy),
            (round, reporter, description),
        )| {
            KnelpuntResolved {
                municipality,
                category: identity.category,
                building_block: identity.building_block,
                party: identity.party,
                reference: identity.reference,
                observed_at,
                outcome,
                remedy,
                round,
                reporter,
                description,
            }
        },
    )
}

/// Generates a merge of two knelpunten of one municipality; many of them form chains and cycles.
pub fn merged() -> impl Strategy<Value = KnelpuntMerged> {
    let both = (pool::municipality(), pool::identity(), pool::identity());
    (both, of(pool::text(1_000)))
        .prop_map(|((municipality, identity, into), reason)| KnelpuntMerged {
            municipality,
            category: identity.category,
            building_block: identity.building_block,
            party: identity.party,
            reference: identity.reference,
            into,
            reason,
        })
        .prop_filter("leads to another knelpunt", |merge| {
            Data::Merged(merge.clone()).identity().as_ref() != Some(&merge.target())
        })
}

fn topics() -> impl Strategy<Value = Vec<String>> {
    subsequence(vec!["funding", "supplier-delivery", "integration"], 0..=3)
        .prop_map(|topics| topics.into_iter().map(str::to_owned).collect())
}

/// Generates support; one of its codes is a round of the pool too, so that both have one subject.
pub fn supported() -> impl Strategy<Value = SupportReceived> {
    let support = select(&["i-versneller", "i-coach"][..]).prop_map(str::to_owned);
    let about = (of(topics()), of(pool::text(200)));
    (
        (pool::municipality(), support),
        pool::observed_at(),
        of(pool::round()),
        about,
    )
        .prop_map(
            |((municipality, support), observed_at, round, (topics, organisation))| {
                SupportReceived {
                    municipality,
                    support,
                    observed_at,
                    round,
                    topics,
                    organisation,
                }
            },
        )
}

/// Generates a consultation.
pub fn consulted() -> impl Strategy<Value = MunicipalityConsulted> {
    (
        (pool::municipality(), pool::round()),
        pool::observed_at(),
        pool::consultation_outcome(),
        of(topics()),
        of(pool::text(200)),
    )
        .prop_map(
            |((municipality, round), observed_at, outcome, topics, coach_organisation)| {
                MunicipalityConsulted {
                    municipality,
                    round,
                    observed_at,
                    outcome,
                    topics,
                    coach_organisation,
                }
            },
        )
}

/// Generates a report or resolution of the knelpunt with this municipality and identity.
pub fn observation((municipality, identity): (String, MergeTarget)) -> impl Strategy<Value = Data> {
    let identity = Just((municipality, identity));
    prop_oneof![
        reported_for(identity.clone()).prop_map(Data::Reported),
        resolved_for(identity).prop_map(Data::Resolved),
    ]
}

fn reporter() -> impl Strategy<Value = Option<Reporter>> {
    let role = select(&["information-manager", "alderman"][..]);
    option::weighted(
        0.3,
        role.prop_map(|role| Reporter {
            role: role.to_owned(),
        }),
    )
}

fn description() -> impl Strategy<Value = Option<String>> {
    option::weighted(0.3, pool::text(4_000))
}
