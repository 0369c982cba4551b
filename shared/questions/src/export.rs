//! Knelpunten in full, for exports: a part of them at a time, each as it was known at one position.
//!
//! A part is all of whose ids are those of some rows. As known at a position, a knelpunt keeps its id and its row whatever
//! arrives later, so that no part depends on when it is read.

use api::answers::KnelpuntAnswer;
use model::KnelpuntId;

use crate::{
    Context, Counted, FromParameters, KnelpuntScan, Parameters, QueryError, Question, Scan, Scope,
};

/// The selected knelpunten of which anything is visible, in full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportQuestion;

/// A knelpunt in full, without its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedKnelpunt {
    /// The answer about it.
    pub answer: KnelpuntAnswer,
    /// The ids of its subjects, its own among them.
    pub members: Vec<KnelpuntId>,
}

impl Question for ExportQuestion {
    type Answer = Vec<ExportedKnelpunt>;

    fn scan(&self, context: &Context<'_>) -> Result<Scan<Self::Answer>, QueryError> {
        let (at, scope) = (context.scope.as_of, context.scope);
        let (mut exported, mut counted) = (Vec::new(), Counted::default());
        context
            .population
            .each_selected(at, context.selection, |selected| {
                let knelpunt = selected.origin.knelpunt();
                let interner = context.interner();
                let scan = KnelpuntScan::new(scope, &knelpunt, interner, context.register);
                counted.add(scan.counted);
                exported.push(ExportedKnelpunt {
                    answer: scan.answer,
                    members: knelpunt.members,
                });
            });
        Ok(Scan::ready(exported, counted))
    }
}

impl FromParameters for ExportQuestion {
    fn from_parameters(_parameters: &mut Parameters, _scope: &mut Scope) -> Self {
        Self
    }
}
