//! Publishes a report in structured mode: `cargo run --example report nats://127.0.0.1:4222`
#![expect(
    clippy::disallowed_methods,
    reason = "a service elsewhere has a clock and ids of its own"
)]

mod event;

use async_nats::{HeaderMap, jetstream};
use event::{NAMESPACE, knelpunt_id, new_event};
use serde_json::json;
use uuid::Uuid;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let party = json!({ "kind": "supplier", "name": "Café  Zuid B.V." });
    let data = json!({ "municipality": "GM0344", "category": "supplier-delivery", "party": party, "observedAt": "2013-02-12" });
    let (subject, time) = (knelpunt_id(&data), jiff::Timestamp::now().to_string());
    let event = new_event(Uuid::now_v7(), "knelpunt-reported", subject, &time, &data);

    let (to, payload) = ("knelpunten.knelpunt-reported.GM0344", event.to_string());
    let message_id = Uuid::new_v5(&NAMESPACE, format!("{to}\n{payload}").as_bytes());
    let mut headers = HeaderMap::new();
    headers.insert("Content-Type", "application/cloudevents+json");
    headers.insert("Nats-Msg-Id", message_id.to_string());
    let stream = jetstream::new(async_nats::connect(url).await?);
    let acknowledged = stream
        .publish_with_headers(to, headers, payload.into())
        .await?
        .await?;
    println!("{subject} {}", acknowledged.sequence);
    Ok(())
}
