"""The pages of published figures: the list, recording and correcting them."""
