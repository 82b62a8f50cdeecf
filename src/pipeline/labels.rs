//! Category, difficulty and language of a record, and on whose word.
//!
//! What the record itself says comes first. Where it says nothing, the category is the name of its source, the language the
//! only one that its source declares or else the one detected, and the difficulty is estimated.

use super::plan::Plan;
use crate::core::Body;
use crate::format::evaluation::{Label, LabelOrigin};
use crate::split::{Difficulty, language};

/// The category.
pub(super) fn category<'a>(plan: &'a Plan, source: u32, mapped: Option<&'a str>) -> Label<'a> {
    said(mapped).unwrap_or_else(|| {
        let name = plan.job.source.get(source as usize).map_or("", |source| source.name.as_str());
        Label { value: name, from: LabelOrigin::Source }
    })
}

/// The difficulty.
pub(super) fn difficulty<'a>(body: &Body, mapped: Option<&'a str>) -> Label<'a> {
    said(mapped).unwrap_or_else(|| Label { value: Difficulty::estimate(body).as_str(), from: LabelOrigin::Estimated })
}

/// The language.
pub(super) fn language<'a>(plan: &'a Plan, source: u32, body: &Body, mapped: Option<&'a str>) -> Label<'a> {
    let declared =
        plan.job.source.get(source as usize).map_or(&[][..], |source| source.provenance.languages.as_slice());
    said(mapped).unwrap_or_else(|| match declared {
        [only] => Label { value: only, from: LabelOrigin::Declared },
        several => Label { value: language::detect(body, several), from: LabelOrigin::Detected },
    })
}

fn said(mapped: Option<&str>) -> Option<Label<'_>> {
    let value = mapped.map(str::trim).filter(|value| !value.is_empty())?;
    Some(Label { value, from: LabelOrigin::Mapped })
}
