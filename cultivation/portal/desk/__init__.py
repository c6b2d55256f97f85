"""The desk: what waits for whom, batches, acts on many applications at once."""
