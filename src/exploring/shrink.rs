//! The shortest talk that still fails in the same way (delta debugging: Zeller and Hildebrandt 2002).

use super::{Answer, Event, Failing, Ground, Repertoire, checked::Wording, failing::replay};

/// Most talks that are tried to shrink one.
const MOST_TRIES: usize = 4000;

/// What is at work while a talk is shrunk.
struct Shrinking<'a> {
    ground: &'a Ground,
    word: Wording,
    best: Failing,
    tries: usize,
}

/// The shortest talk found that fails like this one: first fewer inputs, then fewer words, then
/// simpler ones.
pub fn shrink(ground: &Ground, word: Wording, failing: Failing) -> Failing {
    let mut shrinking = Shrinking { ground, word, best: failing, tries: 0 };
    loop {
        let before = shrinking.best.events.clone();
        shrinking.fewer_events();
        shrinking.fewer_sayings();
        shrinking.simpler();
        if shrinking.best.events == before || shrinking.is_tired() {
            return shrinking.best;
        }
    }
}

impl Shrinking<'_> {
    fn is_tired(&self) -> bool {
        self.tries >= MOST_TRIES
    }

    /// Takes these events where they fail alike and are smaller.
    fn takes(&mut self, events: &[Event]) -> bool {
        self.tries += 1;
        let found = replay(self.ground, self.word, events, self.best.kind);
        match found.filter(|found| size(&found.events) < size(&self.best.events)) {
            Some(found) => {
                self.best = found;
                true
            }
            None => false,
        }
    }

    fn fewer_events(&mut self) {
        let mut chunk = self.best.events.len() / 2;
        while chunk > 0 {
            let mut at = 0;
            while at < self.best.events.len() && !self.is_tired() {
                let mut fewer = self.best.events.clone();
                fewer.drain(at..(at + chunk).min(fewer.len()));
                if !self.takes(&fewer) {
                    at += chunk;
                }
            }
            chunk /= 2;
        }
    }

    fn fewer_sayings(&mut self) {
        let mut at = 0;
        while at < self.best.events.len() && !self.is_tired() {
            let mut part = 0;
            while let Some(Event::Heard(heard)) = self.best.events.get(at) {
                if heard.len() < 2 || part >= heard.len() {
                    break;
                }
                let mut heard = heard.clone();
                heard.remove(part);
                let mut fewer = self.best.events.clone();
                fewer[at] = Event::Heard(heard);
                if !self.takes(&fewer) {
                    part += 1;
                }
            }
            at += 1;
        }
    }

    fn simpler(&mut self) {
        let mut at = 0;
        while at < self.best.events.len() && !self.is_tired() {
            for simpler in simpler(&self.ground.repertoire, &self.best.events[at]) {
                let mut events = self.best.events.clone();
                events[at] = simpler;
                if self.takes(&events) {
                    break;
                }
            }
            at += 1;
        }
    }
}

/// How large a talk is: inputs, then words, then how unusual they are.
fn size(events: &[Event]) -> (usize, usize, usize) {
    let sayings = events.iter().map(|event| match event {
        Event::Heard(heard) => heard.len(),
        Event::Silence | Event::Answered(_) => 1,
    });
    let rank = events.iter().map(|event| match event {
        Event::Heard(heard) => heard.iter().map(|at| usize::from(*at)).sum(),
        Event::Silence => 0,
        Event::Answered(answer) => *answer as usize,
    });
    (events.len(), sayings.sum(), rank.sum())
}

/// Events that say the same kind of thing more simply, the simplest first.
fn simpler(repertoire: &Repertoire, event: &Event) -> Vec<Event> {
    match event {
        Event::Silence => Vec::new(),
        Event::Answered(answer) => {
            let earlier = Answer::ALL.into_iter().take_while(|one| one != answer);
            earlier.map(Event::Answered).collect()
        }
        Event::Heard(heard) => {
            let alternatives = heard.iter().enumerate().flat_map(|(part, at)| {
                let earlier = repertoire.simpler_than(*at).into_iter();
                earlier.map(move |other| (part, other))
            });
            alternatives
                .map(|(part, other)| {
                    let mut heard = heard.clone();
                    heard[part] = other;
                    Event::Heard(heard)
                })
                .collect()
        }
    }
}

impl Repertoire {
    /// Sayings of the same variable and sort that stand before this one.
    fn simpler_than(&self, at: u16) -> Vec<u16> {
        let Some(it) = self.saying(at) else { return Vec::new() };
        let alike = |other: &u16| {
            self.saying(*other).is_some_and(|other| {
                other.variable() == it.variable()
                    && std::mem::discriminant(&other.act) == std::mem::discriminant(&it.act)
            })
        };
        (0..at).filter(alike).collect()
    }
}
