//! Shortening a schedule that fails to the steps that matter.

use crate::step::Step;

/// Removes steps, in ever smaller runs, while the rest still fails (Zeller and Hildebrandt 2002).
pub(crate) fn shrink(schedule: &[Step], fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut steps = schedule.to_vec();
    loop {
        let before = steps.len();
        let mut run = before.next_power_of_two();
        while run > 0 {
            remove_runs(&mut steps, run, &fails);
            run /= 2;
        }
        if steps.len() == before {
            return steps;
        }
    }
}

fn remove_runs(steps: &mut Vec<Step>, run: usize, fails: &impl Fn(&[Step]) -> bool) {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.drain(at..(at + run).min(fewer.len()));
        if fails(&fewer) {
            *steps = fewer;
        } else {
            at += run;
        }
    }
}

/// Formats a schedule as source text for `regressions.rs`.
pub(crate) fn written(steps: &[Step]) -> String {
    let lines: Vec<String> = steps
        .iter()
        .map(|step| format!("        {step:?},\n"))
        .collect();
    format!("    check(&[\n{}    ]);", lines.concat())
}
