//! Names of months and weekdays in the languages in which dates are read.
//!
//! Many are spelled alike: `mai` is French, German, Norwegian, Romanian and Portuguese. The language is taken from the words around the
//! dates of a record ([`Tongues`]), else from how the name is written: English and German months have a capital, and an ordinal point is
//! neither English nor French.

use std::collections::BTreeMap;

use jiff::civil::Weekday;

/// Name of a month, in the list it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    list: usize,
    month: usize,
}

/// Language, and its months in lower case, from January on. Where a language has more than one form, each has its list, the usual one
/// first. Of languages that nothing tells apart the first is taken.
const MONTHS: [(&str, &str); 41] = [
    ("en", "january february march april may june july august september october november december"),
    ("en", "jan feb mar apr may jun jul aug sep oct nov dec"),
    ("en", "jan feb mar apr may jun jul aug sept oct nov dec"),
    ("de", "januar februar märz april mai juni juli august september oktober november dezember"),
    ("de", "jänner feber märz april mai juni juli august september oktober november dezember"),
    ("de", "jan feb mär apr mai jun jul aug sep okt nov dez"),
    ("de", "jan feb mrz apr mai jun jul aug sept okt nov dez"),
    ("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    ("fr", "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"),
    ("fr", "janv févr mars avr mai juin juil août sept oct nov déc"),
    ("es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    ("es", "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre"),
    ("es", "ene feb mar abr may jun jul ago sep oct nov dic"),
    ("pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    ("pt", "jan fev mar abr mai jun jul ago set out nov dez"),
    ("it", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    ("it", "gen feb mar apr mag giu lug ago set ott nov dic"),
    ("nl", "januari februari maart april mei juni juli augustus september oktober november december"),
    ("nl", "jan feb mrt apr mei jun jul aug sep okt nov dec"),
    ("pl", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
    ("pl", "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień"),
    ("pl", "sty lut mar kwi maj cze lip sie wrz paź lis gru"),
    ("nb", "januar februar mars april mai juni juli august september oktober november desember"),
    ("nb", "jan feb mar apr mai jun jul aug sep okt nov des"),
    ("da", "januar februar marts april maj juni juli august september oktober november december"),
    ("da", "jan feb mar apr maj jun jul aug sep okt nov dec"),
    ("sv", "januari februari mars april maj juni juli augusti september oktober november december"),
    ("sv", "jan feb mar apr maj jun jul aug sep okt nov dec"),
    ("cs", "ledna února března dubna května června července srpna září října listopadu prosince"),
    ("cs", "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec"),
    ("sk", "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra"),
    ("hu", "január február március április május június július augusztus szeptember október november december"),
    ("ro", "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"),
    (
        "fi",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    ),
    ("fi", "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"),
    ("tr", "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"),
    ("id", "januari februari maret april mei juni juli agustus september oktober november desember"),
    ("ca", "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"),
    ("ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    ("uk", "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
    (
        "el",
        "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
    ),
];

/// Words that stand around dates in languages that share names of months.
const WORDS: [(&str, &str); 14] = [
    ("en", "the of and is was on at in born birth date dob patient admitted seen from to by with for"),
    (
        "de",
        "der die das und ist war am im vom zum bis seit geboren geb geburtsdatum geburtstag datum von für mit herr frau",
    ),
    (
        "fr",
        "le la les du des au aux et est était né née naissance en dans à un une depuis jusqu pour avec madame monsieur",
    ),
    ("es", "el la los las del y es fue nació nacido nacida nacimiento fecha en un una desde hasta con para por"),
    ("pt", "o os as do da dos das e é foi nasceu nascido nascida nascimento em no na um uma desde até com para por"),
    ("it", "il lo gli del della di e è nato nata nascita data in un una dal al con per"),
    ("nl", "de het een en is van op geboren geboortedatum geb datum in voor met sinds tot mevrouw meneer"),
    ("pl", "w z i jest dnia od do urodzony urodzona urodzenia ur data roku r na dla"),
    ("nb", "og er en et den på i født fødselsdato fødd dato fra til av for med ikke"),
    ("da", "og er en et den på i født fødselsdato fødselsdag dato fra til af for med ikke"),
    ("sv", "och är en ett den på i född födelsedatum föddes datum från till av för med inte"),
    ("ro", "la şi și este pe în născut născută nascuta naşterii nașterii din cu pentru"),
    ("id", "dan di pada tanggal lahir yang dari untuk dengan adalah ke"),
    ("ca", "els les i és va nascut nascuda naixement amb per"),
];

/// Languages that write months with a capital.
const CAPITAL: [&str; 3] = ["en", "de", "id"];

/// Languages that write a point behind the day.
const POINT: [&str; 7] = ["de", "nb", "da", "cs", "sk", "hu", "fi"];

/// Language, and its weekdays in lower case, from Monday on.
const WEEKDAYS: [(&str, &str); 11] = [
    ("en", "monday tuesday wednesday thursday friday saturday sunday"),
    ("en", "mon tue wed thu fri sat sun"),
    ("de", "montag dienstag mittwoch donnerstag freitag samstag sonntag"),
    ("fr", "lundi mardi mercredi jeudi vendredi samedi dimanche"),
    ("es", "lunes martes miércoles jueves viernes sábado domingo"),
    ("it", "lunedì martedì mercoledì giovedì venerdì sabato domenica"),
    ("pl", "poniedziałek wtorek środa czwartek piątek sobota niedziela"),
    ("nl", "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
    ("nb", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
    ("da", "mandag tirsdag onsdag torsdag fredag lørdag søndag"),
    ("sv", "måndag tisdag onsdag torsdag fredag lördag söndag"),
];

/// What a word in a date or beside one says of the language counts more than how a name is written.
const WORD: u32 = 4;

/// A name of a month that one list alone has is no chance.
const NAME: u32 = 12;

/// What the words around the dates of a record say of their language: of each date, and where they say nothing, of all of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Tongues {
    all: Points,
    of: BTreeMap<String, Points>,
}

/// So many points for each list of months.
#[derive(Debug, Clone, Default)]
struct Points(Vec<u32>);

impl Tongues {
    /// Takes note of a date, the words on its line and those around it.
    pub(super) fn hear(&mut self, date: &str, line: &[&str], around: &[&str]) {
        let one = self.of.entry(date.to_lowercase()).or_default();
        for (points, texts) in [(one, line), (&mut self.all, around)] {
            points.date(date);
            texts.iter().for_each(|text| points.words(text));
        }
    }

    /// What is known of a date, the more important first.
    fn points(&self, date: &str, list: usize) -> [u32; 2] {
        [self.of.get(&date.to_lowercase()).map_or(0, |points| points.of(list)), self.all.of(list)]
    }
}

impl Points {
    /// Takes note of the words around a date.
    fn words(&mut self, text: &str) {
        for word in words(text) {
            for (language, _) in WORDS.iter().filter(|(_, words)| words.split(' ').any(|one| one == word)) {
                self.language(language, WORD);
            }
        }
    }

    /// Takes note of the words of a date.
    fn date(&mut self, date: &str) {
        for word in words(date) {
            let found: Vec<_> = lists(&word).collect();
            if let Some((list, _, language)) = found.first().filter(|first| found.iter().all(|one| one.2 == first.2)) {
                self.language(language, NAME);
                self.add(*list, 1);
            }
            let mut days = WEEKDAYS.iter().filter(|(_, days)| days.split(' ').any(|day| day == word));
            if let (Some((language, _)), None) = (days.next(), days.next()) {
                self.language(language, WORD);
            }
        }
    }

    fn language(&mut self, language: &str, points: u32) {
        for (list, _) in MONTHS.iter().enumerate().filter(|(_, (one, _))| *one == language) {
            self.add(list, points);
        }
    }

    fn add(&mut self, list: usize, points: u32) {
        self.0.resize(MONTHS.len(), 0);
        if let Some(known) = self.0.get_mut(list) {
            *known = known.saturating_add(points);
        }
    }

    fn of(&self, list: usize) -> u32 {
        self.0.get(list).copied().unwrap_or_default()
    }
}

impl Name {
    /// The month of this name in a date; `point` says whether a point stands between it and the day before it.
    pub(super) fn read(name: &str, point: bool, date: &str, tongues: &Tongues) -> Option<Self> {
        let word = name.to_lowercase();
        let capital = name.starts_with(char::is_uppercase);
        let likely = |list: usize, language: &str| {
            let written = 2 * u32::from(CAPITAL.contains(&language) == capital);
            let written = written + u32::from(POINT.contains(&language) == point);
            (tongues.points(date, list), written)
        };
        let mut best = None;
        for (list, month, language) in lists(&word) {
            let points = likely(list, language);
            if best.is_none_or(|(_, _, most)| points > most) {
                best = Some((list, month, points));
            }
        }
        best.map(|(list, month, _)| Self { list, month })
    }

    /// Its number, 1 to 12.
    pub(super) fn month(self) -> i8 {
        i8::try_from(self.month + 1).unwrap_or(1)
    }

    /// Another month (1 to 12) in the same language and form.
    pub(super) fn of(self, month: i8) -> &'static str {
        let place = usize::try_from(month - 1).unwrap_or_default();
        MONTHS.get(self.list).and_then(|(_, list)| list.split(' ').nth(place)).unwrap_or_default()
    }

    /// Its language.
    pub(super) fn language(self) -> &'static str {
        MONTHS.get(self.list).map_or("", |(language, _)| language)
    }
}

/// Whether a word in lower case is a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.iter().any(|(_, days)| days.split(' ').any(|day| day == word))
}

/// The name of a weekday in the form of another one, and in a language if it has that name.
pub(super) fn weekday(like: &str, language: &str, day: Weekday) -> Option<&'static str> {
    let like = like.to_lowercase();
    let has = |list: &&(&str, &'static str)| list.1.split(' ').any(|day| day == like);
    let own = WEEKDAYS.iter().filter(has).find(|(one, _)| *one == language);
    let (_, days) = own.or_else(|| WEEKDAYS.iter().find(has))?;
    days.split(' ').nth(usize::try_from(day.to_monday_zero_offset()).ok()?)
}

/// The words of a text in lower case; those of `date_of_birth` are none, for keys are English in any language.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphabetic() && c != '_');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The lists that a word stands in, its place in each, and their languages.
fn lists(word: &str) -> impl Iterator<Item = (usize, usize, &'static str)> {
    let place = move |list: &str| list.split(' ').position(|name| name == word);
    MONTHS.iter().enumerate().filter_map(move |(n, (language, list))| Some((n, place(list)?, *language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_whole() {
        assert!(MONTHS.iter().all(|(_, list)| list.split(' ').count() == 12));
        assert!(WEEKDAYS.iter().all(|(_, list)| list.split(' ').count() == 7));
        let languages: Vec<&str> = MONTHS.iter().map(|(language, _)| *language).collect();
        assert!(WORDS.iter().all(|(language, _)| languages.contains(language)));
        assert!(CAPITAL.iter().chain(&POINT).all(|language| languages.contains(language)));
    }

    #[test]
    fn a_name_is_of_one_month_in_whatever_language() {
        for word in MONTHS.iter().flat_map(|(_, list)| list.split(' ')) {
            let months: Vec<usize> = lists(word).map(|(_, month, _)| month).collect();
            assert!(months.iter().all(|month| Some(month) == months.first()), "{word} {months:?}");
        }
    }

    #[test]
    fn a_name_that_languages_share_is_of_the_language_around_it() {
        for (around, name, point, other) in [
            ("Née le", "mai", false, "mars"),
            ("Geboren am", "Mai", true, "märz"),
            ("Født", "mai", true, "mars"),
            ("Născut la", "mai", false, "martie"),
            ("Nacido el", "abril", false, "marzo"),
            ("Nascido em", "abril", false, "março"),
            ("Geboren op", "april", false, "maart"),
            ("Född den", "april", false, "mars"),
            ("Født den", "april", true, "mars"),
            ("Født i København, dato af", "april", true, "marts"),
            ("Born on", "April", false, "march"),
            ("Geboren am", "April", true, "märz"),
            ("Lahir pada tanggal", "April", false, "maret"),
            ("", "mai", false, "mars"),
            ("", "Mai", true, "märz"),
            ("", "April", false, "march"),
            ("", "april", false, "maart"),
            ("", "august", true, "mars"),
            ("", "abril", false, "marzo"),
            ("", "MAI", true, "märz"),
        ] {
            let mut tongues = Tongues::default();
            tongues.hear("", &[around], &[]);
            let name = Name::read(name, point, "", &tongues).unwrap();
            assert_eq!(name.of(3), other, "{around} {name:?}");
        }
        let mut tongues = Tongues::default();
        tongues.hear("lundi 12 août 1985", &[], &[]);
        assert_eq!(Name::read("Mai", false, "4 Mai", &tongues).unwrap().of(3), "mars");
        assert_eq!(Name::read("foo", false, "4 foo", &tongues), None);
        // The words around it say more of a date than those around others.
        tongues.hear("4. Mai 1990", &["Geboren am "], &[]);
        assert_eq!(Name::read("Mai", true, "4. Mai 1990", &tongues).unwrap().of(3), "märz");
    }
}
