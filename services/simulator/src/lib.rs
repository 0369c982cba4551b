//! Makes up a plausible history of knelpunten over the real municipalities and their mergers.
//!
//! Pure: a function of its arguments alone. No clock, no random state, no hash order, and no floats, whose
//! logarithms differ between machines: the same plan over the same register gives the same bytes everywhere.
//! The history only looks real: nothing in it was observed, and every event's source says so.

mod book;
mod calendar;
mod course;
mod generator;
mod life;
mod mistakes;
mod nature;
mod parameters;
mod plan;
mod rounds;
mod telling;
mod wire;
mod world;

#[cfg(test)]
mod effects;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod properties;

use model::Draft;
use register::Register;

pub use plan::{EVENTS_LIMIT, PlanError, SimulationPlan, UNTIL, YEARS};

use book::Book;
use world::World;

/// How the source of every simulated event begins; what follows is the part of the system that is played.
pub const SOURCE_PREFIX: &str = "urn:nld:knelpunt:simulatie:";

/// Makes up the history that a plan asks for, in order of `time`, as services would have published it.
///
/// It has as many events as the plan says, all of them valid and recorded before the plan's last day; fewer only
/// when the register has no municipality, or its catalogue no category, that the parameters know. What is not yet
/// told by then is left out, so that the newest knelpunten are open.
pub fn history<'a>(
    plan: &SimulationPlan,
    register: &'a Register,
) -> impl ExactSizeIterator<Item = Draft> + use<'a> {
    let world = World::new(plan, register);
    let mut book = Book::new(plan, register, world.calendar.end());
    let rounds = rounds::hold(&world, &mut book);
    if !world.is_empty() {
        let mut number = 0;
        while !book.is_full() {
            life::live(number, &world, &rounds, &mut book);
            number += 1;
        }
    }
    book.into_drafts()
}
