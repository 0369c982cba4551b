//! The small pool of values for generated events.

use jiff::{ToSpan as _, civil::Date, civil::date};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{ConsultationOutcome, Instant, MergeTarget, Outcome, Party, PartyKind};

/// The first day of observations.
pub const FIRST_DAY: Date = date(2012, 1, 1);
/// The first microsecond of that day, in Amsterdam.
pub const START: Instant = Instant::from_microseconds(1_325_372_400_000_000);

const DAY_MICROSECONDS: i64 = 86_400_000_000;

/// Utrecht; two that merged into Eemsdelta in 2021; one that was split in that year.
pub const MUNICIPALITIES: [&str; 4] = ["GM0344", "GM0003", "GM0010", "GM0788"];
/// Rounds.
pub const ROUNDS: [&str; 3] = ["2012-09", "2013-02", "2013-09"];
/// A round that has the code of a support, so that both have one subject.
const ROUND_NAMED_AS_SUPPORT: &str = "i-coach";
/// Sources.
pub const SOURCES: [&str; 3] = [
    "urn:nld:oin:00000001823288444000:systeem:rondgang",
    "urn:nld:oin:00000001823288444000:systeem:linkwatch",
    "urn:nld:oin:00000003273229750000:systeem:intake",
];

/// Generates the code of a municipality, most often the first.
pub fn municipality() -> impl Strategy<Value = String> {
    prop_oneof![5 => Just(MUNICIPALITIES[0]), 3 => select(&MUNICIPALITIES[..])]
        .prop_map(str::to_owned)
}

/// Generates the identity of a knelpunt within its municipality, in one of many spellings.
pub fn identity() -> BoxedStrategy<MergeTarget> {
    let named = |kind, name| spelling(name).prop_map(move |name| Some(Party { kind, name }));
    let supplier = named(PartyKind::Supplier, "Fabriek IJssel");
    let body = named(PartyKind::NationalBody, "Été BV");
    let reference = select(&["T-1", "t-1", "T-2"][..]);
    prop_oneof![
        Just(merge_target("funding", None, None, None)),
        Just(merge_target("supplier-delivery", Some("bag"), None, None)),
        supplier.prop_map(|party| merge_target("supplier-delivery", Some("bag"), party, None)),
        body.prop_map(|party| merge_target("integration", None, party, None)),
        reference.prop_map(|number| merge_target("integration", Some("digid"), None, Some(number))),
    ]
    .boxed()
}

fn merge_target(
    category: &str,
    building_block: Option<&str>,
    party: Option<Party>,
    reference: Option<&str>,
) -> MergeTarget {
    MergeTarget {
        category: category.to_owned(),
        building_block: building_block.map(str::to_owned),
        party,
        reference: reference.map(str::to_owned),
    }
}

/// Generates an equivalent spelling: capitals, white space, composed and decomposed characters.
pub fn spelling(name: &'static str) -> impl Strategy<Value = String> {
    use unicode_normalization::UnicodeNormalization as _;
    let spaced = name.replace(' ', " \u{2009}\u{a0}");
    select(vec![
        name.to_owned(),
        name.to_uppercase(),
        name.to_lowercase(),
        format!(" {spaced} "),
        name.nfd().collect(),
        name.to_uppercase().nfd().collect(),
    ])
}

/// Generates a source.
pub fn source() -> impl Strategy<Value = String> {
    select(&SOURCES[..]).prop_map(str::to_owned)
}

/// Generates one of so few ids that sources reuse them.
pub fn id() -> impl Strategy<Value = String> {
    (0..24_u8).prop_map(|number| format!("e{number}"))
}

/// Generates a round.
pub fn round() -> impl Strategy<Value = String> {
    prop_oneof![9 => select(&ROUNDS[..]), 1 => Just(ROUND_NAMED_AS_SUPPORT)].prop_map(str::to_owned)
}

/// Generates an outcome of a resolution.
pub fn outcome() -> impl Strategy<Value = Outcome> {
    select(&Outcome::ALL[..])
}

/// Generates an outcome of a consultation, most often `reached`.
pub fn consultation_outcome() -> impl Strategy<Value = ConsultationOutcome> {
    prop_oneof![
        2 => Just(ConsultationOutcome::Reached),
        1 => select(&ConsultationOutcome::ALL[..]),
    ]
}

/// Generates a valid but awkward text of at most `limit` code points.
pub fn text(limit: usize) -> BoxedStrategy<String> {
    let any = vec(
        any::<char>().prop_filter("no control characters", |c| !c.is_control()),
        1..12,
    )
    .prop_map(String::from_iter)
    .prop_filter("not blank", |text| !crate::names::is_blank(text));
    prop_oneof![
        4 => select(vec!["=1+1", "\"'<&>", "é e\u{301} \u{1f600}", "\\u0000", "null"])
            .prop_map(str::to_owned),
        4 => any,
        1 => Just("é".repeat(limit)),
    ]
    .boxed()
}

/// Generates a day within four years, most often one of twelve.
pub fn day() -> impl Strategy<Value = Date> {
    let days = prop_oneof![3 => (0..12_i64).prop_map(|number| number * 61), 1 => 0..1_461_i64];
    days.prop_map(|days| FIRST_DAY.saturating_add(days.days()))
}

/// Generates an `observedAt`: a date, or one of a few moments of a day.
pub fn observed_at() -> impl Strategy<Value = String> {
    let clock = select(vec![
        "",
        "",
        "",
        "T00:00:00+01:00",
        "T12:30:00Z",
        "T13:30:00+01:00",
        "T12:30:00.5Z",
        "t12:30:00.000001999z",
        "T23:59:59.999999Z",
        "T22:15:00-05:30",
    ]);
    (day(), clock).prop_map(|(day, clock)| format!("{day}{clock}"))
}

/// Generates a `knownSince` that is not later than `observed_at`.
pub fn known_since(observed_at: &str) -> impl Strategy<Value = Option<String>> + use<> {
    let same = observed_at.to_owned();
    let day = observed_at.get(..10).and_then(|day| day.parse().ok());
    let day: Date = day.unwrap_or(FIRST_DAY);
    let earlier = (1..400_i64).prop_map(move |days| day.saturating_sub(days.days()).to_string());
    option::weighted(0.4, prop_oneof![1 => Just(same), 4 => earlier])
}

/// Generates the microseconds from an observation to its recording: from a day before to years after.
pub fn delay() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => Just(-DAY_MICROSECONDS),
        6 => (0..30_i64).prop_map(|days| days * DAY_MICROSECONDS + 3_600_000_000),
        1 => (0..1_000_i64).prop_map(|days| days * DAY_MICROSECONDS + 1),
    ]
}
