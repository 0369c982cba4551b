//! The figures of rounds: in all, and by municipality.

use api::answers::{Coverage, MunicipalityCoverage, NewByKind, NotDiscussedByTopic, RoundFindings};
use fold::Interner;
use model::ConsultationOutcome;
use register::Register;

use super::cells::RoundCell;

/// Adds the findings of others.
pub(super) const fn add(findings: &mut RoundFindings, other: &RoundFindings) {
    let RoundFindings {
        expected,
        still_there,
        gone,
        not_discussed,
        not_discussed_by_topic:
            NotDiscussedByTopic {
                covered,
                not_covered,
            },
        new,
        new_by_kind: NewByKind { first, recurred },
        open_after,
    } = *other;
    findings.expected += expected;
    findings.still_there += still_there;
    findings.gone += gone;
    findings.not_discussed += not_discussed;
    findings.not_discussed_by_topic.covered += covered;
    findings.not_discussed_by_topic.not_covered += not_covered;
    findings.new += new;
    findings.new_by_kind.first += first;
    findings.new_by_kind.recurred += recurred;
    findings.open_after += open_after;
}

/// Sums the findings in the municipalities that were reached.
pub(super) fn findings<'a>(cells: impl Iterator<Item = &'a RoundCell>) -> RoundFindings {
    let mut sum = RoundFindings::default();
    for cell in cells.filter(|cell| cell.is_reached()) {
        add(&mut sum, &cell.count.findings);
    }
    sum
}

/// Returns the coverage of all municipalities of a round.
pub(super) fn total<'a>(cells: impl Iterator<Item = &'a RoundCell> + Clone) -> Coverage {
    let mut coverage = Coverage {
        found: findings(cells.clone()),
        ..Coverage::default()
    };
    for cell in cells {
        let Some(consultation) = &cell.consultation else {
            coverage.without_consultation += 1;
            continue;
        };
        coverage.asked += 1;
        match consultation.outcome {
            ConsultationOutcome::Reached => coverage.reached += 1,
            ConsultationOutcome::NoAnswer => coverage.no_answer += 1,
            ConsultationOutcome::Declined => coverage.declined += 1,
        }
    }
    coverage
}

/// Returns the coverage of one municipality.
pub(super) fn of_municipality(
    cell: &RoundCell,
    interner: &Interner,
    register: &Register,
) -> MunicipalityCoverage {
    let municipality = register.municipality(cell.municipality);
    let consultation = cell.consultation.as_ref();
    let reached = consultation.filter(|consultation| consultation.is_reached());
    let topics = reached.and_then(|consultation| consultation.topics.as_ref());
    let code = |id| register.municipality(id).code.clone();
    let text = |topic| interner.text(topic).to_owned();
    let inherited = cell.inherited_from.iter();
    let others = inherited.flat_map(|from| register.other_successors(*from, cell.municipality));
    MunicipalityCoverage {
        municipality: municipality.code.clone(),
        municipality_name: municipality.name.clone(),
        inherited_from: sorted(cell.inherited_from.iter().copied().map(code)),
        through_split: cell.through_split,
        other_successors: sorted(others),
        consultation: consultation.map(|consultation| consultation.outcome),
        topics: topics.map(|topics| sorted(topics.iter().copied().map(text))),
        began_at: cell.began_at,
        began_on: cell.began_at.day(),
        ended_at: cell.ended_at,
        ended_on: cell.ended_at.day(),
        reports: cell.count.reports,
        resolutions: cell.count.resolutions,
        found: reached.map(|_| cell.count.findings),
    }
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts
}
