//! A schedule that fails, made as short as can be: what is left is what matters.

use crate::step::Step;

/// Takes out steps, in ever smaller runs, as long as what is left still fails (Zeller and Hildebrandt 2002).
pub(crate) fn shrink(schedule: &[Step], fails: impl Fn(&[Step]) -> bool) -> Vec<Step> {
    let mut steps = schedule.to_vec();
    loop {
        let before = steps.len();
        let mut run = before.next_power_of_two();
        while run > 0 {
            take_out_runs(&mut steps, run, &fails);
            run /= 2;
        }
        if steps.len() == before {
            return steps;
        }
    }
}

fn take_out_runs(steps: &mut Vec<Step>, run: usize, fails: &impl Fn(&[Step]) -> bool) {
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

/// Writes a schedule as it stands in `kept.rs`.
pub(crate) fn written(steps: &[Step]) -> String {
    let lines: Vec<String> = steps
        .iter()
        .map(|step| format!("        {step:?},\n"))
        .collect();
    format!("    check(&[\n{}    ]);", lines.concat())
}
