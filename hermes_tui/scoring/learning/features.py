"""What is known of many leads as numbers to learn from, kept so that a column of hundreds of values costs no more than
one of ten: not a matrix of ones and zeros, but of each lead the place of its value, and a small table of places."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Solve = Callable[["NDArray[np.float64]"], "NDArray[np.float64]"]


class Block(NamedTuple):
    """Features that a lead has by a place alone: those of a lead are `table[codes[lead]]`; `table` is places ×
    features."""

    codes: NDArray[np.int64]
    table: NDArray[np.float64]


class Features(NamedTuple):
    """Features of leads: those of `plain` (leads × features, the first column ones), then those of each of `blocks`."""

    plain: NDArray[np.float64]
    blocks: tuple[Block, ...] = ()

    @property
    def size(self) -> int:
        """How many features there are."""
        return int(self.plain.shape[1]) + sum(int(block.table.shape[1]) for block in self.blocks)

    def of(self, leads: NDArray[np.bool_]) -> Features:
        """Those of some leads."""
        return Features(self.plain[leads], tuple(block._replace(codes=block.codes[leads]) for block in self.blocks))

    def times(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of each lead the sum of its features by their weights."""
        own = self.plain.shape[1]
        found: NDArray[np.float64] = self.plain @ weights[:own]
        for block, part in zip(self.blocks, self._parts(weights), strict=True):
            found += (block.table @ part)[block.codes]
        return found

    def back(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of each feature its sum over the leads by their worth: what the transposed matrix times `worth` is."""
        found = [self.plain.T @ worth]
        found += [_sums(block, worth) @ block.table for block in self.blocks]
        return np.concatenate(found)

    def nearly_solved(self, worth: NDArray[np.float64], strength: NDArray[np.float64]) -> Solve:
        """What divides by the curvature (the features' products by the leads' worth, and `strength` on its diagonal)
        but for the products between different blocks; exactly where there are none."""
        own = self.plain.shape[1]
        scaled = self.plain * np.sqrt(worth)[:, None]
        inverses = [np.linalg.inv(scaled.T @ scaled + np.diag(strength[:own]))]
        for block, part in zip(self.blocks, self._parts(strength), strict=True):
            scaled = block.table * np.sqrt(_sums(block, worth))[:, None]
            inverses.append(np.linalg.inv(scaled.T @ scaled + np.diag(part)))

        def solve(slope: NDArray[np.float64]) -> NDArray[np.float64]:
            parts = [slope[:own], *self._parts(slope)]
            return np.concatenate([inverse @ part for inverse, part in zip(inverses, parts, strict=True)])

        return solve

    def _parts(self, each: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """What of a row with a number for every feature belongs to which block."""
        ends = np.cumsum([self.plain.shape[1], *(block.table.shape[1] for block in self.blocks)])
        return [each[begin:end] for begin, end in pairwise(ends.tolist())]


def _sums(block: Block, worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The worth of the leads at each place."""
    return np.bincount(block.codes, worth, len(block.table)).astype(np.float64, copy=False)
