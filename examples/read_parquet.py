"""Reads what `blocksift score --format parquet` or `parquet-blocks` wrote: python3 read_parquet.py FILE (needs pyarrow)."""

import sys

import pyarrow.parquet as pq


def blocks_of(path):
    """Each block of the file as (page, block), whichever of the two layouts it has."""
    file = pq.ParquetFile(path)
    nested = "blocks" in file.schema_arrow.names
    for batch in file.iter_batches(batch_size=256):
        for row in batch.to_pylist():
            if nested:
                for block in row["blocks"]:
                    yield row["id"], block
            else:
                yield row["page"], row


def main():
    counts = {}
    for page, block in blocks_of(sys.argv[1]):
        counts[block["label"]] = counts.get(block["label"], 0) + 1
        spans = [(s["start"] - block["start"], s["end"] - block["start"]) for s in block["spam_spans"]]
        if block["label"] == "spam":
            print(f'{page} {block["index"]} {block["spam"]:.2f} {block["text"][:60]!r}')
        for start, end in spans:
            print(f'{page} {block["index"]} within: {block["text"][start:end][:60]!r}')
    print(", ".join(f"{label} {n}" for label, n in sorted(counts.items())))


if __name__ == "__main__":
    main()
