//! The identity of a knelpunt, and the envelope of its events.

use serde_json::{Value, json};
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization as _;
use uuid::{Uuid, uuid};

pub(crate) const NAMESPACE: Uuid = uuid!("5b0c2a0e-6d1f-5c5e-9a53-0d7f3c1e8b42");

fn canonical(name: &str) -> String {
    let is_format = |char| get_general_category(char) == GeneralCategory::Format;
    let visible = name.chars().filter(|char| !is_format(*char));
    let composed: String = visible.nfc().collect();
    let spaced = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.to_lowercase().nfc().collect()
}

pub(crate) fn knelpunt_id(data: &Value) -> Uuid {
    let field = |path| data.pointer(path).and_then(Value::as_str).unwrap_or("");
    let codes = [
        "/municipality",
        "/category",
        "/buildingBlock",
        "/party/kind",
    ]
    .map(field);
    let names = ["/party/name", "/reference"].map(|path| canonical(field(path)));
    let fields = format!("{}\n{}", codes.join("\n"), names.join("\n"));
    Uuid::new_v5(&NAMESPACE, fields.as_bytes())
}

pub(crate) fn new_event(id: Uuid, kind: &str, subject: Uuid, time: &str, data: &Value) -> Value {
    json!({
        "specversion": "1.0",
        "id": id,
        "source": "urn:example:rust",
        "type": format!("nl.knelpunten.{kind}.v1"),
        "subject": subject,
        "time": time,
        "datacontenttype": "application/json",
        "data": data,
    })
}
