"""How dates are read, language by language; pages write them with `base.numbers`."""
