"""How well and how fast Hermes learns from closed leads, against scikit-learn's logistic regression.

`python bench/learning.py [--leads 10000] [--kinds forms skewed …]` makes up files of leads of known kinds, imports and
learns from them, and prints a line of JSON a kind: seconds (reading included), our cross-validated AUC, that of
scikit-learn on the same columns and folds (one-hot, standardised, median-imputed with missing indicators; with its
default C and, with --tuned, the best C), that of the rules. Broken (exit code 1) where ours is more than .02 below the
better of scikit-learn's, or where learning takes more than 5 s. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as Hermes does, before numpy is there

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_file
from hermes_tui.metrics.learning import learn_from
from hermes_tui.scoring.learning.columns import Case
from hermes_tui.scoring.learning.fitting import FOLDS, folds_of
from hermes_tui.scoring.learning.judging import auc
from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.rules import DEFAULT_RULES
from storage.database import Database

WITHIN, SECONDS = 0.02, 5.0

Table = dict[str, list[Any]]
Draw = np.random.Generator


def picked(draw: Draw, words: str, n: int, blank: float = 0.0) -> tuple[list[Any], np.ndarray]:
    """A categorical column, seldom words last, and the effect that each lead's word has."""
    names = words.split()
    share = 1 / np.arange(1, len(names) + 1)
    codes = draw.choice(len(names), n, p=share / share.sum())
    effects = draw.normal(0, 0.9, len(names))
    missing = draw.random(n) < blank
    return [None if gone else names[code] for code, gone in zip(codes, missing, strict=True)], np.where(
        missing, -0.8, effects[codes]
    )


def words_of(kind: str, n: int) -> str:
    """So many made-up words."""
    return " ".join(f"{kind}{number}" for number in range(n))


def forms(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """As a web form's leads: origins, sources, visits, a long-tailed time on the site, much left blank, constants."""
    table: Table = {}
    odds = np.full(n, -0.6)
    for name, levels, blank in (
        ("custom.origin", 5, 0.0), ("source", 20, 0.01), ("custom.last activity", 16, 0.01),
        ("custom.country", 35, 0.27), ("custom.specialization", 18, 0.36), ("custom.occupation", 6, 0.29),
        ("custom.city", 7, 0.4), ("custom.heard from", 9, 0.7),
    ):  # fmt: skip
        table[name], effect = picked(draw, words_of(name[-4:], levels), n, blank)
        odds += 0.6 * effect
    visits = draw.negative_binomial(1.2, 0.28, n).astype(float)
    minutes = np.where(visits > 0, draw.exponential(480, n), 0).round()
    odds += 0.0016 * minutes - 0.7
    table["custom.visits"] = [None if draw.random() < 0.015 else float(v) for v in visits]
    table["custom.minutes"] = minutes.tolist()
    table["custom.pages"] = np.round(np.where(visits > 0, 1 + draw.gamma(2, 0.8, n), 0), 2).tolist()
    for name, share, effect_of in (("custom.no mail", 0.08, -1.5), ("custom.search", 0.002, 0.0)):
        yes = draw.random(n) < share
        odds += effect_of * yes
        table[name] = ["Yes" if each else "No" for each in yes]
    table["custom.magazine"] = ["No"] * n
    return table, odds


def linear(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Steady numbers alone, as logistic regression has it."""
    numbers = draw.normal(size=(6, n))
    effects = np.array([1.2, -0.8, 0.5, 0.3, 0.0, 0.0])
    return {f"custom.n{at}": row.tolist() for at, row in enumerate(numbers)}, effects @ numbers


def skewed(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Numbers with very long tails, one by its logarithm, one as it is; outliers a thousand times the median."""
    wide, tail = draw.lognormal(3, 1.6, n), draw.exponential(1, n)
    return {
        "custom.spent": wide.round(2).tolist(), "custom.tail": tail.tolist(),
        "custom.noise": draw.pareto(1.1, n).tolist(),
    }, 0.7 * (np.log(wide) - 3) + 0.9 * (tail - 1)  # fmt: skip


def bent(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Numbers whose middle is best, and one that only counts from a point on."""
    size, age = draw.normal(50, 15, n), draw.uniform(0, 40, n)
    odds = 1.2 - ((size - 50) / 15) ** 2 + 1.5 * (age > 30)
    return {"custom.size": size.round(1).tolist(), "custom.age": age.round().tolist()}, odds - odds.mean()


def correlated(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Columns that say much the same: copies with errors, and a category made of a number."""
    first = draw.normal(size=n)
    copies = {f"custom.copy{at}": (first + draw.normal(0, 0.3, n)).round(3).tolist() for at in range(5)}
    band = [f"band {int(np.clip(value * 2 + 5, 0, 9))}" for value in first]
    return {**copies, "custom.band": band}, 1.1 * first


def weak(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Hardly anything tells won from lost, and columns are many."""
    table: Table = {}
    odds = np.zeros(n)
    for at in range(14):
        table[f"custom.c{at}"], effect = picked(draw, words_of(f"w{at}_", 12), n, 0.1)
        odds += 0.12 * effect
    return table, odds


def agents(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Companies by the thousand, and agents."""
    table: Table = {}
    table["company"], by_company = picked(draw, words_of("firm", 3000), n)
    table["custom.agent"], by_agent = picked(draw, words_of("agent", 40), n)
    return table, 0.8 * by_company + 0.8 * by_agent


def towns(draw: Draw, n: int) -> tuple[Table, np.ndarray]:
    """Three columns of 300 values each, none of them much more frequent than others, among a dozen of twenty."""
    table: Table = {}
    odds = np.full(n, -0.3)
    for at in range(15):
        levels, strength = (300, 0.7) if at < 3 else (20, 0.2)
        codes = draw.integers(0, levels, n)
        odds += draw.normal(0, strength, levels)[codes]
        table[f"custom.c{at}"] = [f"w{at}_{code}" for code in codes.tolist()]
    return table, odds


KINDS: dict[str, Callable[[Draw, int], tuple[Table, np.ndarray]]] = {
    made.__name__: made for made in (forms, linear, skewed, bent, correlated, weak, agents, towns)
}


def made_up(kind: str, n: int, seed: int) -> tuple[Table, list[Case]]:
    """A table of columns and its leads, won as its kind has it; the rules' words are in a third of them, and weigh."""
    draw = np.random.default_rng([seed, len(kind), n])
    table, odds = KINDS[kind](draw, n)
    remote = draw.random(n) < 0.3
    odds = odds + 0.3 * remote
    won = draw.random(n) < 1 / (1 + np.exp(-odds))
    texts = ["Remote work is fine" if each else "A lead that asks for an offer" for each in remote]
    cases = [
        Case(at + 1, bool(won[at]), Inquiry(f"Lead {at}", texts[at], columns=_columns(table, at))) for at in range(n)
    ]
    return table, cases


def _columns(table: Table, at: int) -> dict[str, Any]:
    return {name: values[at] for name, values in table.items() if values[at] is not None}


def by_sklearn(table: Table, cases: list[Case], *, tuned: bool) -> float:
    """scikit-learn's AUC on the same columns and folds."""
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    rule = [float(bool(qualify(case.inquiry).reasons)) for case in cases]
    columns = {**table, "rule": rule}
    numbers = [at for at, values in enumerate(columns.values()) if any(isinstance(v, float) for v in values)]
    others = [at for at in range(len(columns)) if at not in numbers]
    matrix = np.array(
        [
            [np.nan if v is None else v for v in values] if at in numbers else ["" if v is None else v for v in values]
            for at, values in enumerate(columns.values())
        ],
        dtype=object,
    ).T
    won = np.array([case.won for case in cases])
    folds = folds_of(np.array([case.lead_id for case in cases]), won)
    score = np.empty(len(won))
    for fold in range(FOLDS):
        model = LogisticRegressionCV(
            Cs=np.logspace(-3, 1, 5), cv=4, scoring="neg_log_loss", max_iter=400, l1_ratios=(0,),
            use_legacy_attributes=False,
        ) if tuned else LogisticRegression(max_iter=1000)  # fmt: skip
        prepared = make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), others),
        )
        whole = make_pipeline(prepared, model)
        whole.fit(matrix[folds != fold], won[folds != fold])
        score[folds == fold] = whole.decision_function(matrix[folds == fold])
    return auc(score, won)


def filed(folder: Path, table: Table, cases: list[Case]) -> Database:
    """The leads as a CSV file brought in by the import, `Select` where a value is missing, as a rep's file may be."""
    path = folder / "leads.csv"
    named = {
        name.removeprefix("custom."): ["Select" if value is None else value for value in values]
        for name, values in table.items()
    }
    with path.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["title", "description", "stage", *named])
        for at, case in enumerate(cases):
            rows.writerow(
                [case.inquiry.title, case.inquiry.description, "WON" if case.won else "LOST"]
                + [values[at] for values in named.values()]
            )
    maps = ["title=title", "description=description", "stage=stage"]
    maps += [f"{name}={name.removeprefix('custom.')}" for name in table]
    database = Database.open(folder / "bench.db", create=True)
    load(database, plan(read_file(str(path)), from_options(maps, blanks=["Select"])), now=0)
    return database


def measured(kind: str, n: int, seed: int, tuned: bool) -> dict[str, Any]:
    """One line of the report; the seconds are of reading the file's leads and learning from them."""
    table, cases = made_up(kind, n, seed)
    with TemporaryDirectory(prefix="hermes-bench-") as name:
        database = filed(Path(name), table, cases)
        began = time.perf_counter()
        found = learn_from(database, DEFAULT_RULES, 0)
        seconds = time.perf_counter() - began
        database.close()
    plain = by_sklearn(table, cases, tuned=False)
    best = max(plain, by_sklearn(table, cases, tuned=True)) if tuned else plain
    assert found.auc is not None
    assert found.auc_rules is not None
    behind = best - found.auc
    return {
        "kind": kind, "leads": n, "won": found.won, "seconds": round(seconds, 2), "auc": round(found.auc, 4),
        "sklearn": round(plain, 4), "best": round(best, 4), "behind": round(behind, 4),
        "rules": round(found.auc_rules, 4), "used": found.passed, "broken": bool(behind > WITHIN or seconds > SECONDS),
    }  # fmt: skip


def main() -> int:
    """Print the lines; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tuned", action="store_true", help="tune scikit-learn too; slow")
    wanted = parser.parse_args()
    broken = False
    for n in wanted.leads:
        for kind in wanted.kinds:
            line = measured(kind, n, wanted.seed, wanted.tuned)
            broken = broken or line["broken"]
            print(json.dumps(line), flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
