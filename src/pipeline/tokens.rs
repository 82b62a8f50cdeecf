//! Token totals of what was written, and an estimate of what training on them costs.

use super::plan::Plan;
use crate::config::Price;
use crate::core::Split;
use crate::format::{Target, TextSize};
use crate::manifest::model::{Cost, TokenCount};

/// Characters a token where a target says nothing: AWS plans with six (see `rules/targets/titan-cpt.toml`), and its
/// validator for Claude 3 Haiku counts three.
const CHARACTERS_PER_TOKEN: (u64, u64) = (6, 3);

/// Totals by target and split, of the splits that hold text. `sizes` are in the order of the plan's targets.
pub(super) fn totals(plan: &Plan, sizes: &[[TextSize; 3]]) -> Vec<TokenCount> {
    let mut totals = Vec::new();
    for (target, sizes) in plan.targets.iter().zip(sizes) {
        for (split, size) in Split::ALL.into_iter().zip(sizes).filter(|(_, size)| size.characters > 0) {
            let (min_tokens, max_tokens) = match &plan.tokenizer {
                Some(_) => (size.tokens, size.tokens),
                None => estimate(target, size.characters),
            };
            let (target, characters) = (target.name().to_owned(), size.characters);
            totals.push(TokenCount { target, split, characters, min_tokens, max_tokens });
        }
    }
    totals
}

/// Fewest and most tokens of so many characters.
fn estimate(target: &Target, characters: u64) -> (u64, u64) {
    let (few, many) = CHARACTERS_PER_TOKEN;
    let lines = target.definition().tokens.map_or((few, many), |t| (t.error_chars.unwrap_or(few), t.warning_chars));
    (characters.div_ceil(lines.0.max(1)), characters.div_ceil(lines.1.max(1)))
}

/// What training costs, for the targets that the job has a price of.
pub(super) fn costs(prices: &[Price], totals: &[TokenCount]) -> Vec<Cost> {
    let cost = |price: &Price| {
        let total = totals.iter().find(|total| total.target == price.target && total.split == Split::Train)?;
        let of = |tokens: u64| tokens as f64 * f64::from(price.epochs) / 1000.0 * price.per_1000_tokens;
        Some(Cost {
            target: price.target.clone(),
            min: of(total.min_tokens),
            max: of(total.max_tokens),
            currency: price.currency.clone(),
            epochs: price.epochs,
            per_1000_tokens: price.per_1000_tokens,
            source: price.source.clone(),
            date: price.date.clone(),
        })
    };
    prices.iter().filter_map(cost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Targets;

    #[test]
    fn estimates_lie_between_the_targets_two_lines() {
        let targets = Targets::load(None).unwrap();
        assert_eq!(estimate(targets.get("titan-cpt").unwrap(), 6001), (1001, 2001));
        assert_eq!(estimate(targets.get("plain-text").unwrap(), 0), (0, 0));
    }

    #[test]
    fn a_cost_follows_the_formula_and_counts_training_only() {
        let total = |split, min_tokens, max_tokens| TokenCount {
            target: "t".to_owned(),
            split,
            characters: 1,
            min_tokens,
            max_tokens,
        };
        let totals = [total(Split::Train, 50_000, 100_000), total(Split::Validation, 7, 7)];
        let price = |target: &str| Price {
            target: target.to_owned(),
            per_1000_tokens: 0.5,
            currency: "EUR".to_owned(),
            epochs: 3,
            source: "https://prices.example/".to_owned(),
            date: "2027-01-31".to_owned(),
        };
        let costs = costs(&[price("t"), price("other")], &totals);
        assert_eq!(costs.len(), 1);
        assert!((costs[0].min - 75.0).abs() < 1e-9 && (costs[0].max - 150.0).abs() < 1e-9, "{costs:?}");
    }
}
