//! What a sample says of the whole: the exact bounds of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits
//! illustrated in the case of the binomial", Biometrika 26 (1934), 404-413.
//!
//! They are solved for by halving over the binomial distribution itself rather than by the quantiles of the beta distribution,
//! which are the same: sums of that size need no approximation.

/// A share of records, and what it may be in the whole with a confidence of 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The share in the sample.
    pub rate: f64,
    /// The one-sided upper bound: in 95 of 100 samples the share in the whole is no higher.
    pub upper: f64,
    /// The two-sided interval.
    pub interval: [f64; 2],
}

/// Digits behind the point. Bounds are rounded away from the rate, so that a platform's last digit changes nothing.
const SCALE: f64 = 1e6;

/// Halvings of the unit interval: to 2⁻⁶⁰, far below what is kept.
const HALVINGS: usize = 60;

impl Bound {
    /// The bounds for `hits` among `trials`. `None` if there is nothing to tell from, or there are more hits than trials.
    ///
    /// The bound is for draws with replacement. A sample without replacement tells more, so that the true confidence is higher.
    #[must_use]
    pub fn of(hits: u64, trials: u64) -> Option<Self> {
        if trials == 0 || hits > trials {
            return None;
        }
        let up = |x: f64| (x * SCALE).ceil().min(SCALE) / SCALE;
        let down = |x: f64| (x * SCALE).floor().max(0.0) / SCALE;
        Some(Self {
            rate: (hits as f64 / trials as f64 * SCALE).round() / SCALE,
            upper: up(upper(hits, trials, 0.05)),
            interval: [down(1.0 - upper(trials - hits, trials, 0.025)), up(upper(hits, trials, 0.025))],
        })
    }
}

/// The share at which so few hits or fewer have the probability `alpha`.
fn upper(hits: u64, trials: u64, alpha: f64) -> f64 {
    if hits == trials {
        return 1.0;
    }
    let choices = ln_choices(hits, trials);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let share = f64::midpoint(low, high);
        if at_most(&choices, trials, share) > alpha { low = share } else { high = share }
    }
    high
}

/// The logarithms of the binomial coefficients of `trials` over 0 to `hits`.
fn ln_choices(hits: u64, trials: u64) -> Vec<f64> {
    let mut sum = 0.0;
    let next = |n: u64| {
        if n > 0 {
            sum += ((trials - n + 1) as f64).ln() - (n as f64).ln();
        }
        sum
    };
    (0..=hits).map(next).collect()
}

/// The probability of as many hits as there are coefficients, or fewer.
fn at_most(ln_choices: &[f64], trials: u64, share: f64) -> f64 {
    let (hit, miss) = (share.ln(), (-share).ln_1p());
    let term = |(n, ln_choice): (usize, &f64)| (ln_choice + n as f64 * hit + (trials as f64 - n as f64) * miss).exp();
    ln_choices.iter().enumerate().map(term).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 2e-5
    }

    #[test]
    fn intervals_are_those_of_the_tables() {
        // Two-sided 95 %: the usual tables of exact binomial intervals.
        for (hits, trials, low, high) in [
            (0, 20, 0.0, 0.16843),
            (1, 20, 0.00127, 0.24873),
            (10, 20, 0.27196, 0.72804),
            (5, 100, 0.01643, 0.11283),
            (20, 20, 0.83157, 1.0),
        ] {
            let [found_low, found_high] = Bound::of(hits, trials).unwrap().interval;
            assert!(near(found_low, low) && near(found_high, high), "{hits} of {trials}: {found_low} to {found_high}");
        }
    }

    #[test]
    fn no_hit_at_all_follows_the_closed_form() {
        for trials in [1, 50, 300, 30_000] {
            let bound = Bound::of(0, trials).unwrap();
            assert!((bound.upper - (1.0 - 0.05f64.powf(1.0 / trials as f64))).abs() < 2e-6, "{trials}");
            assert_eq!((bound.rate, bound.interval[0]), (0.0, 0.0));
        }
        assert_eq!(Bound::of(0, 0), None);
        assert_eq!(Bound::of(2, 1), None);
    }

    proptest! {
        #[test]
        fn the_rate_lies_between_and_mirrors((trials, hits) in (1u64..400).prop_flat_map(|trials| (Just(trials), 0..=trials))) {
            let bound = Bound::of(hits, trials).unwrap();
            prop_assert!(bound.interval[0] <= bound.rate && bound.rate <= bound.upper);
            prop_assert!(bound.upper <= bound.interval[1]);
            let mirrored = Bound::of(trials - hits, trials).unwrap().interval;
            prop_assert!((mirrored[0] + bound.interval[1] - 1.0).abs() < 3e-6);
        }
    }
}
