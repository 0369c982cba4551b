//! The commands of the command line as people and programs use them: their output and exit codes.

mod catalogues;
mod demo;
mod exporting;
mod file_mistakes;
mod importing;
mod looking;
mod mistakes;
mod publishing;
mod refusals;
mod running;
mod showing;
mod simulating;
mod views_alone;
