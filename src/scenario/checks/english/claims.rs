use std::sync::LazyLock;

use regex::Regex;

use super::{
    claim_words::{ASKING, BESIDE, OPEN, PROMISE_OPEN, TAGS, TROUBLE},
    sentence::{Sentence, clauses, sentences},
    words::says,
};

/// Participles of deeds that a call may do.
const DEEDS: &str = "(?:re)?booked|cancell?ed|created|updated|changed|modified|amended|adjusted|edited|\
    corrected|confirmed|placed|(?:re)?scheduled|processed|refunded|reserved|secured|completed|\
    finali[sz]ed|submitted|registered|verified|approved|authori[sz]ed|authenticated|activated|enabled|\
    deleted|removed|erased|added|saved|stored|applied|issued|credited|sent|emailed|e-mailed|texted|\
    dispatched|shipped|delivered|returned|exchanged|replaced|upgraded|downgraded|renewed|extended|\
    arranged|organi[sz]ed|ordered|purchased|reset|unlocked|unsubscribed|subscribed|enrolled|signed up|\
    set up|switched|resolved|fixed|sorted|taken care of|dealt with|carried out|allocated|assigned|\
    withdrawn|voided|revoked|restored|reinstated|executed|fulfilled|done|put through|paid|matched";

/// Deeds that only count when the agent says that it did them itself.
const OWN_DEEDS: &str = "opened|closed|held|found|located|pulled up|retrieved|made|put|got|blocked|\
    deactivated|disabled|charged|moved|noted down|brought forward";

/// States that something is in once the deed is done.
const STATES: &str = "(?:re)?booked|cancell?ed|confirmed|(?:re)?scheduled|reserved|refunded|done|complete|\
    completed|updated|placed|registered|verified|approved|processed|submitted|set|live|active|activated|\
    in place|sorted|sorted out|good to go|ready to go|taken care of|gone through|through|secured|finali[sz]ed|\
    deleted|removed|shipped|delivered|saved|created|correct and verified|booked in|on file|locked in|resolved|fixed";

/// Words that may stand between the verb and the deed.
const BETWEEN: &str = "(?:now|also|just|already|successfully|all|officially|fully|duly|then|indeed|both|\
    safely|since|gone ahead and|went ahead and|been|hereby|happily|manually|kindly|got you|got that|\
    got it|got your \\w+|gotten that)";

static CLAIMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        format!(
            r"\b(?:i|we)(?:'ve| have|'d| had)?\s+(?:{BETWEEN}\s+)*(?P<deed>{DEEDS}|{OWN_DEEDS})\b"
        ),
        format!(r"\b(?:has|have|'s|'ve|was|were)\s+(?:{BETWEEN}\s+)*been\s+(?:{BETWEEN}\s+)*(?P<deed>{DEEDS})\b"),
        format!(r"\b(?:was|were)\s+(?:{BETWEEN}\s+)*(?P<deed>{DEEDS})\b"),
        format!(r"\b(?:has|have|'s|'ve)\s+(?:{BETWEEN}\s+)*(?P<deed>shipped|arrived)\b"),
        format!(r"(?:\b(?:is|are)|'s|'re)\s+(?:{BETWEEN}\s+)*(?P<deed>{STATES})\b"),
        r"\b(?P<deed>success(?:ful|fully)?)\b".to_owned(),
        r"\b(?P<deed>all set|all done|all sorted|all booked|good to go|(?:has |have |'s )?gone through|went through|it worked|that worked|that did it|went fine|mission accomplished|consider it done|job done)\b"
            .to_owned(),
        r"^\W*(?:and |so |it's |that's |there(?: you go)?,? |great,? |okay,? |ok,? )?(?P<deed>done|booked|cancell?ed|confirmed|sorted|success|updated|perfect match)\b[\s.!:,]*(?:for you|then|and dusted|it is)?\s*[.!:,]*$"
            .to_owned(),
        r"\b(?:i|we) (?:was|were|have been|'ve been) (?:also |now |just )?able to (?:successfully )?(?P<deed>cancel|book|rebook|update|change|create|confirm|place|schedule|reschedule|process|refund|reserve|complete|submit|register|verify|delete|remove|add|save|send|find|locate|get|make|issue|arrange|pull up|retrieve|secure|hold|order|open|close|reset|fix|resolve|sort)\b"
            .to_owned(),
        r"\b(?:i|we) (?:just |also )?managed to (?:successfully )?(?P<deed>\w+)".to_owned(),
        format!(r"\byou(?:'ve| have) (?:{BETWEEN}\s+)*(?:been )?(?:{BETWEEN}\s+)*(?P<deed>{DEEDS})\b"),
    ];
    patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
});

/// What only follows a success: a confirmation on its way.
static PROMISES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:you(?:'ll| will| should)(?: now| also| soon| shortly)* (?:receive|get|see|have) (?:a|an|your|the) (?:\w+ ){0,2}(?P<deed>confirmation)\b|confirmation (?:e-?mail |text |message |sms )?(?:is|has been|will be)(?: now)? (?:on (?:its|the) way|sent|emailed|heading)|(?:refund|parcel|order|package|replacement|payment|money) is (?:now |already )?on (?:its|the) way|your (?:confirmation|booking|reservation) (?:number|code|reference|id) is|enjoy your (?:stay|meeting|trip|flight|appointment))",
    )
    .ok()
});

/// Something that a reply claims to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario::checks) struct Claim {
    /// The word for the deed.
    pub deed: String,
    /// The clause it stands in, in plain letters.
    pub clause: String,
}

impl Claim {
    /// Whether it says that things were so already.
    pub fn is_of_old(&self) -> bool {
        says(&self.clause, &["already", "still", "previously", "earlier", "last time"])
    }
}

/// What a reply claims to be done; negations, questions, offers and conditions claim nothing.
pub(in crate::scenario::checks) fn claims(reply: &str) -> Vec<Claim> {
    sentences(reply).iter().flat_map(claims_of).collect()
}

fn claims_of(sentence: &Sentence) -> Vec<Claim> {
    let clauses = clauses(&sentence.text);
    let is_tagged = clauses.last().is_some_and(|last| TAGS.contains(last));
    let mut found = Vec::new();
    for (at, clause) in clauses.iter().enumerate() {
        let is_last = at + 1 == clauses.len();
        let asks = sentence.is_question && (is_last || is_tagged || begins_question(clause));
        if asks || is_left_open(&clauses, at) {
            continue;
        }
        found.extend(claim_in(clause).map(|claim| with_what(claim, sentence, clauses.get(at + 1))));
    }
    found
}

/// A bare "Done: " is about what stands behind it.
fn with_what(claim: Claim, sentence: &Sentence, next: Option<&&str>) -> Claim {
    let told = next.map(|next| format!("{}: {next}", claim.clause));
    match told.filter(|told| claim.clause == claim.deed && sentence.text.contains(told)) {
        Some(clause) => Claim { clause, ..claim },
        None => claim,
    }
}

fn begins_question(clause: &str) -> bool {
    ASKING.iter().any(|word| clause.starts_with(word))
}

/// Whether the clause, or the one it hangs on, leaves the deed open.
fn is_left_open(clauses: &[&str], at: usize) -> bool {
    let clause = clauses[at];
    if is_open(clause) && !is_promise(clause) || says(clause, TROUBLE) || says(clause, BESIDE) {
        return true;
    }
    let hangs = at > 0 && clause.starts_with("and ") && is_conditional(clauses[at - 1]);
    hangs || is_taken_back(clause, &clauses[at + 1..])
}

fn is_open(clause: &str) -> bool {
    clause.contains("n't") || says(clause, OPEN)
}

fn is_conditional(clause: &str) -> bool {
    const HEADS: &[&str] =
        &["if ", "once ", "when ", "as soon as ", "unless ", "until ", "before ", "after "];
    HEADS.iter().any(|head| clause.starts_with(head))
}

/// "The request was sent, but I have no answer" claims nothing that is not so.
fn is_taken_back(clause: &str, rest: &[&str]) -> bool {
    const ATTEMPTS: &[&str] = &["request", "attempt", "sent", "submitted"];
    let is_attempt = says(clause, ATTEMPTS);
    let turns = |later: &&str| {
        later.starts_with("but ")
            || later.starts_with("however")
            || later.starts_with("though ")
            || later.starts_with("although ")
    };
    is_attempt && rest.iter().any(|later| turns(later) && is_open(later))
}

fn is_promise(clause: &str) -> bool {
    let stands = PROMISES.as_ref().is_some_and(|promise| promise.is_match(clause));
    stands && !clause.contains("n't") && !says(clause, PROMISE_OPEN)
}

fn claim_in(clause: &str) -> Option<Claim> {
    if is_promise(clause) {
        return Some(Claim { deed: "confirmation".to_owned(), clause: clause.to_owned() });
    }
    let found = CLAIMS.iter().find_map(|claim| claim.captures(clause))?;
    let deed = found.name("deed")?;
    let after = clause[deed.end()..].trim_start();
    is_own_deed(deed.as_str(), after)
        .then(|| Claim { deed: deed.as_str().to_owned(), clause: clause.to_owned() })
}

/// Some verbs are a deed only with the right object: "I made a booking", not "I made a mistake".
fn is_own_deed(deed: &str, after: &str) -> bool {
    const MADE: &[&str] = &[
        "booking",
        "reservation",
        "change",
        "changes",
        "appointment",
        "payment",
        "update",
        "order",
        "it",
        "that",
        "correction",
    ];
    const MINE: &[&str] = &["mistake", "sure", "out", "that the", "it hard", "it difficult"];
    match deed {
        "made" | "put" => says(after, MADE) || says(after, &["aside", "down", "in", "through"]),
        "got" => says(
            after,
            &["booked", "cancelled", "canceled", "sorted", "done", "confirmed", "updated"],
        ),
        "found" | "located" => {
            !MINE.iter().any(|word| after.starts_with(word)) && !after.is_empty()
        }
        "set" => {
            after.is_empty()
                || after.starts_with("up")
                || after.starts_with("for ")
                || after.starts_with(['.', '!'])
        }
        "paid" => !after.starts_with("attention"),
        "through" => after.is_empty() || after.starts_with(['.', '!']),
        "returned" => {
            after.is_empty()
                || after.starts_with(['.', '!'])
                || after.starts_with("and")
                || after.starts_with("to ")
        }
        _ => true,
    }
}
