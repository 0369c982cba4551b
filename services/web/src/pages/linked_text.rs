//! Texts with links in them: a message in which markers stand in place of the linked names.

/// Text, or a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextPart {
    pub(crate) text: String,
    pub(crate) href: Option<String>,
}

impl TextPart {
    /// Creates a text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: None,
        }
    }

    /// Creates a link.
    pub(crate) fn link(text: impl Into<String>, href: String) -> Self {
        Self {
            text: text.into(),
            href: Some(href),
        }
    }
}

/// Stands in a message for its first linked name; no text of people has it.
pub(crate) const FIRST: &str = "\u{e000}";
/// Stands in a message for its other linked names.
pub(crate) const OTHERS: &str = "\u{e001}";

/// Cuts a message at its markers, and puts the parts there that they stand for.
pub(crate) fn linked(text: &str, markers: &[(&str, Vec<TextPart>)]) -> Vec<TextPart> {
    let mut parts = Vec::new();
    let mut rest = text;
    let next = |rest: &str| {
        let found = markers
            .iter()
            .filter_map(|(marker, linked)| Some((rest.find(marker)?, marker.len(), linked)));
        found.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, length, linked)) = next(rest) {
        parts.push(TextPart::text(&rest[..at]));
        parts.extend(linked.iter().cloned());
        rest = &rest[at + length..];
    }
    parts.push(TextPart::text(rest));
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Returns links as a list in a sentence: Boxtel, Tilburg en Vught.
pub(crate) fn list(links: Vec<TextPart>, and: &str) -> Vec<TextPart> {
    let count = links.len();
    let mut parts = Vec::new();
    for (index, link) in links.into_iter().enumerate() {
        if index > 0 {
            let is_last = index + 1 == count;
            parts.push(TextPart::text(if is_last {
                format!(" {and} ")
            } else {
                ", ".to_owned()
            }));
        }
        parts.push(link);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_cut_at_its_markers() {
        let link = |name: &str| TextPart::link(name, format!("/{name}"));
        let others = list(vec![link("c"), link("d"), link("e")], "en");
        let text = format!("a {FIRST}; rest {OTHERS}.");
        let parts = linked(&text, &[(OTHERS, others), (FIRST, vec![link("b")])]);
        let read: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(read, "a b; rest c, d en e.");
        let links = parts.iter().filter(|part| part.href.is_some());
        assert_eq!(links.count(), 4);
    }
}
