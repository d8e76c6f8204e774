"""The pages of the registers. A page takes what is done on it at its own address, so that a refusal shows it again."""
