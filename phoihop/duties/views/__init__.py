"""The pages of regulations, duties and periods."""
