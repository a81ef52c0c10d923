/// The letter a word of the spelling alphabets stands for.
pub(crate) fn alphabet_letter(word: &str) -> Option<char> {
    Some(match word {
        "alpha" | "alfa" => 'a',
        "bravo" => 'b',
        "charlie" => 'c',
        "delta" => 'd',
        "echo" => 'e',
        "foxtrot" => 'f',
        "golf" => 'g',
        "hotel" => 'h',
        "india" => 'i',
        "juliet" | "juliett" | "juliette" => 'j',
        "kilo" => 'k',
        "lima" => 'l',
        "mike" => 'm',
        "november" => 'n',
        "oscar" => 'o',
        "papa" => 'p',
        "quebec" => 'q',
        "romeo" => 'r',
        "sierra" => 's',
        "tango" => 't',
        "uniform" => 'u',
        "victor" => 'v',
        "whiskey" | "whisky" => 'w',
        "xray" => 'x',
        "yankee" => 'y',
        "zulu" => 'z',
        _ => return None,
    })
}

/// The letter whose name is written out as a word.
pub(crate) fn letter_name(word: &str) -> Option<char> {
    Some(match word {
        "bee" => 'b',
        "cee" => 'c',
        "dee" => 'd',
        "eff" => 'f',
        "gee" => 'g',
        "aitch" | "haitch" => 'h',
        "jay" => 'j',
        "kay" => 'k',
        "ell" => 'l',
        "em" => 'm',
        "en" => 'n',
        "pee" => 'p',
        "cue" | "queue" => 'q',
        "ar" => 'r',
        "ess" => 's',
        "tee" => 't',
        "vee" => 'v',
        "ex" => 'x',
        "zee" | "zed" => 'z',
        _ => return None,
    })
}

/// The sign that a word names.
pub(crate) fn sign_word(word: &str) -> Option<char> {
    Some(match word {
        "dot" | "period" | "point" | "fullstop" => '.',
        "dash" | "hyphen" | "minus" => '-',
        "underscore" | "underline" | "underbar" => '_',
        "slash" => '/',
        "plus" => '+',
        "hash" | "hashtag" => '#',
        _ => return None,
    })
}

/// Words said about how an address is written, which add nothing to it ("all one word").
pub(crate) const EMAIL_REMARKS: &[&str] = &[
    "all one word",
    "one word",
    "all lowercase",
    "all lower case",
    "lowercase",
    "lower case",
    "uppercase",
    "upper case",
    "capital",
    "no spaces",
    "no space",
    "all together",
    "the letter",
    "letter",
    "the number",
    "the digit",
    "all in one word",
    "in one word",
    "small",
    "all caps",
    "altogether",
    "with no spaces",
    "the word",
    "um",
    "uh",
    "sign",
    "symbol",
];

/// Words said about how an identifier is written, which add nothing to it.
pub(crate) const CODE_REMARKS: &[&str] = &[
    "capital",
    "all caps",
    "uppercase",
    "upper case",
    "lowercase",
    "lower case",
    "the letter",
    "letter",
    "the number",
    "the digit",
    "um",
    "uh",
    "then",
    "and then",
    "space",
];
