//! What became of a municipality, and where it came from.

use register::{MunicipalityId, Register, SuccessionKind, SuccessionStep, Successor};
use texts::messages::Messages;

use crate::pages::{
    linked_text::{FIRST, OTHERS, TextPart, linked, list},
    page_query::PageQuery,
};

/// Returns what became of a municipality: a paragraph for each step by the division, and one about the list below.
pub(super) fn paragraphs(id: MunicipalityId, query: &PageQuery<'_>) -> Vec<Vec<TextPart>> {
    let (t, register) = (query.t(), query.register());
    let steps = register.succession_steps(id, query.division);
    let mut paragraphs: Vec<_> = steps.iter().map(|step| paragraph(step, query)).collect();
    if !paragraphs.is_empty() {
        let name = &register.municipality(id).name;
        let own = t.with("municipality-own-reports", "name", name);
        paragraphs.push(vec![TextPart::text(own)]);
    }
    paragraphs
}

fn paragraph(step: &SuccessionStep, query: &PageQuery<'_>) -> Vec<TextPart> {
    let (t, name) = (query.t(), &query.register().municipality(step.from).name);
    let id = match (step.main.kind, step.others.as_slice()) {
        (SuccessionKind::Renamed, _) => "municipality-became-renamed",
        (SuccessionKind::Split, [_, ..]) => "municipality-became-split",
        (_, []) => "municipality-became-merged",
        (_, [_, ..]) => "municipality-became-merged-parts",
    };
    let text = t.text_with(
        id,
        &[
            ("name", name.into()),
            ("date", t.date(step.main.on).into()),
            ("main", FIRST.into()),
            ("others", OTHERS.into()),
        ],
    );
    let others = step.others.iter().map(|other| link(query, other.into));
    let others = list(others.collect(), &t.text("list-and"));
    let main = vec![link(query, step.main.into)];
    linked(&text, &[(FIRST, main), (OTHERS, others)])
}

/// Returns the link to a municipality.
fn link(query: &PageQuery<'_>, id: MunicipalityId) -> TextPart {
    let municipality = query.register().municipality(id);
    let path = format!("/gemeenten/{}", municipality.code);
    TextPart::link(&municipality.name, query.link(&path))
}

/// Returns from which municipalities one was formed, or of which it got a part: a line for each day, the last first.
pub(super) fn predecessors(query: &PageQuery<'_>, id: MunicipalityId) -> Vec<Vec<TextPart>> {
    let (t, division) = (query.t(), query.division);
    let mut all = query.register().predecessors(id);
    all.retain(|(_, successor)| successor.on <= division);
    all.sort_by_key(|(_, successor)| std::cmp::Reverse(successor.on));
    let days = all.chunk_by(|(_, one), (_, other)| one.on == other.on);
    days.map(|day| {
        let names = |is_part: bool| {
            let of_kind = day.iter().filter(|(_, one)| is_part_of(one) == is_part);
            let links = of_kind.map(|(from, _)| link(query, *from)).collect();
            list(links, &t.text("list-and"))
        };
        let (whole, parts) = (names(false), names(true));
        let text = match (whole.is_empty(), parts.is_empty()) {
            (false, true) => "municipality-from",
            (true, _) => "municipality-from-parts",
            (false, false) => "municipality-from-both",
        };
        let date = day.first().map(|(_, one)| t.date(one.on));
        let values = [
            ("date", date.unwrap_or_default().into()),
            ("names", FIRST.into()),
            ("parts", OTHERS.into()),
        ];
        linked(
            &t.text_with(text, &values),
            &[(FIRST, whole), (OTHERS, parts)],
        )
    })
    .collect()
}

fn is_part_of(successor: &Successor) -> bool {
    !successor.is_main
}

/// Returns the municipality that reported something, with what became of it if it was split or renamed.
pub(crate) fn reported_by(t: Messages, register: &Register, code: &str, now: &str) -> String {
    let ids = [code, now].map(|code| register.find_municipality(code));
    let [Some(from), Some(now)] = ids else {
        return code.to_owned();
    };
    let name = |id| register.municipality(id).name.as_str();
    let sentence = |step: &SuccessionStep| {
        let others: Vec<&str> = step.others.iter().map(|other| name(other.into)).collect();
        let id = match (step.main.kind, others.as_slice()) {
            (SuccessionKind::Renamed, _) => "municipality-was-renamed",
            (SuccessionKind::Split, [_, ..]) => "municipality-was-split",
            (_, []) => return name(step.from).to_owned(),
            (_, [_, ..]) => "municipality-was-merged-parts",
        };
        t.text_with(
            id,
            &[
                ("name", name(step.from).into()),
                ("main", name(step.main.into).into()),
                ("others", t.list(&others).into()),
            ],
        )
    };
    // The last step alone may be silent about the municipality that reported.
    let steps = register.succession_to(from, now);
    let sentences: Vec<String> = steps.iter().map(sentence).collect();
    if sentences.is_empty() {
        return name(from).to_owned();
    }
    sentences.join("; ")
}
