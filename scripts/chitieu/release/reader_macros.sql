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
    select printings.* replace ( -- noqa: AM04
        case when printings.known_until > cast(wanted_date as date) then null else printings.known_until end as known_until,
        exists (
            select 1 from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_doubt') as doubts
            where
                doubts.observation_id = printings.observation_id
                and doubts.known_from <= cast(wanted_date as date)
                and coalesce(doubts.known_until > cast(wanted_date as date), true)
        ) as is_doubted
    )
    from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.printings') as printings
    where printings.published_on <= cast(wanted_date as date)
    order by document_id, char_start, component;

create macro panel_as_of(wanted_date, wanted_database := null) as table
    with words as (
        select *, cast(null as date) as known_until from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_province_year_indicator') -- noqa: AM04
        union all by name
        select * from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_headline_history') -- noqa: AM04
    ),

    known as (
        select
            *, -- noqa: AM04
            row_number() over (partition by area_id, year, indicator_id, scenario order by comparison_order, comparison) as place
        from words
        where
            known_from <= cast(wanted_date as date)
            and coalesce(known_until > cast(wanted_date as date), true)
            and comparison_order is not null
    ),

    doubts as (
        select distinct area_id, year, indicator_id, scenario, comparison
        from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_doubt')
        where
            is_whole_year
            and known_from <= cast(wanted_date as date)
            and coalesce(known_until > cast(wanted_date as date), true)
    )

    select
        areas.name_vi as area_vi,
        areas.name_en as area_en,
        known.year,
        indicators.name_vi as indicator_vi,
        indicators.name_en as indicator_en,
        known.scenario,
        known.comparison,
        known.comparator,
        cast(known.value / units.factor as decimal(38, 6)) as value,
        cast(known.value_low / units.factor as decimal(38, 6)) as value_low,
        cast(known.value_high / units.factor as decimal(38, 6)) as value_high,
        units.name_vi as unit_vi,
        units.name_en as unit_en,
        known.is_approximate,
        known.obs_status,
        doubts.area_id is not null as is_doubted,
        known.source_count,
        known.document_count,
        known.agreement,
        known.plan_giver,
        known.known_from,
        known.area_id,
        known.indicator_id,
        known.headline_observation_id as observation_id
    from known
    inner join query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.dim_area') as areas on known.area_id = areas.area_id
    inner join query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.dim_indicator') as indicators on known.indicator_id = indicators.indicator_id
    inner join query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.dim_unit') as units on indicators.display_unit_id = units.unit_id
    left join doubts
        on
            known.area_id = doubts.area_id
            and known.year = doubts.year
            and known.indicator_id = doubts.indicator_id
            and known.scenario = doubts.scenario
            and known.comparison = doubts.comparison
    where known.place = 1
    order by known.area_id, known.indicator_id, known.year, known.scenario;

create macro attainment_as_of(wanted_date, wanted_database := null) as table
    with words as (
        select * exclude (is_default, is_doubted), cast(null as date) as known_until from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_target_attainment') -- noqa: AM04
        union all by name
        select * from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_attainment_history') -- noqa: AM04
    ),

    doubts as (
        select distinct figures.observation_id
        from query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_doubt') as doubts
        inner join query_table(coalesce(wanted_database, case current_database() when 'memory' then 'chitieu' else 'main' end) || '.fct_observation') as figures
            on
                doubts.area_id = figures.area_id
                and doubts.year = figures.year
                and doubts.indicator_id = figures.indicator_id
                and doubts.scenario = figures.scenario
                and doubts.comparison = figures.comparison
        where
            doubts.is_whole_year
            and doubts.known_from <= cast(wanted_date as date)
            and coalesce(doubts.known_until > cast(wanted_date as date), true)
    )

    select
        words.area_id,
        words.period,
        words.year,
        words.indicator_id,
        words.basis,
        words.comparison,
        words.plan_giver,
        words.target_comparator,
        words.target_low,
        words.target_high,
        words.actual_comparator,
        words.actual_low,
        words.actual_high,
        words.unit_id,
        words.verdict,
        words.attainment_pct,
        words.obs_status,
        exists (
            select 1 from doubts
            where doubts.observation_id in (words.target_observation_id, words.actual_observation_id, words.attainment_observation_id)
        ) as is_doubted,
        words.target_agreement,
        words.actual_agreement,
        words.known_from,
        words.target_observation_id,
        words.actual_observation_id,
        words.attainment_observation_id
    from words
    where
        words.known_from <= cast(wanted_date as date)
        and coalesce(words.known_until > cast(wanted_date as date), true)
    order by words.area_id, words.period, words.indicator_id, words.basis, words.comparison;

create macro source_of(wanted_observation_id, wanted_database := null) as table
    select
        observation_id,
        document_id,
        document_title,
        file_name,
        issuer,
        published_on,
        published_precision,
        locator,
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
'Every printed figure that was known on a day, with the doubts of that day: those of documents published on it or before. observations_as_of(''2024-01-10'')';

comment on macro table panel_as_of is
'The panel as a reader of that day would have seen it: headlines, agreement and doubts from documents known by then and from nothing else. panel_as_of(''2024-01-20'')';

comment on macro table attainment_as_of is
'Plans held against results as a reader of that day would have seen it: verdicts and doubts from documents known by then. attainment_as_of(''2024-01-20'')';

comment on macro table source_of is
'Where a figure was printed: document, issuer, day, span or cell, and the passage, of a cell the headings of its row and column. source_of(''ha-tinh-2024-01-20:1718:1'')';

comment on macro table compare is
'All provinces in a year: plan, result, verdict, place, distance from the nation, and how many of them printed it. compare(''grdp_growth'', 2023)';
