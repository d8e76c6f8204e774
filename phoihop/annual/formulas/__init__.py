"""Pure parts of the annual report: figure tokens, the search for free-typed numbers, the ledger of a paper."""
