{#- Schemas are named as configured (staging, intermediate, reference); marts without one are the public schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
