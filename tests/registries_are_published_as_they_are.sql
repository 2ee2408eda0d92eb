-- contract: a registry is published row by row as it is curated; two columns exchanged would be read as each other.
{% set registries = [
    ('dim_area', 'areas', ['area_id', 'name_vi', 'name_en', 'area_type', 'gso_code', 'iso_code', 'valid_from', 'valid_to', 'parent_area_id']),
    ('dim_breakdown', 'breakdowns', ['breakdown_id', 'breakdown_dimension', 'name_vi', 'name_en', 'parent_breakdown_id']),
    ('dim_concept', 'concepts', ['concept_id', 'name_vi', 'name_en', 'definition', 'definition_vi', 'theme', 'official_code', 'kind', 'standard_unit_id', 'display_unit_id', 'price_basis', 'growth_price_basis', 'better', 'aggregation', 'minimum', 'maximum', 'plausible_low', 'plausible_high', 'whole_concept_id', 'area_type']),
    ('dim_division', 'divisions', ['division_id', 'name_vi', 'name_en', 'valid_from', 'valid_to', 'province_count']),
    ('dim_document', 'documents', ['document_id', 'file_name', 'sha256', 'title_en', 'issuer', 'published_on', 'published_precision', 'published_basis', 'supersedes_document_id', 'language']),
    ('dim_measure', 'measures', ['measure', 'suffix', 'published_as', 'name_vi', 'name_en', 'definition', 'definition_vi', 'unit_id', 'better', 'aggregation', 'minimum', 'maximum', 'plausible_low', 'plausible_high', 'kinds']),
    ('dim_unit', 'units', ['unit_id', 'name_vi', 'name_en', 'dimension', 'standard_unit_id', 'factor', 'sdmx_code', 'sdmx_unit_mult']),
    ('bridge_area_succession', 'area_succession', ['predecessor_area_id', 'successor_area_id', 'effective_on', 'is_same_territory', 'is_whole']),
    ('dim_indicator', 'stg_indicators', ['indicator_id', 'name_vi', 'name_en', 'definition', 'definition_vi', 'theme', 'concept_id', 'breakdown_ids', 'measure', 'standard_unit_id', 'display_unit_id', 'price_basis', 'better', 'aggregation', 'minimum', 'maximum', 'plausible_low', 'plausible_high', 'base_indicator_id', 'whole_indicator_id', 'breakdown']),
    ('fct_correction', 'stg_corrections', ['observation_id', 'document_id', 'printed_low', 'printed_high', 'corrected_low', 'corrected_high', 'evidence', 'corrected_by', 'corrected_on']),
    ('excluded_numeral', 'stg_exclusions', ['document_id', 'locator', 'char_start', 'char_end', 'figure', 'reason', 'note'])
] %}
{% for table, registry, columns in registries %}
    {% if not loop.first %}union all{% endif %}
    select
        '{{ table }}' as misread_table,
        count(*) as row_count
    from (
        select {{ columns | join(', ') }} from {{ ref(registry) }}
        except
        select {{ columns | join(', ') }} from {{ ref(table) }}
    ) as missing
    having count(*) > 0
{% endfor %}
