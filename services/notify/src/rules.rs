//! Rules: what is looked for, where, and who gets it.

use api::Filter;
use uuid::Uuid;

use crate::news::{When, id_of};

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it looks for, and where.
    pub question: RuleQuestion,
    /// The names of the destinations.
    pub to: Vec<String>,
}

/// What a rule looks for. Two rules with the same question find the same, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleQuestion {
    /// What it looks for.
    pub when: When,
    /// In which knelpunten or municipalities.
    pub filter: Filter,
}

impl RuleQuestion {
    /// Returns its id. A question that is changed is another one, which starts anew.
    pub fn id(&self) -> Uuid {
        let pairs = self.filter.to_pairs();
        let texts = pairs
            .iter()
            .flat_map(|(key, value)| [key.as_str(), value.as_str()]);
        id_of(std::iter::once(self.when.as_str()).chain(texts))
    }
}
