//! The forms, from an empty one to its receipt: over a real connection, with real views and a real outbox on disk.

mod choosing;
mod correcting;
mod importing;
mod operating;
mod reporting;
mod submitting;
mod violations;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use emitter::Emitter;
use httpd::query;
use outbox::{Outbox, OutboxLimits};
use register::Register;
use tempfile::TempDir;
use tests::Response;
use uuid::Uuid;
use web::{Forms, Secret, WebSettings};

use crate::world::{World, limits, now};

const REPORT: &str = "/gemeenten/GM0344/melden";

/// A server with forms, its outbox, and the folder of the outbox.
struct Desk {
    world: World,
    outbox: Outbox,
    folder: TempDir,
}

fn new_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(NEXT.fetch_add(1, Ordering::Relaxed).into()).to_string()
}

impl Desk {
    async fn with(messages: &[String]) -> Self {
        Self::limited(messages, OutboxLimits::default()).await
    }

    async fn limited(messages: &[String], outbox: OutboxLimits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::open_with(folder.path(), outbox).unwrap();
        let world = serve(messages, &outbox, 7).await;
        Self {
            world,
            outbox,
            folder,
        }
    }

    fn waiting(&self) -> u64 {
        self.outbox.state().waiting
    }

    /// Opens a form, fills it in and sends it.
    async fn fill(&self, target: &str, more: &[(&str, &str)]) -> Response {
        let empty = self.world.browse(target).await;
        assert_eq!(empty.status, 200, "{target}: {}", empty.body);
        self.fill_page(&empty, target, more).await
    }

    /// Fills in the form on a page and sends it, to its own path or to another.
    async fn fill_page(&self, page: &Response, target: &str, more: &[(&str, &str)]) -> Response {
        let target = target.split('?').next().unwrap();
        self.send(target, &sealed(page, more), "").await
    }

    /// Sends a form as a browser does from a page of this server.
    async fn send(&self, target: &str, fields: &[(&str, &str)], more: &str) -> Response {
        let origin = format!("Origin: http://{}\r\n{more}", self.world.address);
        self.post(target, fields, &origin).await
    }

    async fn post(&self, target: &str, fields: &[(&str, &str)], headers: &str) -> Response {
        let body = query::link("", fields.iter().copied());
        let body = body.trim_start_matches('?');
        let (host, length) = (&self.world.address, body.len());
        let request = format!(
            "POST {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        self.world.raw(&request).await
    }
}

async fn serve(messages: &[String], outbox: &Outbox, secret: u8) -> World {
    let emitter = Emitter {
        outbox: outbox.clone(),
        register: Register::embedded(),
        source: "urn:example:desk".to_owned(),
        now,
        new_id,
        delivery_timeout: Duration::from_millis(1),
    };
    let settings = WebSettings {
        limits: limits(),
        forms: Some(Forms {
            emitter,
            secret: Secret::new([secret; Secret::BYTES]),
        }),
        ..WebSettings::new(Register::embedded(), now, "0.1.0")
    };
    World::with_settings(messages, settings).await
}

/// Returns the value of a hidden field.
fn hidden<'a>(page: &'a Response, name: &str) -> &'a str {
    let start = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    let rest = page.body.split_once(&start);
    let rest = rest
        .unwrap_or_else(|| panic!("no {name} in {}", page.body))
        .1;
    rest.split('"').next().unwrap()
}

/// Adds the hidden fields of a page to the typed ones.
fn sealed<'a>(page: &'a Response, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let hidden_fields = ["key", "seal"].map(|name| (name, hidden(page, name)));
    hidden_fields
        .into_iter()
        .chain(more.iter().copied())
        .collect()
}

/// Checks that a form was accepted and waits for the log. Returns the path of its receipt.
#[track_caller]
fn check_stored(reply: &Response) -> String {
    assert_eq!(reply.status, 303, "{}", reply.body);
    let to = reply.header("location").unwrap();
    assert!(to.starts_with("/verstuurd/"), "{to}");
    to.to_owned()
}

/// Checks that a form is shown again, with these texts.
#[track_caller]
fn check_shown_again(reply: &Response, status: u16, texts: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    for text in texts {
        assert!(reply.body.contains(text), "{text} is not in {}", reply.body);
    }
}
