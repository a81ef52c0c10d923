use super::{
    Answer,
    saying::{Kind, Saying, sayings},
    words::Quality,
};
use crate::{
    agent::{ActionName, Agent, VariableName},
    dialogue::UserAct,
    value::Reference,
};

/// One thing that comes in. Sayings stand by their place in the [`Repertoire`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// The customer says these, one after the other, in one utterance.
    Heard(Vec<u16>),
    /// The customer says nothing for too long.
    Silence,
    /// The call that is out comes to this.
    Answered(Answer),
}

/// All that may come in for an agent.
#[derive(Clone, Debug)]
pub struct Repertoire {
    /// What the customer may say.
    pub sayings: Vec<Saying>,
    /// What is tried wherever the agent listens.
    pub while_listening: Vec<Event>,
    /// What is tried wherever a call is out.
    pub while_calling: Vec<Event>,
}

/// An utterance with what it means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Utterance {
    /// The acts.
    pub acts: Vec<UserAct>,
    /// The words.
    pub text: String,
}

impl Repertoire {
    /// What may come in for this agent at this time.
    pub fn of(agent: &Agent, at: &Reference) -> Self {
        let sayings = sayings(agent, at);
        let mut repertoire =
            Self { sayings, while_listening: Vec::new(), while_calling: Vec::new() };
        let mut events = repertoire.single();
        events.extend(agent.actions.iter().map(|action| repertoire.all_at_once(action)));
        events.push(Event::Silence);
        repertoire.while_listening = events;
        repertoire.while_calling = Answer::ALL.into_iter().map(Event::Answered).collect();
        repertoire
    }

    /// Each saying by itself; of several that differ in nothing but their words, two.
    fn single(&self) -> Vec<Event> {
        let alike = |at: usize| {
            let it = &self.sayings[at];
            let before = self.sayings[..at].iter();
            before
                .filter(|s| {
                    it.variable().is_some() && s.kind == it.kind && s.variable() == it.variable()
                })
                .count()
        };
        let most = |kind: Kind| match kind {
            Kind::Value(Quality::Good) => 2,
            Kind::Correction(Quality::Bad | Quality::Doubtful) => 0,
            _ => 1,
        };
        let places = 0..self.sayings.len();
        let kept = places.filter(|at| {
            self.sayings[*at].variable().is_none() || alike(*at) < most(self.sayings[*at].kind)
        });
        kept.filter_map(|at| u16::try_from(at).ok()).map(|at| Event::Heard(vec![at])).collect()
    }

    /// A request with a good value for all that it needs.
    fn all_at_once(&self, action: &crate::agent::Action) -> Event {
        let mut heard: Vec<u16> = self.request_of(&action.name).into_iter().collect();
        for variable in action.variables.iter().filter(|variable| variable.is_required()) {
            heard.extend(self.of_kind(&variable.name, Kind::Value(Quality::Good)).first());
        }
        Event::Heard(heard)
    }

    fn request_of(&self, action: &ActionName) -> Option<u16> {
        let is_it =
            |saying: &Saying| matches!(&saying.act, UserAct::Request { action: a } if a == action);
        self.sayings.iter().position(is_it).and_then(|at| u16::try_from(at).ok())
    }

    /// The places of what is said of this kind about a variable, the simplest first.
    pub fn of_kind(&self, variable: &VariableName, kind: Kind) -> Vec<u16> {
        let is_it = |s: &Saying| s.kind == kind && s.variable() == Some(variable);
        let places = self.sayings.iter().enumerate().filter(|(_, saying)| is_it(saying));
        places.filter_map(|(at, _)| u16::try_from(at).ok()).collect()
    }

    /// The saying at a place.
    pub fn saying(&self, at: u16) -> Option<&Saying> {
        self.sayings.get(usize::from(at))
    }

    /// The utterance that these make.
    pub fn utterance(&self, heard: &[u16]) -> Utterance {
        let mut utterance = Utterance::default();
        for saying in heard.iter().filter_map(|at| self.saying(*at)) {
            if !utterance.text.is_empty() {
                let ends = utterance.text.ends_with(['.', '?', '!']);
                utterance.text.push_str(if ends { " " } else { "; " });
            }
            utterance.acts.push(saying.act_at(utterance.text.len()));
            utterance.text.push_str(&saying.text);
        }
        utterance
    }

    /// What comes in, in words for people.
    pub fn in_words(&self, event: &Event) -> String {
        match event {
            Event::Heard(heard) => self.utterance(heard).text,
            Event::Silence => "(silence)".to_owned(),
            Event::Answered(answer) => format!("(the API: {})", answer.in_words()),
        }
    }
}
