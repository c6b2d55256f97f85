"""Standards over REST: published as they are; anybody may try them, a firm's own facts need a
login."""
