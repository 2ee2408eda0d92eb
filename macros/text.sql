{#- Texts of a group in one cell, sorted: "a, b, c". The name differs between engines. -#}
{% macro list_text(column) -%}
    {{ return(adapter.dispatch('list_text', 'chitieu')(column)) }}
{%- endmacro %}

{% macro default__list_text(column) -%}
    string_agg(distinct {{ column }}, ', ' order by {{ column }})
{%- endmacro %}

{% macro spark__list_text(column) -%}
    array_join(array_sort(collect_set({{ column }})), ', ')
{%- endmacro %}

{#- The digits of a text and nothing else. DuckDB replaces the first match unless told "g"; Spark replaces all. -#}
{% macro only_digits(column) -%}
    {{ return(adapter.dispatch('only_digits', 'chitieu')(column)) }}
{%- endmacro %}

{% macro default__only_digits(column) -%}
    regexp_replace({{ column }}, '[^0-9]', '', 'g')
{%- endmacro %}

{% macro spark__only_digits(column) -%}
    regexp_replace({{ column }}, '[^0-9]', '')
{%- endmacro %}
