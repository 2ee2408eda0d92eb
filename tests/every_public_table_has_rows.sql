-- contract: a table without rows would let every other test pass.
{% for table in [
    'dim_area', 'bridge_area_succession', 'dim_indicator', 'dim_unit', 'dim_document', 'fct_observation', 'fct_province_year_indicator',
    'fct_target_attainment', 'fct_target_ambition', 'fct_check', 'excluded_numeral', 'panel',
    'panel_34', 'printings', 'ranking', 'comparison', 'readme',
] %}
    {% if not loop.first %}union all{% endif %}
    select '{{ table }}' as table_name
    where not exists (select 1 from {{ ref(table) }})
{% endfor %}
