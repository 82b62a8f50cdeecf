//! Names that are not in Latin letters.

use super::*;

/// Names of one record each, with what their surrogates must look like beside them.
const NAMES: [&[&str]; 10] = [
    &["Иванов Пётр Сергеевич", "Иванова Анна Сергеевна", "ИВАНОВ", "Иванов П."],
    &["Ольга Шевченко", "Ольга"],
    &["Γιώργος Παπαδόπουλος", "Μαρία Παπαδοπούλου", "ΓΙΩΡΓΟΣ"],
    &["محمد بن سالم الحداد", "فاطمة الحداد", "الحداد"],
    &["דוד כהן", "שרה כהן", "כהן"],
    &["राजेश शर्मा", "प्रिया शर्मा", "शर्मा"],
    &["สมชาย ใจดี", "นางสาว สมหญิง ใจดี"],
    &["やまだ たろう", "ヤマダ タロウ", "やまだ"],
    &["王小明", "小明", "欧阳明", "山田太郎", "王明"],
    &["김민수", "김 민수", "남궁민수"],
];

fn made(policy: &Policy, names: &[&str]) -> Vec<String> {
    values(policy, &names.iter().map(|name| ("PERSON", *name)).collect::<Vec<_>>())
}

#[test]
fn names_stay_in_their_script() {
    let policy = surrogates(SurrogateScope::Record);
    for names in NAMES {
        let new = made(&policy, names);
        println!("{names:?} -> {new:?}");
        for (old, new) in names.iter().zip(&new) {
            assert!(!new.starts_with('['), "{old} has a surrogate");
            for word in
                old.split([' ', '.']).filter(|word| word.chars().count() > 1 && !["بن", "นางสาว"].contains(word))
            {
                assert!(!new.contains(word), "{word} stays in {new}");
            }
            // Letters are of the blocks of the old ones.
            let block = |text: &str| -> BTreeSet<u32> {
                let of = |c: char| match c {
                    '\u{4E00}'..='\u{9FFF}' => 1,
                    '\u{AC00}'..='\u{D7A3}' => 2,
                    other => u32::from(other) >> 7 << 2,
                };
                text.chars().filter(|c| c.is_alphabetic()).map(of).collect()
            };
            assert!(block(new).is_subset(&block(old)), "{new}");
            assert_eq!(old.matches(' ').count(), new.matches(' ').count());
            // The letters of a Chinese given name are those of people.
            assert!(*old == "小明" || value(&policy, "PERSON", new) == *new, "{new} is nobody's and stays");
        }
    }
}

#[test]
fn parts_and_genders_agree_in_other_scripts() {
    let policy = surrogates(SurrogateScope::Record);
    let word = |name: &str, n: usize| name.split(' ').nth(n).unwrap().to_owned();
    let new = made(&policy, NAMES[0]);
    let family = word(&new[0], 0);
    assert_eq!(word(&new[1], 0), format!("{family}а"), "{new:?}");
    assert_eq!(new[2], family.to_uppercase());
    assert_eq!(new[3], format!("{family} {}.", word(&new[0], 1).chars().next().unwrap()));
    assert!(word(&new[0], 2).ends_with("евич") && word(&new[1], 2).ends_with("евна"));
    assert!(word(&new[1], 1).ends_with('а') || word(&new[1], 1).ends_with('я'));
    let new = made(&policy, NAMES[2]);
    assert!(word(&new[0], 1).ends_with("όπουλος") && word(&new[1], 1).ends_with("οπούλου"), "{new:?}");
    for names in [NAMES[3], NAMES[4], NAMES[5]] {
        let new = made(&policy, names);
        assert!(new[0].ends_with(&new[2]) && new[1].ends_with(&new[2]), "one family name: {new:?}");
    }
    assert!(made(&policy, NAMES[3])[0].contains(" بن "));
    let new = made(&policy, NAMES[8]);
    let lengths: Vec<usize> = new.iter().map(|name| name.chars().count()).collect();
    assert_eq!(lengths, [3, 2, 3, 4, 2]);
    assert!(new[0].ends_with(&new[1]) && new[0].chars().next() == new[4].chars().next(), "{new:?}");
    let new = made(&policy, NAMES[9]);
    assert_eq!(new[0], new[1].replace(' ', ""), "{new:?}");
}

#[test]
fn scripts_that_have_too_few_names_for_a_wide_scope_have_tags() {
    let policy = surrogates(SurrogateScope::Dataset);
    for (name, tagged) in [("王小明", true), ("김민수", true), ("Иванов Пётр", false), ("Γιώργος Παπάς", false)]
    {
        assert_eq!(value(&policy, "PERSON", name).starts_with("[PERSON_"), tagged, "{name}");
    }
    let names: Vec<String> = (0..400u32)
        .map(|n| format!("Ив{}н", char::from_u32(0x430 + n % 32).unwrap().to_string().repeat(1 + n as usize / 32)))
        .collect();
    let all: BTreeSet<String> = names.iter().map(|name| value(&policy, "PERSON", name)).collect();
    assert_eq!(all.len(), names.iter().collect::<BTreeSet<_>>().len());
    let other = self::policy(OperatorName::Surrogate, SurrogateScope::Record, "other");
    for names in NAMES {
        assert!(made(&other, names) != made(&surrogates(SurrogateScope::Record), names));
    }
}

#[test]
fn names_that_are_found_leave_nothing() {
    let texts = ["ФИО: Иванов Пётр Сергеевич, 1985 г. р.", "姓名：王小明，电话如下", "氏名: 山田太郎", "성명: 김민수"]
        .map(str::to_owned);
    let policy = surrogates(SurrogateScope::Record);
    let once = redact(&policy, &texts);
    for (old, new) in texts.iter().zip(&once) {
        assert!(old != new && !new.contains("PERSON"), "{new}");
    }
    assert_eq!(redact(&policy, &once), once);
}
