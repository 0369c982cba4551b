//! The pages of monthly reports and for operators, and the feed.

use askama::Template as _;
use texts::messages::{Language, Messages};

use super::{check, evil, figure, frame, link};
use crate::pages::{
    feed::{Feed, FeedEntry},
    monthly_report::MonthlyReportPage,
    monthly_reports::MonthlyReportsPage,
    operations::OperationsPage,
};

#[test]
fn every_report_is_well_formed_whatever_people_write() {
    let report = MonthlyReportPage {
        frame: frame(),
        lead: evil(),
        paragraphs: vec![evil(), String::new()],
        trend: figure(),
        numbers: figure(),
        lists: vec![figure()],
        rounds: evil(),
        definitions: evil(),
        neighbours: vec![link(), link()],
    };
    check(&report.render().unwrap());
    let list = |list| MonthlyReportsPage {
        frame: frame(),
        lead: evil(),
        list,
    };
    check(&list(Some(figure())).render().unwrap());
    check(&list(None).render().unwrap());
}

#[test]
fn the_page_for_operators_is_well_formed_whatever_was_sent() {
    let page = |retry| OperationsPage {
        frame: frame(),
        lead: vec![evil(), evil()],
        result: Some(evil()),
        quarantine: Some(figure()),
        retry,
        state: figure(),
    };
    check(&page(None).render().unwrap());
    check(&page(Some(vec![(evil(), evil())])).render().unwrap());
}

#[test]
fn a_feed_is_well_formed_whatever_people_write() {
    let feed = Feed {
        t: Messages::new(Language::Dutch),
        title: evil(),
        link: evil(),
        home: evil(),
        updated: evil(),
        entries: vec![FeedEntry {
            title: evil(),
            link: evil(),
            id: evil(),
            updated: evil(),
            summary: evil(),
        }],
    };
    let text = feed.render().unwrap();
    assert_eq!(text.matches("<script").count(), 0, "{text}");
    assert_eq!(text.matches('<').count(), text.matches('>').count());
}
