/// Mail providers that people mistype.
pub(crate) const PROVIDERS: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.de",
    "yahoo.fr",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.de",
    "hotmail.fr",
    "outlook.com",
    "outlook.de",
    "icloud.com",
    "aol.com",
    "live.com",
    "msn.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "gmx.at",
    "gmx.ch",
    "web.de",
    "t-online.de",
    "protonmail.com",
    "proton.me",
    "freenet.de",
    "comcast.net",
    "verizon.net",
    "btinternet.com",
    "orange.fr",
    "wanadoo.fr",
    "libero.it",
    "mail.com",
    "me.com",
    "zoho.com",
    "yandex.com",
    "fastmail.com",
    "posteo.de",
];

/// Real domains that lie close to a provider's and are no slip.
pub(crate) const NEIGHBOURS: &[&str] = &[
    "ymail.com",
    "email.com",
    "mail.com",
    "mail.de",
    "aol.de",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "gmx.at",
    "gmx.ch",
    "live.de",
    "live.co.uk",
    "mail.ru",
    "gmail.de",
    "ok.de",
    "me.com",
    "mac.com",
    "web.com",
    "yahoo.ca",
    "yahoo.es",
    "yahoo.it",
    "yahoo.in",
    "hotmail.es",
    "hotmail.it",
    "hotmail.ca",
    "outlook.fr",
    "outlook.es",
    "live.fr",
    "live.nl",
    "gmx.org",
    "wp.pl",
    "email.de",
    "gmx.fr",
    "gmx.us",
    "outlook.at",
    "outlook.it",
    "yahoo.at",
    "hotmail.at",
    "live.at",
    "live.ca",
    "live.it",
];

/// Endings that are slips of another.
pub(crate) const ENDING_SLIPS: &[(&str, &str)] = &[
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cpm", "com"),
    ("coml", "com"),
    ("nett", "net"),
    ("ogr", "org"),
    ("ent", "net"),
    ("dee", "de"),
    ("om", "com"),
];

/// Endings that are said as a word or spelled.
#[expect(clippy::too_many_lines, reason = "one table of words")]
pub(crate) fn is_ending(word: &str) -> bool {
    matches!(
        word,
        "com"
            | "net"
            | "org"
            | "edu"
            | "gov"
            | "info"
            | "biz"
            | "de"
            | "uk"
            | "co"
            | "us"
            | "eu"
            | "fr"
            | "it"
            | "es"
            | "nl"
            | "be"
            | "at"
            | "ch"
            | "se"
            | "no"
            | "dk"
            | "fi"
            | "pl"
            | "cz"
            | "ie"
            | "pt"
            | "ca"
            | "au"
            | "nz"
            | "in"
            | "io"
            | "dev"
            | "app"
            | "ai"
            | "me"
            | "tv"
            | "jp"
            | "cn"
            | "br"
            | "mx"
            | "ru"
            | "online"
            | "shop"
            | "store"
            | "tech"
            | "xyz"
            | "example"
            | "test"
            | "museum"
            | "name"
            | "berlin"
            | "london"
            | "cloud"
            | "email"
            | "int"
            | "mil"
            | "lu"
            | "gr"
            | "za"
            | "academy"
            | "agency"
            | "solutions"
            | "company"
            | "works"
            | "systems"
            | "digital"
            | "design"
            | "studio"
            | "world"
            | "space"
            | "site"
            | "blog"
            | "pro"
            | "ltd"
            | "gmbh"
    )
}
