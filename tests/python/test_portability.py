"""The models stay in SQL that Spark can run too: every compiled one is read, and written for Spark, by sqlglot."""

import json

import sqlglot
from chitieu import transform


def test_every_compiled_model_can_be_written_for_spark(built: transform.TransformResult) -> None:
    nodes = json.loads(built.manifest.read_text(encoding="utf-8"))["nodes"].values()
    models = {node["name"]: node["compiled_code"] for node in nodes if node["resource_type"] == "model"}
    assert len(models) >= 30
    for name, code in models.items():
        # The sources are read by DuckDB's read_csv; what a Spark target reads instead is a matter of its profile.
        if not name.startswith("stg_"):
            written = sqlglot.transpile(
                code,
                read="duckdb",
                write="spark",
                unsupported_level=sqlglot.ErrorLevel.RAISE,
                error_level=sqlglot.ErrorLevel.RAISE,
            )
            assert len(written) == 1 and written[0], name
            sqlglot.parse_one(written[0], read="spark")
