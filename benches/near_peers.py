"""What rensa and datasketch take for the texts that `cargo run --release --example dedup -- file` was given.

    pip install rensa datasketch xxhash
    RAYON_NUM_THREADS=1 python benches/near_peers.py corpus.jsonl [megabytes]

Five-word shingles, 128 permutations, 32 bands of 4 rows, one thread. Both take shingles, so making those in Python is stated
apart. CPU seconds of the process, reading and parsing not counted; datasketch gets a tenth of the texts, since it takes long.
"""

import json
import re
import sys
import time

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

PERMUTATIONS, BANDS, ROWS, WORDS = 128, 32, 4, 5


def texts(path, megabytes):
    left = megabytes * 1e6
    for line in open(path, encoding="utf-8"):
        record = json.loads(line)
        text = "\n".join(record[name] for name in ("prompt", "completion", "text") if record.get(name))
        left -= len(text.encode())
        if left < 0:
            return
        yield text


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))]


def timed(name, texts, make, size):
    before = time.process_time()
    made = make(texts)
    seconds = time.process_time() - before
    print(f"{name}: {seconds:.2f} s, {size / seconds:.1f} MB per CPU-second")
    return made, seconds


def rensa_cluster(sets):
    lsh = RMinHashLSH(0.8, PERMUTATIONS, BANDS)
    hits = 0
    for key, tokens in enumerate(sets):
        sketch = RMinHash(PERMUTATIONS, 42)
        sketch.update(tokens)
        hits += len(lsh.query(sketch))
        lsh.insert(key, sketch)
    return hits


def datasketch_cluster(sets):
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    hits = 0
    for key, tokens in enumerate(sets):
        sketch = MinHash(PERMUTATIONS)
        sketch.update_batch([token.encode() for token in tokens])
        hits += len(lsh.query(sketch))
        lsh.insert(str(key), sketch)
    return hits


def main():
    megabytes = float(sys.argv[2]) if len(sys.argv) > 2 else 40
    corpus = list(texts(sys.argv[1], megabytes))
    size = sum(len(text.encode()) for text in corpus) / 1e6
    print(f"{len(corpus)} texts, {size:.1f} MB")
    sets, shingling = timed("shingles in Python", corpus, lambda texts: [shingles(text) for text in texts], size)
    _, seconds = timed("rensa, shingles made", sets, rensa_cluster, size)
    print(f"rensa, shingling included: {size / (seconds + shingling):.1f} MB per CPU-second")
    part = sets[: len(sets) // 10]
    part_size = sum(len(text.encode()) for text in corpus[: len(part)]) / 1e6
    _, seconds = timed("datasketch, shingles made", part, datasketch_cluster, part_size)
    print(f"datasketch, shingling included: {part_size / (seconds + shingling / 10):.1f} MB per CPU-second")


main()
