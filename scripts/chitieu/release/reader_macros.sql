-- Table macros of the published file, for readers. Each is a short form of a filter on a view, and the views work wherever the file does.
--
-- A view finds its tables in its own file; a macro is expanded in the reader's session and finds them in the database in use. So macros answer when
-- the file is opened, and when it is attached as any name and used (`use any_name`). Without `use`, say the name:
-- `from any_name.compare('grdp_growth', 2023, wanted_database := 'any_name')`. In a session of no file the name is taken to be chitieu, as it is when
-- the file is attached without another. It is worked out in the body: DuckDB works out a default when the macro is made, not when it is called.
--
-- Parameters begin with wanted_: one named like a column would silently be taken for the column. They have no types, which need a newer storage.
-- Not seen by sqlfluff: AM04, since a macro gives all that its view gives; PRS, since it does not know comments on macros.

create macro observations_as_of(wanted_date, wanted_database := null) as table
    select * from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.printings') -- noqa: AM04
    where published_on <= cast(wanted_date as date)
    order by document_id, char_start, component;

create macro source_of(wanted_observation_id, wanted_database := null) as table
    select
        observation_id,
        document_id,
        document_title,
        file_name,
        issuer,
        published_on,
        published_precision,
        char_start,
        char_end,
        figure,
        passage,
        verification,
        note
    from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.printings')
    where observation_id = wanted_observation_id;

create macro compare(wanted_indicator_id, wanted_year, wanted_database := null) as table
    select * from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.comparison') -- noqa: AM04
    where
        indicator_id = wanted_indicator_id
        and year = wanted_year
    order by rank_from, rank_to, area_id;

comment on macro table observations_as_of is -- noqa: PRS
'Every printed figure that was known on a day: those of documents published on it or before. observations_as_of(''2024-01-10'')';

comment on macro table source_of is
'Where a figure was printed: document, issuer, day, span and passage. source_of(''ha-tinh-2024-01-20:1718:1'')';

comment on macro table compare is
'All provinces in a year: plan, result, verdict, place, distance from the nation, and how many of them printed it. compare(''grdp_growth'', 2023)';
