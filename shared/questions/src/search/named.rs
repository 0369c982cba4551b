//! Municipalities, categories, building blocks and parties, by name.

use std::collections::BTreeSet;

use api::answers::{SearchHit, SearchKind, SearchResults, SearchTotal};
use fold::Symbol;
use model::PartyKind;
use register::{CodeKind, Register};

use super::SearchTerms;
use crate::{
    Context,
    geography::{Area, area_of},
};

/// Returns the hits of every kind, at most `limit` of each, best first, and how many there are.
pub(super) fn found(
    terms: &SearchTerms,
    limit: usize,
    parties: &BTreeSet<(PartyKind, Symbol)>,
    context: &Context<'_>,
) -> SearchResults {
    let mut results = SearchResults {
        items: Vec::new(),
        totals: Vec::new(),
    };
    let kinds = [
        municipalities(terms, context),
        categories(terms, context),
        building_blocks(terms, context),
        party_hits(terms, parties, context),
    ];
    for mut hits in kinds {
        let total = hits.len();
        hits.sort_by_cached_key(|hit| (rank(hit), hit.name.clone(), hit.code.clone()));
        results.totals.extend(hits.first().map(|hit| SearchTotal {
            kind: hit.kind,
            total,
            is_at_least: false,
        }));
        hits.truncate(limit);
        results.items.append(&mut hits);
    }
    results
}

/// Those that begin with a word that matches come first, names of now before former ones.
fn rank(hit: &SearchHit) -> (bool, bool) {
    let first = hit.matches.first();
    let begins = first.is_some_and(|found| found.marks.first().is_some_and(|mark| mark.start == 0));
    let is_former = first.is_some_and(|found| found.field == "formerName");
    (is_former, !begins)
}

fn hit(
    kind: SearchKind,
    code: &str,
    name: &str,
    field: &'static str,
    text: &str,
    terms: &SearchTerms,
) -> Option<SearchHit> {
    Some(SearchHit {
        kind,
        code: Some(code.to_owned()),
        id: None,
        name: name.to_owned(),
        matches: terms.find(vec![(field, text.to_owned())])?,
    })
}

/// Returns municipalities of the division, each once, by their own name, another that people use, such as `Den Haag`, or
/// that of one that became part of them.
fn municipalities(terms: &SearchTerms, context: &Context<'_>) -> Vec<SearchHit> {
    let (register, scope) = (context.register, context.scope);
    let mut hits: Vec<SearchHit> = Vec::new();
    for (_, municipality) in register.municipalities() {
        let area = area_of(&municipality.code, scope.division, register);
        if !is_selected(area, context, register) {
            continue;
        }
        let now = register.municipality(area.on_division);
        let is_now = area.on_division == area.reported;
        let field = if is_now { "name" } else { "formerName" };
        let found = |field, name: &str| {
            let kind = SearchKind::Municipality;
            hit(kind, &now.code, &now.name, field, name, terms)
        };
        let others = register.other_names(CodeKind::Municipality, &municipality.code);
        let mut others = others.iter();
        let found = found(field, &municipality.name)
            .or_else(|| others.find_map(|name| found("otherName", name)));
        let Some(found) = found else { continue };
        match hits.iter_mut().find(|hit| hit.code == found.code) {
            Some(other) if is_now => *other = found,
            Some(_) => {}
            None => hits.push(found),
        }
    }
    hits
}

/// Whether the filter selects an area, by municipality, province and size class.
fn is_selected(area: Area, context: &Context<'_>, register: &Register) -> bool {
    let filter = &context.scope.filter;
    let is_any =
        |codes: &[String], code: &str| codes.is_empty() || codes.iter().any(|one| one == code);
    let code = |id| register.municipality(id).code.as_str();
    let size = area
        .size_class
        .map(|class| class.to_string())
        .unwrap_or_default();
    let is_named = is_any(&filter.municipality, code(area.reported))
        || is_any(&filter.municipality, code(area.on_division));
    is_named
        && is_any(&filter.province, &register.province(area.province).code)
        && is_any(&filter.size_class, &size)
}

fn categories(terms: &SearchTerms, context: &Context<'_>) -> Vec<SearchHit> {
    let wanted = &context.scope.filter.category;
    let all = context.register.catalogue().categories().iter();
    all.filter(|category| wanted.is_empty() || wanted.contains(&category.code))
        .filter_map(|category| {
            let by = |field, text| {
                hit(
                    SearchKind::Category,
                    &category.code,
                    &category.nl,
                    field,
                    text,
                    terms,
                )
            };
            by("name", &category.nl)
                .or_else(|| by("englishName", &category.en))
                .or_else(|| by("code", &category.code))
        })
        .collect()
}

fn building_blocks(terms: &SearchTerms, context: &Context<'_>) -> Vec<SearchHit> {
    let wanted = &context.scope.filter.building_block;
    let all = context.register.catalogue().building_blocks().iter();
    all.filter(|block| wanted.is_empty() || wanted.contains(&block.code))
        .filter_map(|block| {
            let by = |field, text| {
                hit(
                    SearchKind::BuildingBlock,
                    &block.code,
                    &block.name,
                    field,
                    text,
                    terms,
                )
            };
            by("name", &block.name).or_else(|| by("code", &block.code))
        })
        .collect()
}

fn party_hits(
    terms: &SearchTerms,
    parties: &BTreeSet<(PartyKind, Symbol)>,
    context: &Context<'_>,
) -> Vec<SearchHit> {
    let hits = parties.iter().filter_map(|(kind, name)| {
        let name = context.interner().text(*name);
        let code = format!("{}:{name}", kind.code());
        hit(SearchKind::Party, &code, name, "name", name, terms)
    });
    hits.collect()
}
