"""The pages of certifications and batches."""
