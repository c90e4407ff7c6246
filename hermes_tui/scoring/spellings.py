"""How people spell the technologies of a stack, as data: each row is one technology, its first spelling the usual one.

All are lower-case; a space also stands for a hyphen. A word that is no row of this table is looked for as it is.
"""

from __future__ import annotations

from functools import cache

TECHNOLOGIES: tuple[tuple[str, ...], ...] = (
    ("python", "python2", "python3"),
    ("django",), ("fastapi",), ("flask",), ("jupyter",), ("pandas",),
    ("typescript",), ("javascript", "java script", "ecmascript"),
    ("react", "react.js", "reactjs", "react js"), ("react native", "reactnative"),
    ("next.js", "nextjs", "next js"), ("nuxt", "nuxt.js", "nuxtjs"), ("nest.js", "nestjs", "nest js"),
    ("node.js", "nodejs", "node js", "node"), ("express", "express.js", "expressjs"),
    ("vue", "vue.js", "vuejs"), ("angular",), ("angularjs", "angular.js"), ("svelte", "sveltekit"),
    ("postgresql", "postgres", "postgre sql", "postgre", "pgsql", "postgressql"),
    ("mysql", "my sql"), ("mariadb", "maria db"),
    ("sql server", "mssql", "ms sql", "mssqlserver"), ("sqlite", "sqlite3"), ("mongodb", "mongo", "mongo db"),
    ("elasticsearch", "elastic search"), ("redis",), ("graphql", "graph ql"), ("kafka",), ("rabbitmq", "rabbit mq"),
    ("kubernetes", "k8s"), ("docker",), ("terraform",), ("aws", "amazon web services"),
    ("gcp", "google cloud platform", "google cloud"), ("azure", "microsoft azure"),
    ("go", "golang"), ("rust",), ("c",), ("c++", "cpp"), ("c#", "csharp", "c sharp"), ("java",), ("kotlin",),
    ("scala",), (".net", "dotnet", "dot net", "asp.net", ".net core"), ("swift",), ("dart",), ("flutter",), ("ruby",),
    ("ruby on rails", "rails", "ror"), ("php",), ("laravel",), ("symfony",), ("spring", "spring boot", "springboot"),
    ("wordpress", "word press"), ("shopify",), ("magento",), ("salesforce", "sfdc"), ("hubspot",),
    ("power bi", "powerbi"), ("tailwind", "tailwindcss", "tailwind css"), ("snowflake",), ("spark", "pyspark"),
    ("tensorflow",), ("pytorch",), ("elixir",), ("clojure",), ("haskell",), ("julia",), ("r",), ("unity",),
)  # fmt: skip

DOUBTFUL = frozenset({"go", "rust", "c", "r", "swift", "dart", "spring", "spark", "express", "node", "julia", "unity",
                      "rails", "elixir", "snowflake", "postgre"})  # fmt: skip
"""Spellings that mean something else as often: they count only where software stands beside them (doubts.py)."""


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    return {spelling: row for row in TECHNOLOGIES for spelling in row}


def spellings_of(word: str) -> tuple[str, ...]:
    """Every spelling of the technology that a word of the rules names, the word itself where none is known.

    >>> spellings_of("Postgres")
    ('postgresql', 'postgres', 'postgre sql', 'postgre', 'pgsql', 'postgressql')
    """
    plain = " ".join(word.lower().split())
    return _rows().get(plain, (plain,))
