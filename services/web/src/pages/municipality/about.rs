//! Facts about a municipality: where it is, how large, when it was last reached, and what support it received.

use api::answers::Rounds;
use questions::{MunicipalityStates, ReceivedSupport};
use register::{MunicipalityId, ProvinceId};

use super::{figures::last_reached, successions};
use crate::pages::{
    linked_text::TextPart,
    municipalities::{self, size_text},
    names,
    page_query::PageQuery,
};

/// The municipalities over which a rate is.
const RATE_OVER: f64 = 10.0;
/// Below this number of municipalities a rate changes quickly.
const FEW_MUNICIPALITIES: usize = 10;

/// A fact: its label, and its values, a line each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AboutFact {
    pub(crate) label: String,
    pub(crate) values: Vec<Vec<TextPart>>,
}

/// Returns what is known about a municipality.
pub(super) fn facts(
    query: &PageQuery<'_>,
    id: MunicipalityId,
    states: &MunicipalityStates,
    rounds: &Rounds,
    support: &[ReceivedSupport],
) -> Vec<AboutFact> {
    let (t, register) = (query.t(), query.register());
    let municipality = register.municipality(id);
    let fact = |label: &str, values: Vec<Vec<TextPart>>| AboutFact {
        label: t.text(label),
        values,
    };
    let line = |text: String| vec![vec![TextPart::text(text)]];
    let size = register.size_class(id, query.division);
    let formed = successions::predecessors(query, id);
    let facts = [
        fact(
            "term-province",
            vec![vec![province(query, municipality.province)]],
        ),
        fact(
            "municipalities-size",
            size.map_or_else(Vec::new, |size| line(size_text(size, t))),
        ),
        fact(
            "municipality-formed",
            if formed.is_empty() {
                line(t.text("municipality-formed-none"))
            } else {
                formed
            },
        ),
        fact(
            "municipalities-last-reached",
            match last_reached(rounds) {
                Some(round) => vec![vec![round_link(query, &round.round)]],
                None => line(t.text("municipality-never-reached")),
            },
        ),
        fact("municipality-support", support_lines(query, support)),
        fact(
            "municipality-rate",
            line(rates(query, municipality.province, states)),
        ),
        fact("municipality-code", line(municipality.code.clone())),
    ];
    let given = facts.into_iter().filter(|fact| !fact.values.is_empty());
    given.collect()
}

fn province(query: &PageQuery<'_>, id: ProvinceId) -> TextPart {
    let province = query.register().province(id);
    let keys = [("province", province.code.as_str())];
    TextPart::link(&province.name, query.link_with(municipalities::PATH, &keys))
}

fn round_link(query: &PageQuery<'_>, round: &str) -> TextPart {
    let name = query.t().round(round);
    TextPart::link(name, query.link(&format!("/rondes/{round}")))
}

/// Returns the support that it received, the newest first.
fn support_lines(query: &PageQuery<'_>, support: &[ReceivedSupport]) -> Vec<Vec<TextPart>> {
    let (t, register) = (query.t(), query.register());
    if support.is_empty() {
        return vec![vec![TextPart::text(t.text("municipality-support-none"))]];
    }
    let line = |one: &ReceivedSupport| {
        let values = [
            ("date", t.date(one.at.day()).into()),
            ("name", names::remedy(t, register, &one.support).into()),
        ];
        let Some(topics) = &one.topics else {
            return t.text_with("municipality-support-one", &values);
        };
        let topics = topics.iter().map(|code| names::category(t, register, code));
        let topics: Vec<String> = topics.collect();
        let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
        let [date, name] = values;
        let id = if topics.is_empty() {
            "municipality-support-without-topics"
        } else {
            "municipality-support-topics"
        };
        t.text_with(id, &[date, name, ("topics", t.list(&topics).into())])
    };
    let lines = support.iter().map(|one| vec![TextPart::text(line(one))]);
    lines.collect()
}

/// Returns how many persist per 10 municipalities, in the province and in the country.
fn rates(query: &PageQuery<'_>, province: ProvinceId, states: &MunicipalityStates) -> String {
    let (t, register, day) = (query.t(), query.register(), query.division);
    // Nothing is known of anybody: a rate of zero would say that all is well.
    if states.is_empty() {
        return t.text("map-unknown");
    }
    let rate = |is_in: &dyn Fn(ProvinceId) -> bool| {
        let existing = register
            .municipalities()
            .filter(|(_, one)| one.existed_on(day) && is_in(one.province));
        let (count, persisting) = existing.fold((0, 0), |(count, persisting), (id, _)| {
            let own = states.get(&id).map_or(0, |state| state.persisting);
            (count + 1, persisting + own)
        });
        (count, per_ten(persisting, count))
    };
    let (count, own) = rate(&|id| id == province);
    let (_, all) = rate(&|_| true);
    let values = [
        ("province", (&register.province(province).name).into()),
        ("own", t.decimal(own, 1).into()),
        ("all", t.decimal(all, 1).into()),
        ("n", count.into()),
    ];
    t.text_with(
        if count < FEW_MUNICIPALITIES {
            "municipality-rate-few"
        } else {
            "municipality-rate-both"
        },
        &values,
    )
}

fn per_ten(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) * RATE_OVER / number(whole.max(1))
}
