//! Names of months and weekdays in the languages in which dates are read.

use jiff::civil::Weekday;

/// Name of a month, in the list it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    list: usize,
    month: usize,
}

/// Lower case, from January on. Where a language has more than one form, each has its list.
const MONTHS: [&str; 14] = [
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan feb mar apr may jun jul aug sept oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "ledna února března dubna května června července srpna září října listopadu prosince",
];

/// Lower case, from Monday on.
const WEEKDAYS: [&str; 7] = [
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue wed thu fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
];

impl Name {
    /// The month of this name, written in lower case.
    pub(super) fn read(word: &str) -> Option<Self> {
        place(&MONTHS, word).map(|(list, month)| Self { list, month })
    }

    /// Its number, 1 to 12.
    pub(super) fn month(self) -> i8 {
        i8::try_from(self.month + 1).unwrap_or(1)
    }

    /// Another month (1 to 12) in the same language and form.
    pub(super) fn of(self, month: i8) -> &'static str {
        let place = usize::try_from(month - 1).unwrap_or_default();
        MONTHS.get(self.list).and_then(|list| list.split(' ').nth(place)).unwrap_or_default()
    }
}

/// Whether a word in lower case is a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    place(&WEEKDAYS, word).is_some()
}

/// The name of a weekday in the language and form of another one.
pub(super) fn weekday(like: &str, day: Weekday) -> Option<&'static str> {
    let (list, _) = place(&WEEKDAYS, &like.to_lowercase())?;
    WEEKDAYS.get(list)?.split(' ').nth(usize::try_from(day.to_monday_zero_offset()).ok()?)
}

fn place(lists: &[&str], word: &str) -> Option<(usize, usize)> {
    lists.iter().enumerate().find_map(|(n, list)| Some((n, list.split(' ').position(|name| name == word)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_whole() {
        assert!(MONTHS.iter().all(|list| list.split(' ').count() == 12));
        assert!(WEEKDAYS.iter().all(|list| list.split(' ').count() == 7));
    }
}
