"""The pages of units and posts."""
