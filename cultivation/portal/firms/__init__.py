"""The pages of firms: the list, a firm's own page, acts on it."""
