//! The warning that what is reported may be open already, with what can be done then.

use questions::PersistingItem;

use crate::pages::dutch;

/// How many are shown: more than these nobody compares.
const SHOWN: usize = 5;

/// What is open already and much like what is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlikeBox {
    pub(crate) heading: &'static str,
    pub(crate) text: &'static str,
    pub(crate) rows: Vec<AlikeRow>,
    pub(crate) more: Option<String>,
    /// Named when it is to be reported all the same; none when it is the very one.
    pub(crate) anyway: Option<String>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlikeRow {
    pub(crate) href: String,
    pub(crate) confirm: String,
    pub(crate) category: String,
    pub(crate) says: String,
}

impl AlikeBox {
    /// Warns of what is alike; `very` when the first is the very one that is reported.
    pub(crate) fn of(alike: &[PersistingItem], very: bool) -> Option<Self> {
        let shown = if very { 1 } else { SHOWN };
        let rows = alike.iter().take(shown).map(|item| AlikeRow {
            href: format!("/knelpunten/{}", item.id),
            confirm: format!("/knelpunten/{}/bevestigen", item.id),
            category: item.category_name.clone(),
            says: says(item).join(" · "),
        });
        let more = alike.len().saturating_sub(shown);
        let more = (more > 0 && !very).then(|| {
            format!(
                "Er {} hier nog {} op.",
                if more == 1 { "lijkt" } else { "lijken" },
                dutch::number(more as u64)
            )
        });
        let (heading, text) = if very {
            (
                "Dit knelpunt staat hier al open",
                "Het is in alles gelijk. Wat u hieronder invulde, telt dan als bevestiging. Is het toch een ander? Vul dan een \
                 kenmerk in dat de twee uit elkaar houdt.",
            )
        } else {
            (
                "Is het deze?",
                "Hier staat al iets open dat erop lijkt. Nog een keer gemeld als iets anders telt het dubbel; bevestigd \
                 telt het als hetzelfde.",
            )
        };
        (!alike.is_empty()).then(|| Self {
            heading,
            text,
            rows: rows.collect(),
            more,
            anyway: (!very).then(|| shown_ids(alike)),
        })
    }
}

/// Names what a warning shows, so that it is not given twice, and is given again where it would show others.
pub(crate) fn shown_ids(alike: &[PersistingItem]) -> String {
    let ids = alike.iter().take(SHOWN).map(|item| item.id.to_string());
    ids.collect::<Vec<_>>().join(" ")
}

/// Says in a few words what a knelpunt adds to its category.
pub(crate) fn says(item: &PersistingItem) -> Vec<String> {
    let party = item.party.as_ref();
    let says = [
        item.building_block_name.clone(),
        party.map(|party| format!("wacht op {} ({})", party.name, party.kind_name)),
        item.reference
            .as_ref()
            .map(|held| format!("kenmerk {held}")),
        Some(format!("open sinds {}", dutch::day_of(item.since))),
        item.description.clone(),
    ];
    says.into_iter().flatten().collect()
}
