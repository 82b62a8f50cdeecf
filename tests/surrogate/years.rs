//! Ages and dates of birth: others that fit.

use super::*;

#[test]
fn ages_and_dates_of_birth_agree() {
    for n in 0..40 {
        let (age, year) = (18 + n * 2, 2007 - n * 2);
        let policy = policy(OperatorName::Surrogate, SurrogateScope::Record, &n.to_string());
        let born = format!("11 March {year}");
        let made = values(&policy, &[("AGE", &format!("{age} years old")), ("DATE_OF_BIRTH", &born)]);
        let new = numbers(&made[0])[0] + numbers(&made[1]).last().unwrap();
        assert!((new - f64::from(age + year)).abs() < 0.1, "{made:?}");
        assert!(
            made[0].ends_with(" years old") && made[1] != born && !made[0].starts_with(&age.to_string()),
            "{made:?}"
        );
    }
    for scope in [SurrogateScope::Record, SurrogateScope::Group, SurrogateScope::Dataset] {
        let policy = surrogates(scope);
        let made = values(
            &policy,
            &[("DATE_OF_BIRTH", "1987-03-12"), ("DATE_OF_BIRTH", "12. März 1987"), ("DATE_OF_BIRTH", "03/1987")],
        );
        let first: calendar::Date = made[0].parse().unwrap();
        assert_ne!(made[0], "1987-03-12");
        assert_eq!(value(&self::policy(OperatorName::Surrogate, scope, "key"), "DATE_OF_BIRTH", "1987-03-12"), made[0]);
        assert!(made[1].ends_with(&first.year()), "{made:?}");
        assert!(made[2].len() == 7 && made[2] != "03/1987", "{made:?}");
    }
}
