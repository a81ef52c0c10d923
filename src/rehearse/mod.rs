//! rehearse (being written).
