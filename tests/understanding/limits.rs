//! Times, limits, labels and values that will be refused. An agent invented for this test.

use rehearsal::{
    agent::{ActionName, Agent, Method},
    dialogue::{DialogueState, Doubt, Phase, Provenance, Question, SlotValue},
    value::{Choice, DateBound, Pattern, Region, Value},
};

use crate::{
    agents::{action, agent},
    answers::{day, expect_of, state},
};

fn clinic() -> Agent {
    let mut visit = action(
        "Arrange Visit | Arrange a visit at the clinic | day:date, hour:string=10:30, people:integer, email:email, patient_name:string=Ada Lovelace, phone?:phone, sms?:boolean, parking?:boolean",
    );
    visit.variables[0].spec.earliest = Some(DateBound::DaysFromToday(0));
    visit.variables[1].spec.pattern = Some(Pattern::new(r"([01]\d|2[0-3]):[0-5]\d").unwrap());
    visit.variables[2].spec.max = Some(6.0);
    let mut free =
        action("List Open Hours | Tell which hours are still open for a visit on a day | day:date");
    free.examples = vec!["When are you open next Tuesday?".into()];
    free.method = Method::Get;
    free.variables[0].spec.earliest = Some(DateBound::DaysFromToday(0));
    let mut check = action(
        "Check Patient | Check a patient by number and code | patient_number:integer, code:string=4821",
    );
    check.variables[1].spec.pattern = Some(Pattern::new(r"\d{4}").unwrap());
    let mut result =
        action("Get Result | Get the result of a blood test | test_id:string=LAB-12345");
    result.requires = vec![ActionName::new("Check Patient")];
    let mut glasses = action(
        "Find Glasses | Find glasses in the shop by kind and price | kind:string, max_price?:float=49.99",
    );
    let choice = |value: &str| Choice { value: value.into(), synonyms: Vec::new() };
    glasses.variables[0].spec.choices = vec![choice("sunglasses"), choice("goggles")];
    glasses.method = Method::Get;
    let mut record = action(
        "Change Contact | Change the email or phone of a record | record_id:string=REC-1001, new_email:email, new_phone?:phone",
    );
    record.variables[0].spec.pattern = Some(Pattern::new(r"REC-\d{4}").unwrap());
    let mut agent = agent("Clinic", vec![visit, free, check, result, glasses, record]);
    agent.region = Region::parse("DE");
    agent
}

fn idle(rows: &[(&str, &str)]) {
    expect_of(&clinic(), &DialogueState::default(), rows);
}

fn in_talk(open: &str, filled: &[(&str, Value)], rows: &[(&str, &str)]) {
    expect_of(&clinic(), &state(open, filled), rows);
}

#[test]
fn times_of_day_are_heard_inside_sentences() {
    idle(&[
        ("arrange a visit on 5 March at 10:30", "request Arrange Visit; day=5 March; hour=10:30"),
        ("arrange a visit tomorrow at 9:00", "request Arrange Visit; day=tomorrow; hour=9:00"),
        (
            "arrange a visit tomorrow at half past ten",
            "request Arrange Visit; day=tomorrow; hour=half past ten",
        ),
        ("arrange a visit on Friday at ten", "request Arrange Visit; day=Friday; hour=ten"),
        ("arrange a visit tomorrow at 3pm", "request Arrange Visit; day=tomorrow; hour=3pm"),
    ]);
    in_talk(
        "Arrange Visit/hour",
        &[("day", day("2026-03-05"))],
        &[
            ("at 10:30", "hour=at 10:30"),
            ("ten thirty", "hour=ten thirty"),
            ("make it 6 March", "day:=6 March"),
            ("no, make it 6 March", "day:=6 March"),
            ("quarter past nine for 2 people", "hour=quarter past nine; people=2"),
        ],
    );
}

#[test]
fn a_boolean_that_is_not_asked_is_filled_only_where_it_is_named() {
    idle(&[
        (
            "arrange a visit tomorrow with parking",
            "request Arrange Visit; day=tomorrow; parking=with parking",
        ),
        (
            "arrange a visit tomorrow, no parking please",
            "request Arrange Visit; day=tomorrow; parking=no parking",
        ),
        ("yes, arrange a visit tomorrow", "request Arrange Visit; day=tomorrow"),
    ]);
    in_talk(
        "Arrange Visit/hour",
        &[("day", day("2026-03-05"))],
        &[("no", "deny"), ("yes", "affirm"), ("without parking", "parking=without parking")],
    );
    in_talk(
        "Arrange Visit/parking",
        &[("day", day("2026-03-05"))],
        &[("no", "parking=no"), ("sorry, make it 6 March", "day:=6 March")],
    );
}

#[test]
fn an_invalid_value_is_for_what_is_asked_or_named() {
    let number = ("patient_number", Value::Integer(48213));
    in_talk(
        "Check Patient/code",
        &[number],
        &[
            ("12", "code=12"),
            ("it's 12", "code=it's 12"),
            ("code 12", "code=12"),
            ("no, it's 48214", "patient_number:=48214"),
        ],
    );
    in_talk(
        "Check Patient/patient_number",
        &[],
        &[
            ("code 4821", "code=4821"),
            ("48213 and 4821", "patient_number=48213; code=4821"),
            ("48213, 4821", "patient_number=48213; code=4821"),
        ],
    );
    idle(&[
        (
            "which hours are open on 1 February 2026?",
            "request List Open Hours; day=1 February 2026",
        ),
        (
            "arrange a visit tomorrow for 20 people",
            "request Arrange Visit; day=tomorrow; people=20",
        ),
        (
            "please change my contact, email to ada@example.com and phone to 0151 1",
            "request Change Contact; new_email=ada@example.com",
        ),
        (
            "please change my contact, email to ada@example.com and phone to 0000 1234 5678",
            "request Change Contact; new_email=ada@example.com; new_phone=0000 1234 5678",
        ),
        (
            "I'd like the result of my blood test LAB 12345, patient four eight two one three, code 4821",
            "request Get Result; test_id=LAB 12345; patient_number=four eight two one three; code=4821",
        ),
    ]);
}

#[test]
fn a_limit_is_the_value_of_a_variable_that_takes_one() {
    idle(&[
        (
            "find sunglasses under forty nine ninety nine",
            "request Find Glasses; kind=sunglasses; max_price=forty nine ninety nine",
        ),
        ("find goggles below 30 dollars", "request Find Glasses; kind=goggles; max_price=30"),
        ("find goggles up to $30", "request Find Glasses; kind=goggles; max_price=30"),
    ]);
}

#[test]
fn a_question_for_another_action_is_no_value() {
    in_talk(
        "Arrange Visit/day",
        &[],
        &[
            ("which hours are open on Thursday?", "request List Open Hours; day=Thursday"),
            ("Thursday", "day=Thursday"),
            ("Thursday please", "day=Thursday please"),
            ("can we do Thursday?", "day=can we do Thursday?"),
        ],
    );
}

#[test]
fn another_value_may_come_while_one_is_confirmed() {
    let mut state = state("Arrange Visit!", &[]);
    let reading = SlotValue {
        value: day("2026-03-12"),
        raw: "next Thursday".into(),
        provenance: Provenance::User { turn: 1, span: 0..13 },
    };
    state.frames[0].phase = Phase::ConfirmingValue(Doubt {
        variable: rehearsal::agent::VariableName::new("day"),
        reading,
        alternatives: vec![day("2026-03-05")],
    });
    expect_of(
        &clinic(),
        &state,
        &[
            ("at 10:30", "hour=10:30"),
            ("ada@example.com", "email=ada@example.com"),
            ("the 6th of March", "day:=the 6th of March"),
            ("Ada Lovelace", "unclear"),
            ("yes", "affirm"),
        ],
    );
}

#[test]
fn misspelt_words_are_offered_and_an_offer_is_taken_by_its_values() {
    idle(&[
        ("pleese arange a vissit", "unclear Arrange Visit"),
        ("wich houers ar opn", "unclear List Open Hours"),
    ]);
    let question = Question::WhichAction {
        candidates: vec![ActionName::new("Check Patient")],
        told: Vec::new(),
    };
    let offered = DialogueState { question: Some(question), ..DialogueState::default() };
    expect_of(
        &clinic(),
        &offered,
        &[
            ("48213 and 4821", "request Check Patient; patient_number=48213; code=4821"),
            ("sing a song", "unclear"),
        ],
    );
}

#[test]
fn values_tell_which_of_several_actions_is_meant() {
    idle(&[
        ("what about REC-1001 now", "unclear Change Contact; record_id=REC-1001"),
        ("do you know LAB-12345?", "unclear Get Result; test_id=LAB-12345"),
    ]);
}

#[test]
fn nothing_but_an_address_is_no_free_text() {
    in_talk(
        "Arrange Visit/patient_name",
        &[],
        &[
            ("ada@example.com", "email=ada@example.com"),
            ("Ada Lovelace", "patient_name=Ada Lovelace"),
        ],
    );
}
