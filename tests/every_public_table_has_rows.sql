-- contract: a table without rows would let every other test pass.
with

counted as (

    {% for table in [
        'dim_area', 'bridge_area_succession', 'dim_indicator', 'dim_unit', 'dim_document', 'fct_observation', 'fct_province_year_indicator',
        'fct_target_attainment', 'fct_target_ambition', 'fct_check', 'excluded_numeral', 'panel',
        'panel_34', 'printings', 'ranking', 'comparison', 'readme',
    ] %}
        {% if not loop.first %}union all{% endif %}
        select
            '{{ table }}' as table_name,
            count(*) as row_count
        from {{ ref(table) }}
    {% endfor %}

)

select table_name from counted
where row_count = 0
