//! Reading a line of an evaluation dataset.

use std::borrow::Cow;

use serde::de::MapAccess;

use crate::format::definition::Severity;
use crate::format::json::{self, Broken, Faults, Fields, Object, Read, TextSlot};
use crate::format::line::Line;
use crate::format::pointer::Pointer;

#[derive(Default)]
struct Item<'de> {
    texts: [Option<Cow<'de, str>>; 3],
}

impl<'de> Fields<'de> for Item<'de> {
    fn keys(&self) -> &'static [&'static str] {
        &["prompt", "category", "referenceResponse"]
    }

    fn required(&self, key: usize) -> bool {
        key == 0
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        key: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        let text = map.next_value_seed(Read(TextSlot { at, faults }))?;
        if let Some(slot) = self.texts.get_mut(key) {
            *slot = text;
        }
        Ok(())
    }
}

/// Reads a line.
pub(in crate::format) fn read<'de>(
    line: &'de str,
    extra: Severity,
    faults: &mut Faults<'_>,
) -> Result<Line<'de>, Broken> {
    let mut item = Item::default();
    json::read(line, Object { at: Pointer::ROOT, faults, fields: &mut item, extra })?;
    let [prompt, category, reference] = item.texts;
    Ok(Line::Evaluation { prompt, category, reference })
}
