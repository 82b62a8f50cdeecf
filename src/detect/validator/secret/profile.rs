//! How random a string looks: what its characters are, how evenly they are spread, and whether its letters read like words.

/// Pairs of letters that are common in English words and in names built of them: for each first letter, the letters that
/// follow it. The 150 commonest pairs of the words in documentation and source code; they make up about four fifths of the
/// pairs of a name, and 22 % of the pairs of letters drawn by lot.
const COMMON_PAIRS: [&str; 26] = [
    "bcdgilmnprst",
    "eil",
    "aehiklortu",
    "aei",
    "acdefglmnprstvx",
    "eio",
    "eir",
    "aeio",
    "abcdefglmnorstvz",
    "",
    "e",
    "aeilosy",
    "aeiop",
    "acdegiost",
    "cdlmnprstuvw",
    "aeiloprt",
    "u",
    "aeimorst",
    "cehiopstu",
    "aehiorstuy",
    "lmnprst",
    "aei",
    "",
    "",
    "",
    "e",
];

/// Fewest pairs of letters that tell words from chance.
const MIN_PAIRS: usize = 10;

/// Share of common pairs, in percent, above which letters read like words: a thousandth of 20 random letters reach it, and
/// nineteen of twenty camel-case names do.
const WORD_SHARE: usize = 58;

/// Longest run of characters that follow one another (`abcdefghijkl`) in a short value that is drawn by lot.
const MAX_SEQUENCE: usize = 12;

/// Bits per character that are enough however large the alphabet seems: a prefix of letters makes sixteen characters look
/// like sixty-two.
const ENOUGH_ENTROPY: f32 = 4.0;

/// What a string is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Profile {
    pub(super) length: usize,
    pub(super) digits: usize,
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Letters beyond `F` and `f`.
    beyond_hex: usize,
    /// How often the class (upper, lower, digit, other) changes from one character to the next.
    pub(super) changes: usize,
    /// Shannon entropy in bits per character.
    entropy: f32,
    /// Adjacent letters, and how many of those pairs are common.
    pub(super) pairs: usize,
    common: usize,
    /// How many of those pairs are of different case: half by chance, fewer in names.
    flips: usize,
    /// Letters of the shortest word, where words end at digits, signs and capitals.
    shortest_word: usize,
    longest_run: usize,
    /// Characters in runs of four or more of the same.
    repeated: usize,
    longest_sequence: usize,
}

impl Profile {
    /// Measures a string. Bytes beyond ASCII count as one character that is neither letter nor digit.
    pub(super) fn of(text: &str) -> Self {
        let mut profile = Self {
            length: text.len(),
            digits: 0,
            upper: 0,
            lower: 0,
            beyond_hex: 0,
            changes: 0,
            entropy: 0.0,
            pairs: 0,
            common: 0,
            flips: 0,
            shortest_word: shortest_word(text),
            longest_run: usize::from(!text.is_empty()),
            repeated: 0,
            longest_sequence: usize::from(!text.is_empty()),
        };
        let mut counts = [0_u32; 128];
        let (mut run, mut sequence) = (1, 1);
        let mut previous: Option<u8> = None;
        for byte in text.bytes() {
            if let Some(count) = counts.get_mut(usize::from(byte.min(127))) {
                *count += 1;
            }
            profile.digits += usize::from(byte.is_ascii_digit());
            profile.upper += usize::from(byte.is_ascii_uppercase());
            profile.lower += usize::from(byte.is_ascii_lowercase());
            profile.beyond_hex += usize::from(byte.is_ascii_alphabetic() && !byte.is_ascii_hexdigit());
            if let Some(before) = previous {
                profile.changes += usize::from(class(before) != class(byte));
                run = if before == byte { run + 1 } else { 1 };
                sequence = if before.checked_add(1) == Some(byte) { sequence + 1 } else { 1 };
                profile.repeated += match run {
                    4 => 4,
                    5.. => 1,
                    _ => 0,
                };
                profile.longest_run = profile.longest_run.max(run);
                profile.longest_sequence = profile.longest_sequence.max(sequence);
                if before.is_ascii_alphabetic() && byte.is_ascii_alphabetic() {
                    profile.pairs += 1;
                    profile.common += usize::from(is_common(before, byte));
                    profile.flips += usize::from(class(before) != class(byte));
                }
            }
            previous = Some(byte);
        }
        profile.entropy = entropy(&counts, text.len());
        profile
    }

    /// Letters of either case.
    pub(super) fn letters(&self) -> usize {
        self.upper + self.lower
    }

    /// Whether the characters are spread about as evenly as chance would: `share` of what is expected of this length and
    /// alphabet, without long runs or sequences.
    pub(super) fn is_varied(&self, share: f32) -> bool {
        let length = self.length as f32;
        let expected = self.alphabet().log2().min(length.log2()).min(ENOUGH_ENTROPY);
        self.length > 1
            && self.entropy >= share * expected
            && self.longest_run <= (self.length / 3).max(4)
            && self.repeated * 2 <= self.length
            && self.longest_sequence < MAX_SEQUENCE.max(self.length / 4)
            && self.longest_sequence * 2 <= self.length
    }

    /// Whether the letters read like words, and there are few digits among them.
    pub(super) fn reads_like_words(&self) -> bool {
        self.pairs >= MIN_PAIRS
            && self.common * 100 > self.pairs * WORD_SHARE
            && self.flips * 5 < self.pairs * 2
            && self.digits * 7 < self.length
    }

    /// Whether even few letters read like a word: names with a number in them.
    pub(super) fn reads_like_a_name(&self) -> bool {
        let mostly_letters = self.pairs >= 4 && self.pairs * 3 >= self.length;
        let numbered = self.pairs >= 4 && self.digits <= 3 && self.shortest_word >= 3 && self.common * 2 >= self.pairs;
        self.reads_like_words() || numbered || (mostly_letters && self.common * 4 >= self.pairs * 3)
    }

    /// How many characters the value seems drawn from.
    fn alphabet(&self) -> f32 {
        match (self.letters(), self.digits) {
            (0, _) => 10.0,
            (_, 1..) if self.beyond_hex == 0 => 16.0,
            (_, 0) if self.upper == 0 || self.lower == 0 => 26.0,
            _ if self.upper == 0 || self.lower == 0 => 36.0,
            _ => 62.0,
        }
    }
}

fn class(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

fn shortest_word(text: &str) -> usize {
    let (mut shortest, mut length) = (usize::MAX, 0);
    let mut previous = b' ';
    for byte in text.bytes().chain([b' ']) {
        let begins = byte.is_ascii_uppercase() && previous.is_ascii_lowercase();
        if length > 0 && (begins || !byte.is_ascii_alphabetic()) {
            shortest = shortest.min(length);
            length = 0;
        }
        length += usize::from(byte.is_ascii_alphabetic());
        previous = byte;
    }
    shortest
}

fn is_common(first: u8, second: u8) -> bool {
    let row = usize::from(first.to_ascii_lowercase().wrapping_sub(b'a'));
    COMMON_PAIRS.get(row).is_some_and(|row| row.as_bytes().contains(&second.to_ascii_lowercase()))
}

fn entropy(counts: &[u32], length: usize) -> f32 {
    let length = length as f32;
    let share = |count: &u32| *count as f32 / length;
    counts.iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_in_bits_per_character() {
        assert!((Profile::of("abcdabcd").entropy - 2.0).abs() < 1e-6);
        assert!(Profile::of("aaaa").entropy.abs() < 1e-6);
        assert_eq!(Profile::of("").length, 0);
    }

    #[test]
    fn chance_is_told_from_patterns() {
        for varied in
            ["9f86d081884c7d659a2feaa0c55ad015", "q8Zt4LwPx0VbN2sRkYh7Mf3Jd9GcTa1E", "x7k2m9p4", "dQw4w9WgXcQ"]
        {
            assert!(Profile::of(varied).is_varied(0.7), "{varied}");
        }
        for flat in [
            "xxxxxxxxxxxxxxxx",
            "00000000000000000001",
            "abcdefghijklmnopqrstuvwxyz",
            "12345678",
            "abababababababab",
            "5555555dAAAAAb7777777CCCCC",
        ] {
            assert!(!Profile::of(flat).is_varied(0.7), "{flat}");
        }
    }

    #[test]
    fn names_read_like_words() {
        for name in ["requiredCharacteristicTypesForDisplay", "acceptancetimeoutseconds", "GLC_CreateLightmapTextures"]
        {
            assert!(Profile::of(name).reads_like_words(), "{name}");
        }
        for random in ["hLcPCqmjCyWNrxjMHkBjrphJbAfcNCQYtL", "kXrWbQpZtNvHsLgMfKdJ", "9f86d081884c7d659a2feaa0c55ad015"]
        {
            assert!(!Profile::of(random).reads_like_words(), "{random}");
        }
        assert!(Profile::of("Socks5Auth").reads_like_a_name() && !Profile::of("lsd4fkq7vm1x").reads_like_a_name());
        assert!(Profile::of("hunter2000").reads_like_a_name() && !Profile::of("hunter2000").reads_like_words());
    }
}
