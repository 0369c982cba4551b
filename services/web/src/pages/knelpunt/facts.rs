//! What is known about a knelpunt, with links to what it names.

use api::answers::KnelpuntAnswer;

use crate::pages::{
    group_kind::GroupKind,
    linked_text::{TextPart, list},
    municipality::{AboutFact, reported_by},
    names,
    page_query::PageQuery,
};

/// A label, and the value if there is one.
type Fact = (&'static str, Option<Vec<TextPart>>);

/// Returns the facts that have a value.
pub(super) fn facts(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Vec<AboutFact> {
    let t = query.t();
    let reference = answer.reference_as_written.clone().map(text);
    let facts = location(query, answer)
        .into_iter()
        .chain(groups(query, answer))
        .chain([
            ("term-reference", reference),
            ("knelpunt-rounds", rounds(query, answer)),
        ]);
    let facts = facts.filter_map(|(label, value)| {
        Some(AboutFact {
            label: t.text(label),
            values: vec![value?],
        })
    });
    facts.collect()
}

/// Returns by which numbers other systems know it: its own, and those of what was merged into it.
pub(super) fn numbers(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Vec<AboutFact> {
    let t = query.t();
    let merged = answer.merged_from.iter();
    let merged: Vec<Vec<TextPart>> = merged.map(|id| text(id.to_string())).collect();
    let own = vec![text(answer.id.to_string())];
    let facts = [("knelpunt-id", own), ("knelpunt-merged-from", merged)];
    let known = facts.into_iter().filter(|(_, values)| !values.is_empty());
    known
        .map(|(label, values)| AboutFact {
            label: t.text(label),
            values,
        })
        .collect()
}

fn text(text: String) -> Vec<TextPart> {
    vec![TextPart::text(text)]
}

/// Returns the municipality, and the one that reported it if it is another.
fn location(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> [Fact; 2] {
    let (t, register) = (query.t(), query.register());
    let code = answer.municipality.as_deref();
    let own = code.zip(answer.municipality_name.as_deref());
    let own = own.map(|(code, name)| {
        vec![TextPart::link(
            name,
            query.link(&format!("/gemeenten/{code}")),
        )]
    });
    let from = answer.inherited_from.as_deref().zip(code);
    let from = from.map(|(from, now)| text(reported_by(t, register, from, now)));
    [("term-municipality", own), ("knelpunt-reported-by", from)]
}

/// Returns its category, its building block and the party that it waits on.
fn groups(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> [Fact; 3] {
    let (t, register) = (query.t(), query.register());
    let link = |kind: GroupKind, code: &str, name: String| {
        vec![TextPart::link(name, query.link(&kind.path_of(code)))]
    };
    let category = answer.category.as_deref();
    let category = category.map(|code| {
        link(
            GroupKind::Category,
            code,
            names::category(t, register, code),
        )
    });
    let block = answer.building_block.as_deref();
    let block = block.map(|code| {
        link(
            GroupKind::BuildingBlock,
            code,
            names::building_block(register, code),
        )
    });
    let party = answer.party.as_ref().zip(answer.party_as_written());
    let party = party.map(|(party, (kind, name))| {
        let code = format!("{}:{}", kind.code(), party.name);
        link(GroupKind::Party, &code, name.to_owned())
    });
    [
        ("term-category", category),
        ("term-building-block", block),
        ("term-waits-on", party),
    ]
}

/// Returns the rounds in which it was reported; a round is there once, also if it was in two episodes.
fn rounds(query: &PageQuery<'_>, answer: &KnelpuntAnswer) -> Option<Vec<TextPart>> {
    let t = query.t();
    let rounds = answer.episodes.iter().flat_map(|episode| &episode.rounds);
    let mut rounds: Vec<&str> = rounds.map(String::as_str).collect();
    rounds.sort_unstable();
    rounds.dedup();
    let link =
        |round: &str| TextPart::link(t.round(round), query.link(&format!("/rondes/{round}")));
    let links: Vec<TextPart> = rounds.into_iter().map(link).collect();
    (!links.is_empty()).then(|| list(links, &t.text("list-and")))
}
