//! Made-up data: knelpunten of a simulator, and real ones with made-up municipalities and categories. Every page that shows
//! them has a notice.

use api::{Filter, answers::Summary};
use texts::messages::Messages;
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
    Ok(notices(query.t(), simulated, assigned, whole.knelpunten))
}

/// Returns notices about one knelpunt, from its events.
pub(super) fn of_history(t: Messages, history: &[HistoryItem]) -> Vec<Notice> {
    let count = |is_it: fn(&str) -> bool| {
        let mut sources = history.iter().map(|item| item.source.as_str());
        usize::from(sources.any(is_it))
    };
    let simulated = count(|source| source.starts_with(SIMULATED_PREFIX));
    notices(t, simulated, count(|source| source == ASSIGNED), 1)
}

fn notices(t: Messages, simulated: usize, assigned: usize, whole: usize) -> Vec<Notice> {
    let notice = |part: usize, heading, all, some| {
        let text = if part == whole {
            t.text(all)
        } else {
            t.text_with(some, &[("part", part.into()), ("whole", whole.into())])
        };
        (part > 0).then(|| Notice::new(t.text(heading), text))
    };
    let notices = [
        notice(simulated, "bar-demo", "bar-demo-all", "bar-demo-some"),
        notice(
            assigned,
            "bar-assigned",
            "bar-assigned-all",
            "bar-assigned-some",
        ),
    ];
    notices.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use texts::messages::Language;

    use super::*;

    #[test]
    fn made_up_knelpunten_have_a_notice() {
        let t = Messages::new(Language::Dutch);
        let shown = |simulated, assigned| -> Vec<String> {
            let notices = notices(t, simulated, assigned, 1_000);
            notices.into_iter().map(|notice| notice.text).collect()
        };
        assert!(shown(0, 0).is_empty());
        assert_eq!(shown(1_000, 0), [t.text("bar-demo-all")]);
        let [some, assigned] = &shown(2, 3)[..] else {
            panic!("two notices");
        };
        assert!(some.starts_with("Van de 1.000 knelpunten hier komen er 2 uit een simulatie."));
        assert!(assigned.starts_with("Van de 1.000 knelpunten hier zijn er 3 echte meldingen"));
    }
}
