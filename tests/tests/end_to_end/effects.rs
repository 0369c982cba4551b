//! What statistics find on histories whose truth is known: an effect that is there, and one that is not there as seldom as
//! their level states.

mod funnel;
mod history;
mod movers;
mod rates;
mod support;
