//! Reading, working and writing at the same time, in order, in bounded memory.

/// Reads items, works on them in parallel and writes the results in the order of reading.
///
/// In every round the current rayon pool works on one round of items while the calling thread writes the results of the
/// round before and reads the round after; then it helps with the work. At most three rounds of `width` items are alive, and
/// the pool's threads are all that run. The result does not depend on how many there are.
pub(super) fn overlap<I: Send, O: Send, E: Send>(
    width: usize,
    mut read: impl FnMut() -> Result<Option<I>, E> + Send,
    work: impl Fn(I) -> O + Sync,
    mut write: impl FnMut(O) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut round = read_round(width, &mut read)?;
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
            read_round(width, &mut read)
        });
        round = outcome?;
        finished = results;
    }
    Ok(())
}

fn read_round<I, E>(width: usize, read: &mut impl FnMut() -> Result<Option<I>, E>) -> Result<Vec<I>, E> {
    std::iter::from_fn(|| read().transpose()).take(width.max(1)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn squares(count: u64, width: usize, threads: usize, fail_at: Option<u64>) -> Result<Vec<u64>, u64> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut numbers = 0..count;
        let mut written = Vec::new();
        pool.install(|| {
            overlap(
                width,
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

    proptest! {
        #[test]
        fn results_come_in_order(count in 0u64..80, width in 1usize..9, threads in 1usize..4) {
            let expected: Vec<u64> = (0..count).map(|n| n * n).collect();
            prop_assert_eq!(squares(count, width, threads, None), Ok(expected));
        }
    }
}
