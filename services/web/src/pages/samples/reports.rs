//! The pages of monthly reports and for operators.

use askama::Template as _;

use super::{check, evil, figure, frame, link};
use crate::pages::{
    monthly_report::MonthlyReportPage, monthly_reports::MonthlyReportsPage,
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
