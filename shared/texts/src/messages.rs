//! The catalogue of messages: every text of the pages, in Dutch and in English.
//!
//! A message has one id in both languages; its texts are in `messages/nl` and `messages/en`, one file per page or area, in
//! the syntax of Fluent, which chooses forms by number: `[0]`, `[one]`, `*[other]`. Numbers in messages are written as the
//! language writes them. Terms that several pages share are in `terms.ftl`, and nowhere else. Where the command line, which
//! is in English, names an option instead of a field of a page, the English message has an attribute `command`.

mod formats;
mod language;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use language::Language;

/// The files of both languages, by area.
macro_rules! areas {
    ($($area:literal),+ $(,)?) => {
        const AREAS: &[(&str, [&str; 2])] = &[$((
            $area,
            [
                include_str!(concat!("../messages/nl/", $area, ".ftl")),
                include_str!(concat!("../messages/en/", $area, ".ftl")),
            ],
        )),+];
    };
}

areas![
    "categories",
    "compare",
    "definitions",
    "failure",
    "feed",
    "formats",
    "import",
    "knelpunt",
    "knelpunten",
    "list",
    "map",
    "matrix",
    "monthly",
    "municipalities",
    "municipality",
    "notify",
    "outlook",
    "operations",
    "overview",
    "parties",
    "report",
    "rounds",
    "search",
    "sheets",
    "site",
    "statements",
    "support",
    "terms"
];

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [bundle(Language::Dutch), bundle(Language::English)]);

fn bundle(language: Language) -> Bundle {
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // Its marks around every placeholder are for texts of two directions.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Dutch => |value, _| formatted(value, Language::Dutch),
        Language::English => |value, _| formatted(value, Language::English),
    }));
    for (_, texts) in AREAS {
        let text = texts[language.index()].to_owned();
        // What cannot be read is left out, and a test finds it.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn formatted(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value.fract() == 0.0 => {
            let digits = format!("{:.0}", number.value.abs());
            let sign = if number.value < 0.0 { "−" } else { "" };
            Some(format!("{sign}{}", formats::grouped(&digits, language)))
        }
        _ => None,
    }
}

/// The value of a placeholder: a text, or a number that may choose the form.
#[derive(Debug, Clone, PartialEq)]
pub enum MessageValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
}

impl<'a> From<&'a str> for MessageValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for MessageValue<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for MessageValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for MessageValue<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number.try_into().unwrap_or(i64::MAX))
            }
        })+
    };
}

numbers!(usize, u64, u32, i64, i32);

/// The texts of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Messages {
    language: Language,
}

impl Messages {
    /// Returns the texts of a language.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// Returns the language.
    pub const fn language(self) -> Language {
        self.language
    }

    /// Returns the text of a message without placeholders; of an unknown id, the id.
    pub fn text(self, id: &str) -> String {
        self.format(id, None)
    }

    /// Returns the text of a message with the values of its placeholders.
    pub fn text_with(self, id: &str, values: &[(&str, MessageValue<'_>)]) -> String {
        self.format(id, Some(&args(values)))
    }

    /// Returns the text of a message on the command line: its attribute `command`, if it has one, or else its text.
    pub fn command_line_text(self, id: &str, values: &[(&str, MessageValue<'_>)]) -> String {
        let bundle = &BUNDLES[self.language.index()];
        let message = bundle.get_message(id);
        let Some(command) = message.and_then(|message| message.get_attribute("command")) else {
            return self.text_with(id, values);
        };
        let text = bundle.format_pattern(command.value(), Some(&args(values)), &mut Vec::new());
        text.into_owned()
    }

    /// Returns the text of a message with one placeholder.
    pub fn with<'a>(self, id: &str, name: &str, value: impl Into<MessageValue<'a>>) -> String {
        self.text_with(id, &[(name, value.into())])
    }

    /// Returns the name of a term that a message defines.
    pub fn name(self, id: &str) -> String {
        let bundle = &BUNDLES[self.language.index()];
        let message = bundle.get_message(id);
        let Some(name) = message.and_then(|message| message.get_attribute("name")) else {
            return id.to_owned();
        };
        let name = bundle.format_pattern(name.value(), None, &mut Vec::new());
        name.into_owned()
    }

    fn format(self, id: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &BUNDLES[self.language.index()];
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        // A placeholder without a value stays in the text by its name; a test finds it.
        bundle
            .format_pattern(pattern, args, &mut Vec::new())
            .into_owned()
    }
}

fn args<'a>(values: &'a [(&str, MessageValue<'_>)]) -> FluentArgs<'a> {
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        match value {
            MessageValue::Text(text) => args.set((*name).to_owned(), text.as_ref()),
            // Counts are far below 2^53, from where floats have gaps.
            MessageValue::Number(number) => args.set((*name).to_owned(), *number),
        }
    }
    args
}

/// The texts of one file of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFile {
    /// The page or area.
    pub area: &'static str,
    /// The text of the file in Dutch and in English.
    pub texts: [&'static str; 2],
}

/// Returns the files of the catalogue.
pub fn message_files() -> impl Iterator<Item = MessageFile> {
    AREAS.iter().map(|(area, texts)| MessageFile {
        area,
        texts: *texts,
    })
}
