//! One vocabulary: no two public types share a name, and no banned word is in a name.
//!
//! The words are terms of the private language that this code was once written in. Each has a replacement from the
//! glossary in ARCHITECTURE.md, or the standard term of the field.

mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::source::{Named, SourceFile};
use words::{
    AMBIGUOUS_WORDS, BANNED_MODULES, BANNED_TYPES, BANNED_WORDS, EXEMPTIONS, SHARED_NAMES,
};

/// Verbs that no doc comment begins with, and what to write instead.
const BANNED_OPENINGS: &[(&str, &str)] = &[
    ("Gives", "Returns"),
    (
        "Says",
        "Returns, Prints, Reports or Whether (of a condition)",
    ),
    (
        "Takes",
        "the verb for what is done: Accepts, Removes, Reads",
    ),
    ("Tells", "Returns, Reports"),
    ("Has", "the verb for what is done"),
    ("Looks", "Checks, Reads, Finds"),
];

/// A name of so many words is a sentence: the name of a test.
const SENTENCE_WORDS: usize = 6;

/// A name that breaks a rule, and what to use instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The folder of the crate.
    pub crate_folder: String,
    path: String,
    line: usize,
    message: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// Returns every breach in these files, in the order of the files.
pub fn breaches(files: &[SourceFile]) -> Vec<Breach> {
    let mut found: Vec<Breach> = files.iter().flat_map(file_breaches).collect();
    found.extend(shared_names(files));
    found.sort();
    found
}

fn file_breaches(file: &SourceFile) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut add = |named: &Named, message: String| found.push(breach(file, named, message));
    // The same name at many lines is one thing to rename.
    let mut seen = BTreeSet::new();
    for named in &file.identifiers {
        if !seen.insert(&named.text) {
            continue;
        }
        if let Some((word, instead)) = banned_word(file, &named.text) {
            add(
                named,
                format!("`{}` contains \"{word}\": {instead}", named.text),
            );
        }
    }
    for named in &file.types {
        if let Some((_, instead)) = entry(BANNED_TYPES, &named.text) {
            add(named, format!("type `{}`: {instead}", named.text));
        }
    }
    for named in file.functions.iter().filter(|named| named.text == "of") {
        let instead = "new, from_*, with_*, parse, or a verb";
        add(named, format!("function `of`: {instead}"));
    }
    for named in &file.doc_openings {
        let first = named.text.split(' ').next().unwrap_or_default();
        if let Some((_, instead)) = entry(BANNED_OPENINGS, first) {
            add(named, format!("doc comment begins \"{first}\": {instead}"));
        }
    }
    for module in module_names(&file.path) {
        if let Some((_, instead)) = entry(BANNED_MODULES, module) {
            let start = Named {
                line: 1,
                text: module.to_owned(),
            };
            add(&start, format!("module `{module}`: {instead}"));
        }
    }
    found
}

fn shared_names(files: &[SourceFile]) -> Vec<Breach> {
    let mut by_name: BTreeMap<&str, Vec<(&SourceFile, &Named)>> = BTreeMap::new();
    for file in files {
        for named in &file.public_types {
            by_name.entry(&named.text).or_default().push((file, named));
        }
    }
    by_name.retain(|name, uses| uses.len() > 1 && entry(SHARED_NAMES, name).is_none());
    let uses = by_name.values().flat_map(|uses| {
        uses.iter().map(|(file, named)| {
            let others = uses
                .iter()
                .filter(|(_, other)| !std::ptr::eq(*other, *named));
            let paths: Vec<String> = others
                .map(|(file, other)| format!("{}:{}", file.path, other.line))
                .collect();
            let paths = paths.join(", ");
            let message = format!("public type `{}` is also in {paths}", named.text);
            breach(file, named, message)
        })
    });
    uses.collect()
}

fn breach(file: &SourceFile, named: &Named, message: String) -> Breach {
    Breach {
        crate_folder: file.crate_folder.clone(),
        path: file.path.clone(),
        line: named.line,
        message,
    }
}

fn entry(
    list: &'static [(&str, &str)],
    name: &str,
) -> Option<&'static (&'static str, &'static str)> {
    list.iter().find(|(banned, _)| *banned == name)
}

/// Returns the first banned word in a name, with what to use instead.
fn banned_word(file: &SourceFile, name: &str) -> Option<&'static (&'static str, &'static str)> {
    let parts = parts(name);
    let contains = |word: &str| {
        let word: Vec<&str> = word.split('_').collect();
        parts.windows(word.len()).any(|window| {
            let mut pairs = window.iter().zip(&word);
            pairs.all(|(part, word)| part == word || part.strip_suffix('s') == Some(word))
        })
    };
    let is_exempt = |word: &str| {
        let mut here = EXEMPTIONS
            .iter()
            .filter(|(path, _, _)| file.path.starts_with(path));
        here.any(|(_, exempt, _)| *exempt == name || *exempt == word)
    };
    let ambiguous = if parts.len() < SENTENCE_WORDS {
        AMBIGUOUS_WORDS
    } else {
        &[]
    };
    let mut banned = BANNED_WORDS.iter().chain(ambiguous);
    banned.find(|(word, _)| contains(word) && !is_exempt(word))
}

/// Returns the modules that a path names: `src/reader/mod.rs` names `reader`.
fn module_names(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('/').skip_while(|part| *part != "src");
    parts.skip(1).map(|part| part.trim_end_matches(".rs"))
}

/// Splits a name into its words, in lower case: `becomeTold`, `become_told` and `BecomeTold` are the same.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut after_lower = false;
    for sign in name.chars() {
        if sign == '_' || (sign.is_uppercase() && after_lower) {
            parts.push(String::new());
        }
        after_lower = sign.is_lowercase() || sign.is_numeric();
        if let (true, Some(last)) = (sign != '_', parts.last_mut()) {
            last.extend(sign.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests;
