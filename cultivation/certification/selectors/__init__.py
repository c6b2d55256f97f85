"""Reading: cases, queues, what is missing."""
