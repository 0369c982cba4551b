//! The keys of all codes and names.

use std::collections::BTreeMap;

use super::{CodeKind, key, nearest};
use crate::Register;

const KINDS: [CodeKind; 5] = [
    CodeKind::Municipality,
    CodeKind::Province,
    CodeKind::Category,
    CodeKind::BuildingBlock,
    CodeKind::Remedy,
];

/// The lookups of all kinds.
#[derive(Debug)]
pub(crate) struct NameLookups([NameLookup; KINDS.len()]);

/// What a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NameMatch<'a> {
    /// Nothing.
    None,
    /// One code.
    One(&'a str),
    /// More than one code.
    Several(Vec<&'a str>),
}

/// The codes of one kind by key.
#[derive(Debug, Default)]
struct NameLookup {
    /// The codes that a key names, in order.
    codes: BTreeMap<String, Vec<String>>,
    /// Keys of names and codes, without those that are made of them, and their code: a wrong text is compared with these.
    names: Vec<(String, String)>,
}

impl NameLookups {
    pub(crate) fn new(register: &Register) -> Self {
        Self(KINDS.map(|kind| NameLookup::new(kind, register)))
    }

    pub(super) fn find(&self, kind: CodeKind, text: &str) -> NameMatch<'_> {
        let lookup = self.lookup(kind);
        match kind {
            CodeKind::Municipality => lookup.find_municipality(text),
            CodeKind::Province
            | CodeKind::Category
            | CodeKind::BuildingBlock
            | CodeKind::Remedy => {
                NameLookup::find_with_code(text, |text| lookup.get(&key::of_name(text)))
            }
        }
    }

    /// Returns `first` and the codes that are nearest to a text, at least three together.
    pub(super) fn nearest<'a>(
        &'a self,
        kind: CodeKind,
        text: &str,
        first: Vec<&'a str>,
    ) -> Vec<&'a str> {
        let wanted = match kind {
            CodeKind::Municipality => key::of_municipality(text),
            CodeKind::Province
            | CodeKind::Category
            | CodeKind::BuildingBlock
            | CodeKind::Remedy => key::of_name(text),
        };
        nearest::nearest(&wanted, &self.lookup(kind).names, first)
    }

    /// Returns the keys of municipalities with more than one meaning.
    #[cfg(test)]
    pub(super) fn ambiguous(&self) -> Vec<&str> {
        let keys = self.lookup(CodeKind::Municipality).codes.iter();
        let several = keys.filter(|(_, codes)| codes.len() > 1);
        several.map(|(key, _)| key.as_str()).collect()
    }

    fn lookup(&self, kind: CodeKind) -> &NameLookup {
        let [municipality, province, category, building_block, remedy] = &self.0;
        match kind {
            CodeKind::Municipality => municipality,
            CodeKind::Province => province,
            CodeKind::Category => category,
            CodeKind::BuildingBlock => building_block,
            CodeKind::Remedy => remedy,
        }
    }
}

impl NameLookup {
    fn new(kind: CodeKind, register: &Register) -> Self {
        let mut lookup = Self::default();
        for (code, name) in register.codes(kind) {
            lookup.add_name(code, code);
            lookup.add_name(name, code);
        }
        for (code, _) in register.codes(kind) {
            for other in register.other_names(kind, code) {
                lookup.add_name(&other, code);
            }
        }
        if kind == CodeKind::Municipality {
            lookup.add_provinces(register);
        }
        lookup
    }

    /// Adds the names of municipalities with their provinces behind them: `Hengelo (Ov.)`, `Bergen, Noord-Holland`.
    fn add_provinces(&mut self, register: &Register) {
        for (_, municipality) in register.municipalities() {
            let province = register.province(municipality.province);
            let mut suffixes = register.other_names(CodeKind::Province, &province.code);
            suffixes.push(province.name.clone());
            // "Bergen (NH.)" is also called Bergen; there are two.
            let (base, _) = municipality
                .name
                .split_once(" (")
                .unwrap_or((&municipality.name, ""));
            self.add_name(base, &municipality.code);
            for suffix in suffixes {
                let with_province = format!("{base} {suffix}");
                self.add_key(key::of_name(&with_province), &municipality.code);
            }
        }
    }

    fn add_name(&mut self, name: &str, code: &str) {
        let key = key::of_municipality(name);
        self.add_key(key::of_name(name), code);
        self.add_key(key.clone(), code);
        self.names.push((key, code.to_owned()));
    }

    fn add_key(&mut self, key: String, code: &str) {
        let codes = self.codes.entry(key).or_default();
        if !codes.iter().any(|other| other == code) {
            codes.push(code.to_owned());
        }
    }

    fn find_municipality(&self, text: &str) -> NameMatch<'_> {
        let by_name = |text: &str| match number(text) {
            Some(number) => self.get(&format!("gm{number:04}")),
            None => self.get(&key::of_municipality(text)),
        };
        Self::find_with_code(text, by_name)
    }

    /// Finds a text as a whole, or as a name and a code that agree: `Utrecht (GM0344)`, `0344 - Utrecht`.
    fn find_with_code<'a>(text: &str, find: impl Fn(&str) -> NameMatch<'a>) -> NameMatch<'a> {
        let whole = find(text);
        if whole != NameMatch::None {
            return whole;
        }
        for (code, name) in divisions(text) {
            match (find(code), find(name)) {
                (NameMatch::One(one), NameMatch::One(other)) if one == other => {
                    return NameMatch::One(one);
                }
                (NameMatch::One(one), NameMatch::Several(all)) if all.contains(&one) => {
                    return NameMatch::One(one);
                }
                (NameMatch::One(one), NameMatch::One(other)) => {
                    return NameMatch::Several(vec![one, other]);
                }
                _ => {}
            }
        }
        NameMatch::None
    }

    fn get(&self, key: &str) -> NameMatch<'_> {
        let codes = self.codes.get(key).map_or(&[][..], Vec::as_slice);
        match codes {
            [] => NameMatch::None,
            [code] => NameMatch::One(code),
            codes => NameMatch::Several(codes.iter().map(String::as_str).collect()),
        }
    }
}

/// Returns the number of a municipality that is written with or without `GM` and zeros; spreadsheets write `344.0` too.
fn number(text: &str) -> Option<u16> {
    let folded = key::fold(text);
    let digits = folded.strip_prefix("gm").unwrap_or(&folded);
    let digits = digits.trim_start_matches([' ', '-', '_', '.', ':']);
    let digits = digits
        .strip_suffix(".0")
        .or(digits.strip_suffix(",0"))
        .unwrap_or(digits);
    let is_number =
        (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// Returns the ways in which a text can be a code and a name.
fn divisions(text: &str) -> Vec<(&str, &str)> {
    let text = text.trim();
    let mut all = Vec::new();
    if let Some((name, code)) = text
        .strip_suffix([')', ']'])
        .and_then(|rest| rest.rsplit_once(['(', '[']))
    {
        all.push((code, name));
    }
    let separators = [' ', '-', '–', ':', ',', ';', '/', '|', '='];
    if let Some((code, name)) = text.split_once(separators) {
        all.push((code, name.trim_start_matches(separators)));
    }
    if let Some((name, code)) = text.rsplit_once(separators) {
        all.push((code, name.trim_end_matches(separators)));
    }
    all
}
