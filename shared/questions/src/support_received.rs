//! The support that municipalities received, to list it on a page: no link asks it.

use model::Instant;

use crate::{Context, Counted, QueryError, Question, Scan};

/// The support that the selected municipalities received, the newest first. It counts no knelpunten.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SupportReceivedQuestion;

/// Support that a municipality received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedSupport {
    /// When.
    pub at: Instant,
    /// The code of the remedy.
    pub support: String,
    /// The codes of the categories that it was about; none for all.
    pub topics: Option<Vec<String>>,
}

impl Question for SupportReceivedQuestion {
    type Answer = Vec<ReceivedSupport>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Vec<ReceivedSupport>>, QueryError> {
        let text = |symbol| context.interner().text(symbol).to_owned();
        let support = context.population.support();
        let mut received = Vec::new();
        for ((municipality, kind), facts) in support.iter() {
            if context.selection.areas.contain(municipality) {
                let visible = facts.iter().filter(|fact| fact.at <= context.scope.as_of);
                received.extend(visible.map(|fact| {
                    ReceivedSupport {
                        at: fact.at,
                        support: text(kind),
                        topics: fact
                            .topics
                            .as_ref()
                            .map(|topics| topics.iter().copied().map(text).collect()),
                    }
                }));
            }
        }
        received.sort_by(|one, other| {
            let newest_first = other.at.cmp(&one.at);
            newest_first.then_with(|| one.support.cmp(&other.support))
        });
        Ok(Scan::ready(received, Counted::default()))
    }
}
