//! Codes as people write them in sheets and tables; what they mean is looked up in the register.

use std::{cell::RefCell, collections::HashMap};

use model::canonical_name;
use register::{CodeKind, Register, UnknownName};

use crate::InputProblem;

/// How many texts of a kind are remembered. A table has a million rows, and few texts.
const REMEMBERED_LIMIT: usize = 10_000;

/// Returns the names to choose from; a name that two codes share is followed by the code.
pub(crate) fn options(kind: CodeKind, register: &Register) -> Vec<String> {
    let all = register.codes(kind);
    let is_unique = |name: &str| all.iter().filter(|(_, other)| *other == name).count() == 1;
    let option = |(code, name): &(&str, &str)| {
        if is_unique(name) {
            (*name).to_owned()
        } else {
            format!("{name} ({code})")
        }
    };
    let mut options: Vec<String> = all.iter().map(option).collect();
    options.sort_by_key(|name| canonical_name(name));
    options
}

/// The codes of one kind, by what is written for them.
#[derive(Debug, Clone)]
pub(crate) struct CodeLookup<'a> {
    kind: CodeKind,
    register: &'a Register,
    /// What earlier texts meant: to find the nearest names takes long.
    known: RefCell<HashMap<String, Result<&'a str, InputProblem>>>,
}

impl<'a> CodeLookup<'a> {
    pub(crate) fn new(kind: CodeKind, register: &'a Register) -> Self {
        let known = RefCell::default();
        Self {
            kind,
            register,
            known,
        }
    }

    /// Returns the code for a code or name.
    ///
    /// # Errors
    ///
    /// If there is none, or more than one, with the nearest.
    pub(crate) fn code(&self, text: &str) -> Result<&'a str, InputProblem> {
        if let Some(known) = self.known.borrow().get(text) {
            return known.clone();
        }
        let found = self.register.find_code(self.kind, text);
        let found = found.map_err(|unknown| unknown_name(&unknown));
        let mut known = self.known.borrow_mut();
        if known.len() < REMEMBERED_LIMIT {
            known.insert(text.to_owned(), found.clone());
        }
        found
    }
}

fn unknown_name(unknown: &UnknownName) -> InputProblem {
    let id = match (unknown.meanings, &*unknown.nearest) {
        (0, []) => "sheet-name-empty",
        (0, _) => "sheet-name-unknown",
        _ => "sheet-name-ambiguous",
    };
    let nearest: Vec<String> = unknown.nearest.iter().map(ToString::to_string).collect();
    let kind = match unknown.kind {
        CodeKind::Municipality => "municipality",
        CodeKind::Province => "province",
        CodeKind::Category => "category",
        CodeKind::BuildingBlock => "building-block",
        CodeKind::Remedy => "remedy",
    };
    InputProblem::new(id)
        .quoted("text", &unknown.text)
        .and("kind", kind)
        .and("nearest", nearest.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_means_the_same_the_second_time() {
        let lookup = CodeLookup::new(CodeKind::Municipality, Register::embedded());
        for _ in 0..2 {
            assert_eq!(lookup.code("Gemeente Utrecht"), Ok("GM0344"));
            let problem = lookup.code("Bergen").unwrap_err().to_string();
            assert!(
                problem.contains("GM0373 (Bergen (NH.), Noord-Holland)"),
                "{problem}"
            );
        }
    }

    #[test]
    fn every_option_is_found() {
        for kind in [
            CodeKind::Category,
            CodeKind::BuildingBlock,
            CodeKind::Remedy,
            CodeKind::Municipality,
        ] {
            let lookup = CodeLookup::new(kind, Register::embedded());
            for option in options(kind, Register::embedded()) {
                assert!(lookup.code(&option).is_ok(), "{option}");
            }
        }
    }
}
