//! `{"prompt": …, "completion": …}`: a question and its answer, for supervised fine-tuning.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-prepare.html>. There is no key for
//! instructions: a system text stands before the prompt, with a blank line between.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::definition::Severity;
use super::json::{self, Broken, Faults, Fields, Object, Read, TextSlot};
use super::line::Line;
use super::pointer::Pointer;

/// What stands between a system text and the prompt it was folded into.
pub(super) const FOLD: &str = "\n\n";

#[derive(Default)]
struct Pair<'de> {
    prompt: Option<Cow<'de, str>>,
    completion: Option<Cow<'de, str>>,
}

impl<'de> Fields<'de> for Pair<'de> {
    fn keys(&self) -> &'static [&'static str] {
        &["prompt", "completion"]
    }

    fn required(&self, _: usize) -> bool {
        true
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        let text = map.next_value_seed(Read(TextSlot { at, faults }))?;
        *(if key == 0 { &mut self.prompt } else { &mut self.completion }) = text;
        Ok(())
    }
}

/// Reads a line.
pub(super) fn read<'de>(line: &'de str, extra: Severity, faults: &mut Faults<'_>) -> Result<Line<'de>, Broken> {
    let mut pair = Pair::default();
    json::read(line, Object { at: Pointer::ROOT, faults, fields: &mut pair, extra })?;
    Ok(Line::Pair { prompt: pair.prompt, completion: pair.completion })
}
