-- contract: every code is in the closed list of its column, as kept in codes.csv. A year may stand for what a figure is compared with.
with

codes as (

    select * from {{ ref('codes') }}

),

{%- set coded = [
    ('fct_observation', 'scenario', 'scenario'),
    ('fct_observation', 'comparator', 'comparator'),
    ('fct_observation', 'obs_status', 'obs_status'),
    ('fct_observation', 'compared_with', 'compared_with'),
    ('fct_observation', 'plan_giver', 'plan_giver'),
    ('excluded_numeral', 'reason', 'exclusion_reason'),
    ('dim_area', 'area_type', 'area_type'),
    ('dim_indicator', 'measure', 'measure'),
    ('dim_indicator', 'better', 'better'),
    ('dim_indicator', 'aggregation', 'aggregation'),
    ('dim_indicator', 'price_basis', 'price_basis'),
    ('dim_indicator', 'theme', 'theme'),
    ('dim_concept', 'kind', 'concept_kind'),
    ('dim_concept', 'theme', 'theme'),
    ('dim_concept', 'better', 'better'),
    ('dim_concept', 'aggregation', 'aggregation'),
    ('dim_concept', 'price_basis', 'price_basis'),
    ('dim_concept', 'area_type', 'area_type'),
    ('dim_breakdown', 'role', 'breakdown_role'),
    ('dim_measure', 'published_as', 'measure'),
    ('dim_document', 'published_precision', 'published_precision'),
    ('dim_document', 'published_basis', 'published_basis'),
    ('identities', 'identity_kind', 'identity_kind'),
    ('identities', 'role', 'identity_role'),
] %}

used as (

    {% for table, column, codelist in coded %}
        {% if not loop.first %}union{% endif %}
        select
            '{{ table }}.{{ column }}' as used_in,
            '{{ codelist }}' as codelist,
            {{ column }} as code
        from {{ ref(table) }}
    {% endfor %}

)

select
    used.used_in,
    used.code
from used
left join codes
    on
        used.codelist = codes.codelist
        and used.code = codes.code
where
    used.code is not null
    and codes.code is null
    and not (used.codelist = 'compared_with' and used.code like '2___')
