"""The pages of experts, who see what they score and nothing else."""
