//! A tuning as one page: the matrix as a heat map, and behind each cell its talks, the prompt's line
//! and the HTTP exchange. It looks and works like the page of a run, and shares its script.

mod index;
mod page;

pub use page::write_html;
