//! Tokens of a text: counted with the model's tokenizer, or estimated from characters.
//!
//! What it is not: a chat template. The tokens that a model puts around turns are not counted.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use tokenizers::Tokenizer as Inner;

/// The largest `tokenizer.json` that is read, in bytes. Those of large vocabularies have some 30 MB.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// A model's tokenizer: cheap to clone, used by many threads at once.
#[derive(Clone)]
pub struct Tokenizer {
    inner: Arc<Inner>,
    digest: String,
}

/// Why a tokenizer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenizerError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The file is too large to be one.
    #[error("{path} has more than {} MiB, which no tokenizer.json has", MAX_FILE_BYTES >> 20)]
    TooLarge {
        /// The file.
        path: String,
    },
    /// The file is something else, or of a kind that is not known.
    #[error("{path} is not a tokenizer.json as Hugging Face's tokenizers write it")]
    NotATokenizer {
        /// The file.
        path: String,
    },
}

impl Tokenizer {
    /// Reads a `tokenizer.json`.
    pub fn load(path: &Path) -> Result<Self, TokenizerError> {
        let shown = || path.display().to_string();
        let read = |source| TokenizerError::Read { path: shown(), source };
        if std::fs::metadata(path).map_err(read)?.len() > MAX_FILE_BYTES {
            return Err(TokenizerError::TooLarge { path: shown() });
        }
        Self::parse(&std::fs::read(path).map_err(read)?).ok_or_else(|| TokenizerError::NotATokenizer { path: shown() })
    }

    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        let mut inner = Inner::from_bytes(json).ok()?;
        // Both are for batches of a model's input. Here they would make every long text as short as the limit, or every short
        // one as long.
        inner.with_truncation(None).ok()?;
        inner.with_padding(None);
        Some(Self { inner: Arc::new(inner), digest: blake3::hash(json).to_hex().to_string() })
    }

    /// BLAKE3 of the file, in hexadecimal, for the manifest.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Tokens of a text, without any that mark its beginning or end. A text that the tokenizer cannot take counts as one token
    /// for each byte, which is more than any has.
    #[must_use]
    pub fn count(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let tokens = self.inner.encode_fast(text, false).map_or(text.len(), |encoding| encoding.len());
        tokens as u64
    }
}

impl fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokenizer").field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// How much text there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TextSize {
    /// Characters (Unicode scalar values).
    pub characters: u64,
    /// Tokens, where a tokenizer is given; else 0.
    pub tokens: u64,
}

impl TextSize {
    /// The size of a text.
    #[must_use]
    pub fn of(text: &str, tokenizer: Option<&Tokenizer>) -> Self {
        Self { characters: text.chars().count() as u64, tokens: tokenizer.map_or(0, |tokenizer| tokenizer.count(text)) }
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.characters += other.characters;
        self.tokens += other.tokens;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A tokenizer that knows some words, and takes every other word and sign for one token.
    pub(in crate::format) const WORDS: &str = r#"{
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": 3, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 50}, "direction": "Right", "pad_to_multiple_of": null,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "[UNK]"},
        "added_tokens": [{"id": 3, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false, "special": true}],
        "normalizer": null,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "<end>", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<end>": {"id": "<end>", "ids": [3], "tokens": ["<end>"]}}},
        "decoder": null,
        "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "invoice": 1, "refund": 2}, "unk_token": "[UNK]"}
    }"#;

    #[test]
    fn words_are_counted_whatever_the_file_says_of_truncation_padding_and_ends() {
        let tokenizer = Tokenizer::parse(WORDS.as_bytes()).unwrap();
        for (text, tokens) in [("", 0), ("invoice", 1), ("invoice and refund, please.", 6), ("<end>", 1)] {
            assert_eq!(tokenizer.count(text), tokens, "{text:?}");
        }
        let size = TextSize::of("é refund", Some(&tokenizer));
        assert_eq!((size.characters, size.tokens), (8, 2));
    }

    #[test]
    fn what_is_no_tokenizer_is_refused_without_being_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokenizer.json");
        for content in ["", "{}", "zqxcanary", "{\"model\": \"zqxcanary\"}"] {
            std::fs::write(&path, content).unwrap();
            let error = Tokenizer::load(&path).unwrap_err();
            assert!(matches!(error, TokenizerError::NotATokenizer { .. }), "{error}");
            assert!(!error.to_string().contains("zqx"));
        }
        let missing = Tokenizer::load(&folder.path().join("none")).unwrap_err();
        assert!(matches!(missing, TokenizerError::Read { .. }));
    }
}
