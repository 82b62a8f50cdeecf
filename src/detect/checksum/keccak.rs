//! Keccak-256 as Ethereum and Monero use it: the sponge before NIST changed its padding, so no SHA-3 implementation has it.
//!
//! Source: <https://keccak.team/keccak_specs_summary.html>. It is here for checksums of addresses only; it is not constant in time.

/// Rounds of the permutation.
const ROUNDS: usize = 24;

/// Bytes taken in between two permutations (rate 1088 bits).
const RATE: usize = 136;

/// Rotations of the rho step, in the order in which pi visits the lanes.
const ROTATIONS: [u32; ROUNDS] =
    [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

/// Lanes in the order in which pi visits them.
const LANES: [usize; ROUNDS] = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

type State = [u64; 25];

/// The 32 bytes of Keccak-256 of `data`.
#[must_use]
pub fn keccak_256(data: &[u8]) -> [u8; 32] {
    let mut state: State = [0; 25];
    let mut blocks = data.chunks_exact(RATE);
    for block in &mut blocks {
        absorb(&mut state, block);
    }
    let mut last = [0_u8; RATE];
    last.iter_mut().zip(blocks.remainder()).for_each(|(to, from)| *to = *from);
    if let Some(byte) = last.get_mut(blocks.remainder().len()) {
        *byte = 0x01;
    }
    if let Some(byte) = last.last_mut() {
        *byte |= 0x80;
    }
    absorb(&mut state, &last);
    let mut hash = [0_u8; 32];
    let bytes = state.iter().flat_map(|lane| lane.to_le_bytes());
    hash.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    hash
}

fn absorb(state: &mut State, block: &[u8]) {
    for (lane, bytes) in state.iter_mut().zip(block.chunks_exact(8)) {
        *lane ^= bytes.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    }
    let mut register = 1_u8;
    for _ in 0..ROUNDS {
        permute(state, constant(&mut register));
    }
}

/// One round.
fn permute(state: &mut State, constant: u64) {
    let lane = |state: &State, index: usize| state.get(index).copied().unwrap_or(0);
    let mut columns = [0_u64; 5];
    for (index, value) in state.iter().enumerate() {
        columns.iter_mut().skip(index % 5).take(1).for_each(|column| *column ^= value);
    }
    let column = |index: usize| columns.get(index % 5).copied().unwrap_or(0);
    for (index, value) in state.iter_mut().enumerate() {
        *value ^= column(index + 4) ^ column(index + 1).rotate_left(1);
    }
    let mut carried = lane(state, 1);
    for (index, rotation) in LANES.iter().zip(ROTATIONS) {
        if let Some(slot) = state.get_mut(*index) {
            carried = std::mem::replace(slot, carried.rotate_left(rotation));
        }
    }
    for row in state.chunks_exact_mut(5) {
        let before: [u64; 5] = std::array::from_fn(|index| row.get(index).copied().unwrap_or(0));
        let at = |index: usize| before.get(index % 5).copied().unwrap_or(0);
        for (index, value) in row.iter_mut().enumerate() {
            *value = at(index) ^ (!at(index + 1) & at(index + 2));
        }
    }
    if let Some(first) = state.first_mut() {
        *first ^= constant;
    }
}

/// The next constant of iota, from the linear feedback shift register of the specification.
fn constant(register: &mut u8) -> u64 {
    let mut constant = 0;
    for power in 0..7 {
        if *register & 1 == 1 {
            constant |= 1 << ((1_u32 << power) - 1);
        }
        *register = if *register & 0x80 == 0 { *register << 1 } else { (*register << 1) ^ 0x71 };
    }
    constant
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn hex(data: &[u8]) -> String {
        keccak_256(data).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    }

    /// Published values, among them the hash of nothing that Ethereum's yellow paper uses, and lengths around the rate.
    #[test]
    fn published_hashes() {
        assert_eq!(hex(b""), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assert_eq!(hex(b"abc"), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
        assert_eq!(hex(b"testing"), "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02");
    }

    #[test]
    fn every_block_counts() {
        assert_ne!(hex(&[7; 135]), hex(&[7; 136]));
        assert_ne!(hex(&[7; 136]), hex(&[7; 137]));
        let mut changed = [7; 300];
        changed[0] = 8;
        assert_ne!(hex(&[7; 300]), hex(&changed));
    }
}
