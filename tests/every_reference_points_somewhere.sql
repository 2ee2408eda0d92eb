-- contract: no row names an area, indicator, unit, document or observation that does not exist.
with

known as (

    select
        'area' as kind,
        area_id as id
    from {{ ref('dim_area') }}
    union all
    select
        'indicator' as kind,
        indicator_id as id
    from {{ ref('dim_indicator') }}
    union all
    select
        'unit' as kind,
        unit_id as id
    from {{ ref('dim_unit') }}
    union all
    select
        'document' as kind,
        document_id as id
    from {{ ref('dim_document') }}
    union all
    select
        'observation' as kind,
        observation_id as id
    from {{ ref('fct_observation') }}
    union all
    select
        'check' as kind,
        check_id as id
    from {{ ref('fct_check') }}
    union all
    select
        'concept' as kind,
        concept_id as id
    from {{ ref('dim_concept') }}
    union all
    select
        'breakdown' as kind,
        breakdown_id as id
    from {{ ref('dim_breakdown') }}
    union all
    select
        'division' as kind,
        division_id as id
    from {{ ref('dim_division') }}

),

{%- set references = [
    ('dim_area', 'area', ['parent_area_id']),
    ('bridge_area_succession', 'area', ['predecessor_area_id', 'successor_area_id']),
    ('dim_indicator', 'unit', ['standard_unit_id', 'display_unit_id']),
    ('dim_indicator', 'indicator', ['base_indicator_id', 'whole_indicator_id']),
    ('dim_indicator', 'concept', ['concept_id']),
    ('dim_concept', 'unit', ['standard_unit_id', 'display_unit_id']),
    ('dim_concept', 'concept', ['whole_concept_id']),
    ('dim_concept', 'indicator', ['concept_id']),
    ('dim_breakdown', 'breakdown', ['parent_breakdown_id']),
    ('dim_measure', 'unit', ['unit_id']),
    ('stg_partition_members', 'indicator', ['whole_indicator_id', 'part_indicator_id']),
    ('int_identities', 'indicator', ['indicator_id', 'weighted_by_indicator_id']),
    ('dim_unit', 'unit', ['standard_unit_id']),
    ('dim_document', 'document', ['supersedes_document_id']),
    ('bridge_division_area', 'area', ['area_id']),
    ('bridge_division_area', 'division', ['division_id']),
    ('compared_division', 'indicator', ['indicator_id']),
    ('compared_division', 'division', ['division_id']),
    ('fct_correction', 'observation', ['observation_id']),
    ('bridge_check_observation', 'observation', ['observation_id']),
    ('bridge_check_observation', 'check', ['check_id']),
    ('fct_doubt', 'observation', ['observation_id']),
    ('fct_revision', 'observation', ['from_observation_id', 'to_observation_id']),
    ('fct_revision', 'area', ['area_id']),
    ('fct_revision', 'indicator', ['indicator_id']),
    ('fct_province_year_indicator', 'indicator', ['indicator_id']),
    ('fct_province_year_indicator', 'unit', ['unit_id']),
    ('fct_headline_history', 'observation', ['headline_observation_id']),
    ('fct_attainment_history', 'observation', ['target_observation_id', 'actual_observation_id', 'attainment_observation_id']),
    ('fct_target_attainment', 'area', ['area_id']),
    ('fct_target_attainment', 'indicator', ['indicator_id']),
    ('panel', 'area', ['area_id']),
    ('panel', 'indicator', ['indicator_id']),
    ('panel', 'unit', ['unit_id']),
    ('panel', 'observation', ['observation_id']),
    ('printings', 'observation', ['observation_id']),
    ('panel_34', 'area', ['area_id']),
    ('panel_34', 'indicator', ['indicator_id']),
    ('panel_34', 'unit', ['unit_id']),
    ('fct_observation', 'document', ['document_id']),
    ('fct_observation', 'area', ['area_id']),
    ('fct_observation', 'indicator', ['indicator_id']),
    ('fct_observation', 'unit', ['unit_id']),
    ('fct_province_year_indicator', 'observation', ['headline_observation_id']),
    ('fct_province_year_indicator', 'area', ['area_id']),
    ('fct_target_attainment', 'observation', ['target_observation_id', 'actual_observation_id', 'attainment_observation_id']),
    ('fct_target_ambition', 'observation', ['target_observation_id', 'actual_observation_id']),
    ('fct_check', 'area', ['area_id']),
    ('fct_check', 'indicator', ['indicator_id']),
    ('excluded_numeral', 'document', ['document_id']),
    ('identities', 'indicator', ['indicator_id', 'weighted_by_indicator_id', 'relative_to_indicator_id']),
    ('documents', 'area', ['issuer_area_id']),
] %}

named as (

    {% for table, kind, columns in references %}
        {% set is_first_table = loop.first %}
        {% for column in columns %}
            {% if not (is_first_table and loop.first) %}union{% endif %}
            select
                '{{ table }}.{{ column }}' as named_in,
                '{{ kind }}' as kind,
                {{ column }} as id
            from {{ ref(table) }}
        {% endfor %}
    {% endfor %}

)

select
    named.named_in,
    named.kind,
    named.id
from named
left join known
    on
        named.kind = known.kind
        and named.id = known.id
where
    named.id is not null
    and known.id is null
