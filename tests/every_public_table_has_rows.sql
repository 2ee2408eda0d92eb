-- contract: a table without rows would let every other test pass.
-- Views that compare areas with each other are asked for the indicator that nearly every document prints: whole, they take nearly as long as all other tests.
-- What is divided by people or land (per_head, per_area) may be empty where nobody prints those.
-- They are counted: DuckDB 2.0 answers `not exists` over a filtered view of windows wrongly at some sizes (`limit 1` gives all of its rows).
{% for table in [
    'dim_area', 'bridge_area_succession', 'dim_concept', 'dim_breakdown', 'dim_measure', 'dim_indicator', 'dim_unit', 'dim_document', 'fct_observation',
    'fct_province_year_indicator',
    'fct_target_attainment', 'fct_target_ambition', 'fct_check', 'excluded_numeral', 'bridge_check_observation', 'dim_division', 'bridge_division_area', 'compared_division', 'panel', 'printings', 'readme',
] %}
    {% if not loop.first %}union all{% endif %}
    select '{{ table }}' as table_name
    where not exists (select 1 from {{ ref(table) }})
{% endfor %}
{% for view in ['panel_34', 'ranking', 'comparison'] %}
    union all
    select '{{ view }}' as table_name
    where (
        select count(*) from {{ ref(view) }}
        where indicator_id = 'grdp_growth'
    ) = 0
{% endfor %}
