{#- Half of the last printed digit, in the unit printed: what rounding may hide. Shown for 0 to 6 decimals, exact. -#}
{% macro half_of_last_digit(decimals) -%}
    case {{ decimals }}
    {%- for digits in range(7) %}
        when {{ digits }} then cast(0.{{ '0' * digits }}5 as decimal(10, 7))
    {%- endfor %}
    end
{%- endmacro %}

{#- How often each digit stands in a text, as "0.0.0.1…": equal for two figures that hold the same digits in any order. -#}
{% macro digit_counts(text_column) -%}
    concat_ws('.'
    {%- for digit in range(10) -%}
        , length({{ text_column }}) - length(replace({{ text_column }}, '{{ digit }}', ''))
    {%- endfor -%}
    )
{%- endmacro %}
