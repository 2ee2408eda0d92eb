-- One row per public table or view: what it says of itself.
select
    table_name as relation,
    comment,
    'table' as kind
from duckdb_tables()
where
    database_name = current_database()
    and schema_name = 'main'
    and not internal
union all
select
    view_name as relation,
    comment,
    'view' as kind
from duckdb_views()
where
    database_name = current_database()
    and schema_name = 'main'
    and not internal
    and not temporary
order by relation
