{#-
    A quotient, exact and rounded once (half away from zero) to `scale` digits; NULL by nothing. The quotient of two decimals is a double in DuckDB and
    decimal(38,14) in Spark, so whole numbers are divided: both sides times 10^places, which is what they have after the point. The remainder goes its own way, for room.
-#}
{% macro ratio(numerator, denominator, scale=6, places=6) -%}
    {{ return(adapter.dispatch('ratio', 'chitieu')(numerator, denominator, scale, places)) }}
{%- endmacro %}

{% macro default__ratio(numerator, denominator, scale, places) -%}
    {%- set over = _whole(numerator, places, 'hugeint') %}
    {%- set under = "nullif(" ~ _whole(denominator, places, 'hugeint') ~ ", 0)" %}
    cast(
        cast(
            sign({{ numerator }}) * sign({{ denominator }})
            * (
                ({{ over }} // {{ under }}) * 1{{ '0' * scale }}
                + (2{{ '0' * scale }} * ({{ over }} % {{ under }}) + {{ under }}) // (2 * {{ under }})
            ) as decimal(32, 0)
        ) * cast(0.{{ '0' * (scale - 1) }}1 as decimal(6, {{ scale }})) as decimal(38, {{ scale }})
    )
{%- endmacro %}

{% macro spark__ratio(numerator, denominator, scale, places) -%}
    {%- set over = _whole(numerator, places, 'decimal(38, 0)') %}
    {%- set under = "nullif(" ~ _whole(denominator, places, 'decimal(38, 0)') ~ ", 0)" %}
    {%- set rest = "(2" ~ '0' * scale ~ " * (" ~ over ~ " % " ~ under ~ ") + " ~ under ~ ")" %}
    cast(
        cast(
            cast(sign({{ numerator }}) as int) * cast(sign({{ denominator }}) as int)
            * (
                {{ _times_within(over, under) }} * 1{{ '0' * scale }}
                + {{ _times_within(rest, '(2 * ' ~ under ~ ')') }}
            ) as decimal(32, 0)
        ) * cast(0.{{ '0' * (scale - 1) }}1 as decimal(6, {{ scale }})) as decimal(38, {{ scale }})
    )
{%- endmacro %}

{#- How often one whole number goes into another, on Spark: its `div` is a bigint, and its `sign` a double, so what leaves no rest is divided as a decimal. -#}
{% macro _times_within(over, under) -%}
    cast(({{ over }} - {{ over }} % {{ under }}) / {{ under }} as decimal(32, 0))
{%- endmacro %}

{% macro _whole(number, places, type) -%}
    abs(cast(cast({{ number }} as decimal(38, {{ places }})) * 1{{ '0' * places }} as {{ type }}))
{%- endmacro %}
