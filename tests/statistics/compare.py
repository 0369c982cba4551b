"""Compares figures, and remembers which differ."""

import math

# Relative to 1 for shares and probabilities, to the number itself where it is larger.
TOLERANCE = 1e-6


class Comparison:
    """The figures of one history that were compared, and those that differ."""

    def __init__(self, name):
        self.name = name
        self.figures = 0
        self.differences = []

    def equal(self, where, answered, computed):
        """Compares counts, codes and instants, which are equal exactly."""
        self.figures += 1
        if answered != computed:
            self.differences.append(f"{self.name}: {where}: answered {answered}, computed {computed}")

    def near(self, where, answered, computed, tolerance=TOLERANCE):
        """Compares numbers; null, infinite and not a number are all unknown."""
        self.figures += 1
        answered, computed = known(answered), known(computed)
        if answered is None or computed is None:
            is_near = answered is computed
        else:
            is_near = abs(answered - computed) <= tolerance * max(1.0, abs(computed))
        if not is_near:
            self.differences.append(f"{self.name}: {where}: answered {answered}, computed {computed}")

    def interval(self, where, answered, computed, tolerance=TOLERANCE):
        """Compares a value with the ends of its interval."""
        for name, number in zip(("value", "low", "high"), computed):
            self.near(f"{where}/{name}", answered[name], number, tolerance)


def known(number):
    """Returns a number, or none."""
    return float(number) if number is not None and math.isfinite(number) else None
