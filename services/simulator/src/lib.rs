//! Simulates a plausible history of knelpunten in the real municipalities, with their mergers.
//!
//! Pure: a function of its arguments alone. No clock, no random state, no hash order, and no floats, whose logarithms
//! differ between machines: the same plan and register give the same bytes everywhere. Nothing in a history is real,
//! and the source of every event shows that.

mod calendar;
mod drafts;
mod duration;
mod event_list;
mod generator;
mod life;
mod mistakes;
mod nature;
mod parameters;
mod plan;
mod reporting;
mod rounds;
mod setting;
mod support;

#[cfg(test)]
mod effects;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod summary;

use model::Draft;
use register::Register;

pub use plan::{EVENTS_LIMIT, PlanError, SimulationPlan, UNTIL, YEARS};

use event_list::EventList;
use setting::Setting;
use support::SupportDays;

/// The prefix of the source of every simulated event; the name of the simulated system follows.
pub const SOURCE_PREFIX: &str = "urn:nld:knelpunt:simulatie:";

/// Returns the history of a plan, in order of `time`, as services would have published it.
///
/// It has as many events as planned, all of them valid and recorded before the plan's last day. It has fewer only if
/// the register has no municipality, or its catalogue no category, that the parameters have. Later events are left out,
/// so that the newest knelpunten are open.
pub fn history<'a>(
    plan: &SimulationPlan,
    register: &'a Register,
) -> impl ExactSizeIterator<Item = Draft> + use<'a> {
    let setting = Setting::new(plan, register);
    let mut events = EventList::new(plan, register, setting.calendar.end());
    let support = SupportDays::simulate(&setting, plan.support_percent, &mut events);
    let rounds = rounds::simulate(&setting, &mut events);
    if !setting.is_empty() {
        let mut number = 0;
        while !events.is_full() {
            life::simulate(number, &setting, (&rounds, &support), &mut events);
            number += 1;
        }
    }
    events.into_drafts()
}
