"""Standards: dated data, and the engine that judges the figures of a firm by them."""
