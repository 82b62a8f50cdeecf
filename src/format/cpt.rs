//! `{"input": …}` and `{"text": …}`: one document a line, for continued pre-training.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/userguide/dataset-prep-continued-pretraining.html> and
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/nova-cpt-1.html>. The two are not interchangeable.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::definition::{CptKey, Severity};
use super::json::{self, Broken, Faults, Fields, Object, Read, TextSlot};
use super::line::Line;
use super::pointer::Pointer;

struct Document<'de> {
    key: CptKey,
    text: Option<Cow<'de, str>>,
}

impl<'de> Fields<'de> for Document<'de> {
    fn keys(&self) -> &'static [&'static str] {
        match self.key {
            CptKey::Input => &["input"],
            CptKey::Text => &["text"],
        }
    }

    fn required(&self, _: usize) -> bool {
        true
    }

    fn value<A: MapAccess<'de>>(
        &mut self,
        _: usize,
        map: &mut A,
        at: Pointer,
        faults: &mut Faults<'_>,
    ) -> Result<(), A::Error> {
        self.text = map.next_value_seed(Read(TextSlot { at, faults }))?;
        Ok(())
    }
}

/// Reads a line.
pub(super) fn read<'de>(
    line: &'de str,
    key: CptKey,
    extra: Severity,
    faults: &mut Faults<'_>,
) -> Result<Line<'de>, Broken> {
    let mut fields = Document { key, text: None };
    json::read(line, Object { at: Pointer::ROOT, faults, fields: &mut fields, extra })?;
    Ok(Line::Document { key: Some(key.as_str()), text: fields.text })
}
