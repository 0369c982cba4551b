//! The pages of monthly reports.

use askama::Template as _;

use super::{check, evil, figure, frame, link};
use crate::pages::{monthly_report::MonthlyReportPage, monthly_reports::MonthlyReportsPage};

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
