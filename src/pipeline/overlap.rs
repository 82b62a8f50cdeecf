//! Reading, working and writing at the same time, in order, in bounded memory.

/// Items of a round for each thread: enough that none waits for the last one of a round.
const ITEMS_PER_THREAD: usize = 8;

/// A round ends behind the item that makes it this large, so that records of many megabytes do not fill the memory eight for
/// each thread. Rounds of ordinary batches stay far below it.
const ROUND_BYTES: usize = 32 << 20;

/// An item that holds record text, as a round counts it.
pub(super) trait Weighed {
    /// Bytes of text in it.
    fn bytes(&self) -> usize;
}

/// How much is read before it is worked on. The outcome does not depend on it.
#[derive(Debug, Clone, Copy)]
struct Round {
    items: usize,
    bytes: usize,
}

/// Reads items, works on them in parallel and writes the results in the order of reading.
///
/// In every round the current rayon pool works on one round of items while the calling thread writes the results of the
/// round before and reads the round after; then it helps with the work. At most three rounds are alive, each of at most
/// [`ROUND_BYTES`] and one item more, and the pool's threads are all that run. The result does not depend on how many there are.
pub(super) fn overlap<I: Send + Weighed, O: Send, E: Send>(
    read: impl FnMut() -> Result<Option<I>, E> + Send,
    work: impl Fn(I) -> O + Sync,
    write: impl FnMut(O) -> Result<(), E> + Send,
) -> Result<(), E> {
    let round = Round { items: rayon::current_num_threads() * ITEMS_PER_THREAD, bytes: ROUND_BYTES };
    rounds(round, read, work, write)
}

fn rounds<I: Send + Weighed, O: Send, E: Send>(
    size: Round,
    mut read: impl FnMut() -> Result<Option<I>, E> + Send,
    work: impl Fn(I) -> O + Sync,
    mut write: impl FnMut(O) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut round = read_round(size, &mut read)?;
    let mut finished: Vec<Option<O>> = Vec::new();
    while !round.is_empty() || !finished.is_empty() {
        let mut results: Vec<Option<O>> = Vec::new();
        results.resize_with(round.len(), || None);
        let work = &work;
        let outcome = rayon::scope(|scope| {
            for (slot, item) in results.iter_mut().zip(round) {
                scope.spawn(move |_| *slot = Some(work(item)));
            }
            finished.into_iter().flatten().try_for_each(&mut write)?;
            read_round(size, &mut read)
        });
        round = outcome?;
        finished = results;
    }
    Ok(())
}

fn read_round<I: Weighed, E>(size: Round, read: &mut impl FnMut() -> Result<Option<I>, E>) -> Result<Vec<I>, E> {
    let mut items = Vec::new();
    let mut bytes = 0;
    while items.len() < size.items.max(1) && bytes < size.bytes.max(1) {
        let Some(item) = read()? else { break };
        bytes += item.bytes();
        items.push(item);
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    impl Weighed for u64 {
        fn bytes(&self) -> usize {
            usize::try_from(*self).unwrap()
        }
    }

    fn squares(count: u64, width: usize, threads: usize, fail_at: Option<u64>) -> Result<Vec<u64>, u64> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut numbers = 0..count;
        let mut written = Vec::new();
        pool.install(|| {
            rounds(
                Round { items: width, bytes: 50 },
                || match numbers.next() {
                    Some(n) if Some(n) == fail_at => Err(n),
                    n => Ok(n),
                },
                |n| n * n,
                |square| {
                    written.push(square);
                    Ok(())
                },
            )
        })
        .map(|()| written)
    }

    #[test]
    fn a_read_error_stops_everything() {
        assert_eq!(squares(100, 4, 2, Some(17)), Err(17));
    }

    #[test]
    fn a_round_ends_where_it_is_large_enough() {
        let read = |sizes: &[u64], size| {
            let mut sizes = sizes.iter().copied();
            let mut rounds = Vec::new();
            loop {
                let round = read_round(size, &mut || Ok::<_, ()>(sizes.next())).unwrap();
                if round.is_empty() {
                    return rounds;
                }
                rounds.push(round.len());
            }
        };
        let size = Round { items: 3, bytes: 100 };
        assert_eq!(read(&[1, 1, 1, 1], size), [3, 1]);
        // The item that is too much is in: it was read already. What follows it is not read.
        assert_eq!(read(&[60, 60, 500, 500, 1, 1, 1], size), [2, 1, 1, 3]);
    }

    proptest! {
        #[test]
        fn results_come_in_order(count in 0u64..80, width in 1usize..9, threads in 1usize..4) {
            let expected: Vec<u64> = (0..count).map(|n| n * n).collect();
            prop_assert_eq!(squares(count, width, threads, None), Ok(expected));
        }
    }
}
