use jiff::civil::date;

use super::*;
use crate::news::AlertFacts;

const QUESTION: Uuid = Uuid::from_u128(1);
const TEAM: &str = "team/a@example.nl";

fn at(day: i64) -> Instant {
    Instant::from_microseconds(day * 86_400_000_000)
}

/// Something about a key whose span begins and ends on a day.
fn finding(key: &str, day: i64) -> RuleFinding {
    RuleFinding {
        key: key.to_owned(),
        from: at(day),
        until: at(day),
        news: AlertFacts::RoundMissed {
            round: key.to_owned(),
            ended_on: date(2026, 1, 1),
            municipalities: Vec::new(),
        },
    }
}

/// Adds what an answer teaches; returns what alerts are about.
fn learn(book: &mut Book, findings: &[RuleFinding], now: Instant) -> Vec<String> {
    let entries = book.learn(QUESTION, findings, &[TEAM.to_owned()], now);
    let about = entries.iter().filter_map(|entry| match entry {
        LedgerEntry::Known { key, .. } if book.has_started(QUESTION) => Some(key.clone()),
        _ => None,
    });
    let about = about.collect();
    for entry in entries {
        book.add(entry);
    }
    about
}

/// A book with one alert that was found on the second day.
fn with_alert() -> Book {
    let mut book = Book::default();
    learn(&mut book, &[], at(1));
    learn(&mut book, &[finding("a", 1)], at(2));
    book
}

/// Begins the next message, as the service does before it sends it.
fn begin(book: &mut Book, now: Instant) -> AlertDelivery {
    let delivery = book.next(TEAM, Schedule::AtOnce, now).unwrap();
    if !book.is_sending(&delivery) {
        book.add(LedgerEntry::Sending(delivery.clone()));
    }
    delivery
}

fn sent(delivery: &AlertDelivery) -> LedgerEntry {
    LedgerEntry::Sent {
        to: delivery.to.clone(),
        message: delivery.message,
    }
}

#[test]
fn what_is_so_at_the_first_start_is_known_and_what_comes_later_is_news_once() {
    let mut book = Book::default();
    assert!(learn(&mut book, &[finding("a", 1)], at(1)).is_empty());
    assert_eq!(
        learn(&mut book, &[finding("a", 1), finding("b", 0)], at(2)),
        ["b"]
    );
    assert!(learn(&mut book, &[finding("b", 0)], at(3)).is_empty());
    assert!(learn(&mut book, &[], at(4)).is_empty());
    assert!(learn(&mut book, &[finding("a", 1), finding("b", 0)], at(5)).is_empty());
}

#[test]
fn an_earlier_opening_that_arrives_late_is_no_news_and_a_later_one_is() {
    let mut book = with_alert();
    assert!(learn(&mut book, &[finding("a", 0)], at(3)).is_empty());
    assert_eq!(learn(&mut book, &[finding("a", 2)], at(4)), ["a"]);
}

#[test]
fn a_message_that_was_not_accepted_is_the_same_one_again_and_alerts_found_meanwhile_are_in_the_next()
 {
    let mut book = with_alert();
    let first = begin(&mut book, at(2));
    learn(&mut book, &[finding("b", 1)], at(3));
    assert_eq!(begin(&mut book, at(4)), first);
    book.add(sent(&first));
    let second = begin(&mut book, at(5));
    assert_ne!(second.message, first.message);
    assert_eq!(second.alerts.len(), 1);
    book.add(sent(&second));
    assert_eq!(book.next(TEAM, Schedule::AtOnce, at(9)), None);
    assert_eq!(book.due(TEAM, Schedule::AtOnce), None);
    assert_eq!(book.backlog(TEAM), (0, None));
}

#[test]
fn a_digest_has_what_was_found_before_its_hour() {
    let daily = Schedule::Daily { hour: 8 };
    let mut book = with_alert();
    let due = book.due(TEAM, daily).unwrap();
    assert_eq!(book.next(TEAM, daily, at(2)), None);
    learn(&mut book, &[finding("b", 1)], due.plus_microseconds(1));
    assert_eq!(book.next(TEAM, daily, due).unwrap().alerts.len(), 1);
    let next_day = due.plus_microseconds(86_400_000_000);
    assert_eq!(book.next(TEAM, daily, next_day).unwrap().alerts.len(), 2);
}

#[test]
fn a_book_is_made_again_from_its_entries_at_every_moment() {
    let mut book = with_alert();
    let check = |book: &Book| {
        let mut again = Book::default();
        for entry in book.entries() {
            again.add(entry);
        }
        assert_eq!(again, *book);
    };
    check(&book);
    let delivery = begin(&mut book, at(2));
    check(&book);
    learn(&mut book, &[finding("b", 1)], at(3));
    check(&book);
    book.add(sent(&delivery));
    check(&book);
    assert_eq!(
        book.entries().len(),
        4,
        "two are known, one waits, one start"
    );
}
