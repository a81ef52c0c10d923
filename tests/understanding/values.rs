//! Which variable a value of an utterance is given to. Agents invented for this test.

use rehearsal::{
    agent::{Action, Agent},
    dialogue::{DialogueState, UserAct},
    model::{Listening, OfflineModel},
    value::{Choice, Pattern},
};

use crate::{
    agents::{action, agent},
    requests::reference,
};

fn with_examples(line: &str, examples: &[(&str, &str)]) -> Action {
    let mut action = action(line);
    for variable in &mut action.variables {
        let of = examples.iter().find(|(name, _)| *name == variable.name.as_str());
        variable.spec.example = of.map(|(_, example)| (*example).to_owned());
    }
    action
}

fn choices(action: &mut Action, name: &str, values: &[&str]) {
    let variable = action.variables.iter_mut().find(|v| v.name.as_str() == name).unwrap();
    variable.spec.choices =
        values.iter().map(|v| Choice { value: (*v).into(), synonyms: Vec::new() }).collect();
}

fn tours() -> Agent {
    let mut hotel = with_examples(
        "Book Hotel | Book a hotel room | city:string, check_in_date:date, check_out_date:date, guests:integer, rooms?:integer, stars?:string",
        &[("city", "Vienna")],
    );
    choices(&mut hotel, "stars", &["three", "four", "five"]);
    let train = with_examples(
        "Find Train | Find trains between two cities | origin:string, destination:string, travel_date:date",
        &[("origin", "Berlin"), ("destination", "Paris")],
    );
    let contact = action(
        "Change Contact | Change how a customer is reached | customer_number:integer, email:email, backup_email?:email, phone?:phone",
    );
    let mut ticket = with_examples(
        "Ticket State | Show the state of a support ticket | ticket_id:string, customer_number?:integer",
        &[("ticket_id", "TK-4471")],
    );
    ticket.variables[0].spec.pattern = Some(Pattern::new(r"TK-\d{4}").unwrap());
    let money = with_examples(
        "Send Money | Send money to somebody | amount:float, iban:string, note?:string",
        &[("iban", "DE02120300000000202051")],
    );
    agent("Tours", vec![hotel, train, contact, ticket, money])
}

fn hear(utterance: &str) -> String {
    let agent = tours();
    let state = DialogueState::default();
    let listening = Listening { agent: &agent, state: &state, at: reference() };
    let acts = OfflineModel::new(&agent).hear(listening, utterance).acts;
    let short = acts.iter().map(|act| match act {
        UserAct::Request { action } => action.to_string(),
        UserAct::Inform { variable, raw, .. } => format!("{variable}={raw}"),
        other => format!("{other:?}"),
    });
    short.collect::<Vec<_>>().join("; ")
}

#[test]
fn values_go_to_the_variables_that_the_words_beside_them_name() {
    let rows = [
        (
            "book a hotel in Vienna from May 3rd to May 6th for 2 guests",
            "Book Hotel; city=Vienna; check_in_date=May 3rd; check_out_date=May 6th; guests=2",
        ),
        (
            "I need a hotel room, checking out on May 6th and checking in on May 3rd",
            "Book Hotel; check_out_date=May 6th; check_in_date=May 3rd",
        ),
        ("book a hotel with 2 rooms for 4 guests", "Book Hotel; rooms=2; guests=4"),
        (
            "find trains from Berlin to Paris on June 1st",
            "Find Train; origin=Berlin; destination=Paris; travel_date=June 1st",
        ),
        (
            "find a train to Paris from Berlin tomorrow",
            "Find Train; destination=Paris; origin=Berlin; travel_date=tomorrow",
        ),
        ("find trains to Hamburg", "Find Train; destination=Hamburg"),
        (
            "please change my contact, email ann@example.com, backup email bob@example.com",
            "Change Contact; email=ann@example.com; backup_email=bob@example.com",
        ),
        (
            "change my contact, my backup email is bob@example.com and the main one is ann@example.com",
            "Change Contact; backup_email=bob@example.com; email=ann@example.com",
        ),
        (
            "change contact of customer 48213, phone +4915112345678",
            "Change Contact; customer_number=48213; phone=+4915112345678",
        ),
        (
            "what's the state of my ticket TK-9921, customer number 123",
            "Ticket State; ticket_id=TK-9921; customer_number=123",
        ),
        (
            "send 25.50 to DE89370400440532013000",
            "Send Money; amount=25.50; iban=DE89370400440532013000",
        ),
        ("I want to book a hotel", "Book Hotel"),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(said, wanted)| {
            let heard = hear(said);
            (heard != *wanted).then(|| format!("{said}\n   wanted {wanted}\n   heard  {heard}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
