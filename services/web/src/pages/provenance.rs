//! Made-up data: knelpunten of a simulator, and real ones with made-up municipalities and categories. Every page that shows
//! them has a notice.

use api::{Filter, answers::Summary};
use texts::site;
use views::HistoryItem;

use super::{frame::Notice, page_query::PageQuery};
use crate::problem::WebProblem;

/// The prefix of the sources of the simulator.
const SIMULATED_PREFIX: &str = "urn:nld:knelpunt:simulatie:";
/// The sources of the simulator, after the prefix.
const SIMULATED: [&str; 5] = ["intake", "linkwatch", "mirror", "programma", "rondgang"];
/// The source of a real history with made-up municipalities and categories (BPI Challenge 2013).
const ASSIGNED: &str = "urn:nld:oin:00000001823288444000:systeem:bpic2013";

/// Returns notices about the made-up part of a selection.
///
/// # Errors
///
/// As a question.
pub(super) fn of_selection(
    query: &mut PageQuery<'_>,
    whole: Summary,
    filter: &Filter,
) -> Result<Vec<Notice>, WebProblem> {
    let mut count = |source: Vec<String>| -> Result<usize, WebProblem> {
        let filter = Filter {
            source,
            ..filter.clone()
        };
        Ok(query.summary(filter)?.0.knelpunten)
    };
    let simulated = SIMULATED.map(|name| format!("{SIMULATED_PREFIX}{name}"));
    let (simulated, assigned) = (count(simulated.into())?, count(vec![ASSIGNED.to_owned()])?);
    Ok(notices(simulated, assigned, whole.knelpunten))
}

/// Returns notices about one knelpunt, from its events.
pub(super) fn of_history(history: &[HistoryItem]) -> Vec<Notice> {
    let count = |is_it: fn(&str) -> bool| {
        let mut sources = history.iter().map(|item| item.source.as_str());
        usize::from(sources.any(is_it))
    };
    let simulated = count(|source| source.starts_with(SIMULATED_PREFIX));
    notices(simulated, count(|source| source == ASSIGNED), 1)
}

fn notices(simulated: usize, assigned: usize, whole: usize) -> Vec<Notice> {
    let notices = [
        (simulated > 0).then(|| Notice::new(site::SIMULATED, site::simulated(simulated, whole))),
        (assigned > 0).then(|| Notice::new(site::ASSIGNED, site::assigned(assigned, whole))),
    ];
    notices.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_knelpunten_have_a_notice() {
        let headings = |simulated, assigned| -> Vec<&str> {
            let notices = notices(simulated, assigned, 1_000);
            notices.iter().map(|notice| notice.heading).collect()
        };
        assert!(headings(0, 0).is_empty());
        assert_eq!(headings(5, 0), [site::SIMULATED]);
        assert_eq!(headings(2, 3), [site::SIMULATED, site::ASSIGNED]);
    }
}
