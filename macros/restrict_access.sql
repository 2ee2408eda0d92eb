{#- From here on, seeds, evidence and composed indicators are read, the candidate and its workings are written, and nothing
    else can be opened: run once, before all models. -#}
{% macro restrict_access() -%}
    {{ return(adapter.dispatch('restrict_access', 'chitieu')()) }}
{%- endmacro %}

{% macro default__restrict_access() -%}
{%- endmacro %}

{% macro duckdb__restrict_access() -%}
    set allowed_directories = ['{{ env_var("CHITIEU_SEEDS", "seeds") | replace("'", "''") }}'];
    set allowed_paths = [
        '{{ env_var("CHITIEU_EVIDENCE", "target/evidence.csv") | replace("'", "''") }}',
        '{{ env_var("CHITIEU_INDICATORS", "target/indicators.csv") | replace("'", "''") }}'
    ];
    set enable_external_access = false;
    set lock_configuration = true;
{%- endmacro %}
