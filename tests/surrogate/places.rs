//! Addresses, postcodes and coordinates: of no place where anybody lives.

use std::collections::BTreeSet;

use super::*;

#[test]
fn coordinates_are_moved_to_open_sea() {
    let policy = surrogates(SurrogateScope::Record);
    let made = values(
        &policy,
        &[
            ("COORDINATES", "48.858370, 2.294481"),
            ("COORDINATES", "48.858370"),
            ("COORDINATES", "2.294481"),
            ("COORDINATES", "-33.8568,+151.2153"),
            ("COORDINATES", "33.8568,151.2153"),
            ("COORDINATES", "48°51'24\"N 2°21'03\"E"),
            ("COORDINATES", "n 48° 51.4' e 002° 21.05'"),
        ],
    );
    assert_eq!(made[0], format!("{}, {}", made[1], made[2]), "a pair and its halves agree");
    for pair in [&made[0], &made[3], &made[4]] {
        let numbers = numbers(pair);
        assert!(numbers.len() == 2 && numbers.iter().all(|n| (-50.0..-40.0).contains(n)), "{pair}");
    }
    assert_ne!(made[3], made[4], "another hemisphere is another place");
    let form = |text: &str| text.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect::<String>();
    assert_eq!(form(&made[0]), "-99.999999, -99.999999");
    assert_eq!(form(&made[5]), "99°99'99\"S 99°99'99\"W");
    assert_eq!(form(&made[6]), "s 99° 99.9' w 999° 99.99'");
    for own in &made {
        assert_eq!(value(&policy, "COORDINATES", own), *own, "what is at sea stays");
    }
    for unread in ["here", "1.2.3", "1, 2, 3"] {
        assert_eq!(value(&policy, "COORDINATES", unread), "[COORDINATES_1]", "{unread}");
    }
    let dataset = surrogates(SurrogateScope::Dataset);
    assert!(value(&dataset, "COORDINATES", "48.85837, 2.29448").starts_with('-'));
    assert!(value(&dataset, "COORDINATES", "48.858, 2.294").starts_with("[COORDINATES-"), "too few of them");
}

#[test]
fn postcodes_are_those_of_no_place() {
    let policy = surrogates(SurrogateScope::Record);
    for (written, start) in [
        ("10115", "00"),
        ("94105-1234", "00"),
        ("SW1A 1AA", "V"),
        ("sw1a1aa", "v"),
        ("M1 1AE", "V"),
        ("K1A 0B1", ""),
        ("1012 AB", "0"),
        ("D-10115", "D-00"),
        ("00-950", "00-000"),
        ("101233", "00"),
        ("01310-100", "00"),
    ] {
        let new = value(&policy, "POSTCODE", written);
        let form = |text: &str| {
            let class = |c: char| {
                if c.is_ascii_digit() {
                    '9'
                } else if c.is_ascii_lowercase() {
                    'a'
                } else {
                    'A'
                }
            };
            text.chars().map(|c| if c.is_alphanumeric() { class(c) } else { c }).collect::<String>()
        };
        assert!(new != written && new.starts_with(start), "{written} {new}");
        assert_eq!(form(&new), form(written));
        assert_eq!(value(&policy, "POSTCODE", &new), new, "it stays");
    }
    // Places have such postcodes: Gap, Oslo.
    for real in ["05000", "0150"] {
        assert_ne!(value(&policy, "POSTCODE", real), real);
    }
}

/// Addresses of several countries, each with what stays of it.
pub(super) const ADDRESSES: [(&str, &[&str]); 26] = [
    ("742 N. Evergreen Ave., Apt. 4B, Springfield, IL 62704", &[" N. ", " Ave., Apt. ", "B, ", ", IL 00"]),
    ("350 5th Avenue\nNew York, NY 10118-0110", &[" Avenue\n", ", NY 00"]),
    ("12345 Main St #12, Springfield", &[" St #", ", "]),
    ("P.O. Box 1234, Springfield, IL 62704", &["P.O. Box 0", ", IL 00"]),
    ("PSC 4115, Box 7815\nAPO AA 41945", &["PSC ", ", Box 0", "\nAPO AA 00"]),
    ("Flat 3, 14 Queen's Road, Bristol BS8 1QU", &["Flat ", "'s Road, ", " V"]),
    ("221B BAKER STREET, LONDON NW1 6XE", &["B ", " STREET, ", " V"]),
    ("14 Awolowo Road, Ikoyi, Lagos", &[" Road, ", ", "]),
    ("Plot 22, Admiralty Way, Lekki Phase 1, Lagos 101233", &["Plot ", " Way, ", " 00"]),
    ("Plot 5, Okafor Layout, Enugu", &["Plot ", " Layout, "]),
    ("Hauptstraße 12, 10115 Berlin, Deutschland", &["straße ", ", ", ", Deutschland"]),
    ("Müllerstr. 5a, D-80331 München", &["str. ", "a, D-"]),
    ("Am Alten Platz 7, 1010 Wien", &["Am ", " Platz ", ", 0"]),
    ("Goethe-Allee 3-5", &["-Allee ", "-"]),
    ("12 bis, rue de la Paix, 75002 Paris", &[" bis, rue de la ", ", 9"]),
    ("45 boulevard de l'Hôpital, 75013 Paris Cedex 13", &[" boulevard de l'", ", 9", " Cedex "]),
    ("Calle Gamazo, 16, 3º B, 47004 Valladolid", &["Calle ", ", ", "º B, "]),
    ("Avda. de la Constitución 25, 3º B", &["Avda. de la ", "º B"]),
    ("ul. Polna 3/5 m. 7, 00-950 Warszawa", &["ul. ", "/", " m. ", ", 00-000 "]),
    ("Aleja Jana Pawła II 82, 00-175 Warszawa", &["Aleja ", ", 00-000 "]),
    ("Via Garibaldi 12, 20121 Milano (MI)", &["Via ", ", 00", " (MI)"]),
    ("Rua Augusta 1508, 01304-001 São Paulo", &["Rua ", ", 00"]),
    ("Keizersgracht 123, 1015 CJ Amsterdam", &["gracht ", ", 0"]),
    ("Storgatan 5, 111 22 Stockholm", &["gatan ", ", 00"]),
    ("99 Rue Sherbrooke, Montréal, QC H2X 1X4", &[" Rue ", ", QC "]),
    ("Postfach 1234, 10115 Berlin", &["Postfach 0", ", "]),
];

#[test]
fn addresses_become_those_of_invented_places() {
    let policy = surrogates(SurrogateScope::Record);
    let pairs: Vec<_> = ADDRESSES.iter().map(|(address, _)| ("STREET_ADDRESS", *address)).collect();
    let made = values(&policy, &pairs);
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    for ((old, kept), new) in ADDRESSES.iter().zip(&made) {
        println!("{old:?} -> {new:?}");
        let mut rest = new.as_str();
        for part in *kept {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("`{part}` of {old} is not in {new}")).1;
        }
        let signs = |text: &str| text.chars().filter(|c| !c.is_alphanumeric()).collect::<String>();
        assert_eq!(signs(old), signs(new), "separators stay");
        assert_eq!(old.chars().any(char::is_lowercase), new.chars().any(char::is_lowercase));
        for word in words(old).intersection(&words(new)) {
            assert!(kept.iter().any(|kept| kept.contains(word.as_str())), "`{word}` of {old} stays in {new}");
        }
        assert_eq!(value(&policy, "STREET_ADDRESS", new), *new, "what is nobody's stays");
        let dataset = surrogates(SurrogateScope::Dataset);
        let wide = value(&dataset, "STREET_ADDRESS", old);
        let boxed = old.contains("Box") || old.contains("Postfach");
        assert_eq!(wide.starts_with('['), boxed, "{wide}: numbers of boxes are too few");
        assert!(boxed || value(&dataset, "STREET_ADDRESS", &wide) == wide, "{wide}");
    }
}

#[test]
fn parts_of_addresses_agree() {
    for scope in [SurrogateScope::Record, SurrogateScope::Dataset] {
        let made = values(
            &surrogates(scope),
            &[
                ("STREET_ADDRESS", "12 Abbey Lane, Nottingham NG7 2RD"),
                ("STREET_ADDRESS", "12 ABBEY LANE, NOTTINGHAM NG7 2RD"),
                ("STREET_ADDRESS", "12 Abbey Lane\nNottingham\nNG7 2RD"),
                ("STREET_ADDRESS", "12 Abbey Lane, Nottingham"),
                ("STREET_ADDRESS", "14 Abbey Lane"),
            ],
        );
        assert_eq!(made[1], made[0].to_uppercase());
        assert_eq!(made[2].replace('\n', " "), made[0].replace(',', ""));
        let street = made[0].split(',').next().unwrap();
        let name = street.split_once(' ').unwrap().1;
        assert!(made[4].ends_with(name) && made[4] != made[3], "{made:?}");
        if scope == SurrogateScope::Record {
            assert!(made[0].starts_with(&made[3]), "{made:?}");
        }
    }
    let policy = surrogates(SurrogateScope::Record);
    for unread in ["Москва, Тверская улица 5", "Calle 12 # 34-56", "100 North Street"] {
        assert_eq!(value(&policy, "STREET_ADDRESS", unread), "[STREET_ADDRESS_1]", "nothing of it names a place");
    }
    // The name of a street may be invented: a real postcode beside it is not.
    let invented = value(&policy, "STREET_ADDRESS", "12 Abbey Lane");
    assert_eq!(value(&policy, "STREET_ADDRESS", &invented), invented);
    let real = format!("{invented}, NG7 2RD");
    assert!(!value(&policy, "STREET_ADDRESS", &real).contains("NG7"));
}
