/// How a holiday's date is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    /// The same day each year: month, day.
    Fixed(u32, u32),
    /// Days from Easter Sunday.
    Easter(i64),
    /// The nth such weekday of a month (5 is the last): month, weekday, nth.
    Nth(u32, u32, u8),
    /// The last such weekday before a day: month, day, weekday, weeks further back.
    Before(u32, u32, u32, i64),
    /// Different by country.
    ByRegion(Regional),
}

/// Holidays of one name on different days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Regional {
    /// Labour Day.
    Labour,
    /// Thanksgiving.
    Thanksgiving,
    /// Mother's Day.
    Mother,
    /// Father's Day.
    Father,
}

/// The day of a regional holiday in a country; none where it is not known.
pub(crate) fn regional(holiday: Regional, region: Option<&str>) -> Option<Holiday> {
    use Holiday::{Easter, Fixed, Nth};
    Some(match (holiday, region) {
        (Regional::Labour, Some("US" | "CA")) => Nth(9, 0, 1),
        (Regional::Labour, Some("AU" | "NZ" | "JP")) => return None,
        (Regional::Labour, Some(_)) => Fixed(5, 1),
        (Regional::Thanksgiving, Some("CA")) => Nth(10, 0, 2),
        (Regional::Thanksgiving, _) => Nth(11, 3, 4),
        (Regional::Mother, Some("GB" | "IE")) => Easter(-21),
        (Regional::Mother, Some("FR" | "SE" | "PL" | "ES" | "PT" | "AR" | "NO")) => return None,
        (Regional::Mother, Some(_)) => Nth(5, 6, 2),
        (Regional::Father, Some("DE")) => Easter(39),
        (Regional::Father, Some("AU" | "NZ")) => Nth(9, 6, 1),
        (Regional::Father, Some("US" | "GB" | "IE" | "CA" | "IN" | "FR" | "NL" | "ZA")) => {
            Nth(6, 6, 3)
        }
        (Regional::Labour | Regional::Mother | Regional::Father, _) => return None,
    })
}

/// Names of holidays, longest first where one begins another.
pub(crate) const HOLIDAYS: &[(&str, Holiday)] = &[
    ("christmas eve", Holiday::Fixed(12, 24)),
    ("xmas eve", Holiday::Fixed(12, 24)),
    ("christmas day", Holiday::Fixed(12, 25)),
    ("xmas day", Holiday::Fixed(12, 25)),
    ("christmas", Holiday::Fixed(12, 25)),
    ("xmas", Holiday::Fixed(12, 25)),
    ("boxing day", Holiday::Fixed(12, 26)),
    ("st stephens day", Holiday::Fixed(12, 26)),
    ("saint stephens day", Holiday::Fixed(12, 26)),
    ("new years eve", Holiday::Fixed(12, 31)),
    ("new year eve", Holiday::Fixed(12, 31)),
    ("hogmanay", Holiday::Fixed(12, 31)),
    ("new years day", Holiday::Fixed(1, 1)),
    ("new year day", Holiday::Fixed(1, 1)),
    ("new years", Holiday::Fixed(1, 1)),
    ("epiphany", Holiday::Fixed(1, 6)),
    ("three kings day", Holiday::Fixed(1, 6)),
    ("burns night", Holiday::Fixed(1, 25)),
    ("australia day", Holiday::Fixed(1, 26)),
    ("groundhog day", Holiday::Fixed(2, 2)),
    ("candlemas", Holiday::Fixed(2, 2)),
    ("valentines day", Holiday::Fixed(2, 14)),
    ("valentines", Holiday::Fixed(2, 14)),
    ("valentine day", Holiday::Fixed(2, 14)),
    ("leap day", Holiday::Fixed(2, 29)),
    ("st davids day", Holiday::Fixed(3, 1)),
    ("international womens day", Holiday::Fixed(3, 8)),
    ("pi day", Holiday::Fixed(3, 14)),
    ("st patricks day", Holiday::Fixed(3, 17)),
    ("saint patricks day", Holiday::Fixed(3, 17)),
    ("st paddys day", Holiday::Fixed(3, 17)),
    ("april fools day", Holiday::Fixed(4, 1)),
    ("april fools", Holiday::Fixed(4, 1)),
    ("earth day", Holiday::Fixed(4, 22)),
    ("st georges day", Holiday::Fixed(4, 23)),
    ("saint georges day", Holiday::Fixed(4, 23)),
    ("anzac day", Holiday::Fixed(4, 25)),
    ("may day", Holiday::Fixed(5, 1)),
    ("cinco de mayo", Holiday::Fixed(5, 5)),
    ("juneteenth", Holiday::Fixed(6, 19)),
    ("canada day", Holiday::Fixed(7, 1)),
    ("independence day", Holiday::Fixed(7, 4)),
    ("bastille day", Holiday::Fixed(7, 14)),
    ("assumption day", Holiday::Fixed(8, 15)),
    ("german unity day", Holiday::Fixed(10, 3)),
    ("day of german unity", Holiday::Fixed(10, 3)),
    ("reformation day", Holiday::Fixed(10, 31)),
    ("halloween", Holiday::Fixed(10, 31)),
    ("all hallows eve", Holiday::Fixed(10, 31)),
    ("all saints day", Holiday::Fixed(11, 1)),
    ("all saints", Holiday::Fixed(11, 1)),
    ("all souls day", Holiday::Fixed(11, 2)),
    ("guy fawkes night", Holiday::Fixed(11, 5)),
    ("guy fawkes day", Holiday::Fixed(11, 5)),
    ("guy fawkes", Holiday::Fixed(11, 5)),
    ("bonfire night", Holiday::Fixed(11, 5)),
    ("veterans day", Holiday::Fixed(11, 11)),
    ("armistice day", Holiday::Fixed(11, 11)),
    ("st martins day", Holiday::Fixed(11, 11)),
    ("st andrews day", Holiday::Fixed(11, 30)),
    ("st nicholas day", Holiday::Fixed(12, 6)),
    ("saint nicholas day", Holiday::Fixed(12, 6)),
    ("easter sunday", Holiday::Easter(0)),
    ("easter monday", Holiday::Easter(1)),
    ("easter saturday", Holiday::Easter(-1)),
    ("holy saturday", Holiday::Easter(-1)),
    ("easter friday", Holiday::Easter(-2)),
    ("easter", Holiday::Easter(0)),
    ("good friday", Holiday::Easter(-2)),
    ("maundy thursday", Holiday::Easter(-3)),
    ("holy thursday", Holiday::Easter(-3)),
    ("palm sunday", Holiday::Easter(-7)),
    ("mothering sunday", Holiday::Easter(-21)),
    ("ash wednesday", Holiday::Easter(-46)),
    ("shrove tuesday", Holiday::Easter(-47)),
    ("pancake day", Holiday::Easter(-47)),
    ("pancake tuesday", Holiday::Easter(-47)),
    ("mardi gras", Holiday::Easter(-47)),
    ("fat tuesday", Holiday::Easter(-47)),
    ("rose monday", Holiday::Easter(-48)),
    ("ascension day", Holiday::Easter(39)),
    ("ascension thursday", Holiday::Easter(39)),
    ("ascension", Holiday::Easter(39)),
    ("whit sunday", Holiday::Easter(49)),
    ("pentecost sunday", Holiday::Easter(49)),
    ("pentecost monday", Holiday::Easter(50)),
    ("whit monday", Holiday::Easter(50)),
    ("pentecost", Holiday::Easter(49)),
    ("trinity sunday", Holiday::Easter(56)),
    ("corpus christi", Holiday::Easter(60)),
    ("martin luther king day", Holiday::Nth(1, 0, 3)),
    ("martin luther king jr day", Holiday::Nth(1, 0, 3)),
    ("mlk day", Holiday::Nth(1, 0, 3)),
    ("presidents day", Holiday::Nth(2, 0, 3)),
    ("memorial day", Holiday::Nth(5, 0, 5)),
    ("early may bank holiday", Holiday::Nth(5, 0, 1)),
    ("may bank holiday", Holiday::Nth(5, 0, 1)),
    ("spring bank holiday", Holiday::Nth(5, 0, 5)),
    ("summer bank holiday", Holiday::Nth(8, 0, 5)),
    ("august bank holiday", Holiday::Nth(8, 0, 5)),
    ("columbus day", Holiday::Nth(10, 0, 2)),
    ("indigenous peoples day", Holiday::Nth(10, 0, 2)),
    ("remembrance sunday", Holiday::Nth(11, 6, 2)),
    ("remembrance day", Holiday::Fixed(11, 11)),
    ("victoria day", Holiday::Before(5, 25, 0, 0)),
    ("election day", Holiday::Before(11, 9, 1, 0)),
    ("flag day", Holiday::Fixed(6, 14)),
    ("tax day", Holiday::Fixed(4, 15)),
    ("first advent", Holiday::Before(12, 25, 6, 3)),
    ("advent sunday", Holiday::Before(12, 25, 6, 3)),
    ("second advent", Holiday::Before(12, 25, 6, 2)),
    ("third advent", Holiday::Before(12, 25, 6, 1)),
    ("fourth advent", Holiday::Before(12, 25, 6, 0)),
    ("labor day", Holiday::ByRegion(Regional::Labour)),
    ("labour day", Holiday::ByRegion(Regional::Labour)),
    ("thanksgiving day", Holiday::ByRegion(Regional::Thanksgiving)),
    ("thanksgiving", Holiday::ByRegion(Regional::Thanksgiving)),
    ("mothers day", Holiday::ByRegion(Regional::Mother)),
    ("mother day", Holiday::ByRegion(Regional::Mother)),
    ("fathers day", Holiday::ByRegion(Regional::Father)),
    ("father day", Holiday::ByRegion(Regional::Father)),
];

/// Holidays counted from another: name, the holiday, days after it.
pub(crate) const FOLLOWING: &[(&str, Holiday, i64)] = &[
    ("black friday", Holiday::Nth(11, 3, 4), 1),
    ("cyber monday", Holiday::Nth(11, 3, 4), 4),
    ("giving tuesday", Holiday::Nth(11, 3, 4), 5),
];
