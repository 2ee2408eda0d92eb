{#- The first number printed in a text, "17.946" of "17.946 tỷ đồng"; '' where none is. -#}
{% macro first_number(figure) -%}
    regexp_extract({{ figure }}, '([0-9][0-9.,]*[0-9]|[0-9])', 1)
{%- endmacro %}

{#- The second: "428,39" of "319,59/428,39 ha"; '' where none is. -#}
{% macro second_number(figure) -%}
    regexp_extract({{ figure }}, '[0-9][0-9.,]*[^0-9.,]+([0-9][0-9.,]*[0-9]|[0-9])', 1)
{%- endmacro %}

{#- Whether a number is the value if so many of its digits stand after its sign. -#}
{% macro _is_read_as(number, value, decimals) -%}
    abs({{ value }}) * cast(concat('1', repeat('0', {{ decimals }})) as decimal(8, 0)) = try_cast({{ only_digits(number) }} as decimal(24, 0))
{%- endmacro %}

{#-
    The digits that a number prints after its decimal sign, as it was read: of comma and point the one that makes the printed digits the value.
    A comma or point that groups thousands has none after it; what no sign explains (a number in words, a fraction) has none either.
-#}
{% macro printed_decimals(number, values) -%}
    case
    {%- for sign in [',', '[.]'] %}
        {%- set after = "length(regexp_extract(" ~ number ~ ", '" ~ sign ~ "([0-9]{1,6})$', 1))" %}
        {%- for value in values %}
        when {{ _is_read_as(number, value, after) }} then {{ after }}
        {%- endfor %}
    {%- endfor %}
        else 0
    end
{%- endmacro %}
