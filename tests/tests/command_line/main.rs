//! The words of the command line, as people and programs use them: what they say, and how they end.

mod catalogues;
mod demo;
mod exporting;
mod importing;
mod looking;
mod publishing;
mod refusals;
mod running;
mod showing;
mod simulating;
