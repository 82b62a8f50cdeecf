//! Codes of problems. They are stable and never reused.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($variant:ident = $code:literal, $meaning:literal;)+) => {
        /// Code of a problem in a file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $code)] $variant,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code, such as `BR003`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it stands for, in a few words.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),+ }
            }
        }
    };
}

codes! {
    Br001 = "BR001", "A line is not one JSON object.";
    Br002 = "BR002", "A blank line, a byte order mark, or bytes that are not UTF-8.";
    Br003 = "BR003", "A key is missing, or is one too many.";
    Br004 = "BR004", "`schemaVersion` is missing or wrong.";
    Br005 = "BR005", "A role is unknown, or the messages stand in the wrong order.";
    Br006 = "BR006", "A text or a list is empty.";
    Br007 = "BR007", "A text holds a reserved string.";
    Br008 = "BR008", "A record is too long.";
    Br009 = "BR009", "There are too few or too many records.";
    Br010 = "BR010", "A file is too large, or compressed.";
    Br011 = "BR011", "An optional key is in some records and not in others.";
    Br012 = "BR012", "A file name is not allowed.";
    Br013 = "BR013", "The target takes no validation file.";
    Br014 = "BR014", "A value has the wrong type or kind of content.";
    Br015 = "BR015", "The use of a tool does not fit its definition or its result.";
    Br016 = "BR016", "Answers in one dataset come from several models.";
    Br017 = "BR017", "A logged request or answer is not in the record.";
    Br018 = "BR018", "A document holds the separator that packs documents.";
    Br019 = "BR019", "A tag of a request holds a character that is not allowed, or is too long.";
    Br020 = "BR020", "A record stands in training and in validation.";
    Br021 = "BR021", "A value that identifies records is not unique.";
    Br022 = "BR022", "The target is not documented, so its limits are not known.";
    Br023 = "BR023", "A file is of another kind than the target takes.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
