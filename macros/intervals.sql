{#- The end of a word that still holds. -#}
{% macro forever() -%}
    cast('9999-12-31' as date)
{%- endmacro %}

{#- From which day the words of several relations were known together, and until which. -#}
{% macro known_from(relations) -%}
    greatest({% for relation in relations %}{{ relation }}.known_from{% if not loop.last %}, {% endif %}{% endfor %})
{%- endmacro %}

{% macro known_until(relations) -%}
    least({% for relation in relations %}{{ relation }}.known_until{% if not loop.last %}, {% endif %}{% endfor %})
{%- endmacro %}

{#- Whether there was a day on which all of them held. -#}
{% macro known_together(relations) -%}
    {{ known_from(relations) }} < {{ known_until(relations) }}
{%- endmacro %}

{#- Whether some number lies in what both prints allow. NULL is an open end. -#}
{% macro can_both_be_true(one, other) -%}
    ({{ _reaches(one, other) }} and {{ _reaches(other, one) }})
{%- endmacro %}

{% macro _reaches(lower, upper) -%}
    (
        {{ lower }}.allowed_low is null
        or {{ upper }}.allowed_high is null
        or {{ lower }}.allowed_low < {{ upper }}.allowed_high
        or ({{ lower }}.allowed_low = {{ upper }}.allowed_high and {{ lower }}.is_low_included and {{ upper }}.is_high_included)
    )
{%- endmacro %}

{#- How firm a word is: final (also beyond a break of its series), provisional, estimated, forecast (SDMX A and B, P, E, F). -#}
{% macro firmness(obs_status) -%}
    case {{ obs_status }} when 'A' then 4 when 'B' then 4 when 'P' then 3 when 'E' then 2 when 'F' then 1 else 0 end
{%- endmacro %}

{#- The spans of days in which what is known of a group did not change: rows of the group's keys, `day` (the first) and `next_day` (the first after). -#}
{% macro spans_of_knowledge(relation, keys) -%}
    select
        {% for key in keys %}{{ key }}, {% endfor %}day,
        coalesce(lead(day) over (partition by {{ keys | join(', ') }} order by day), {{ forever() }}) as next_day
    from (
        select {{ keys | join(', ') }}, known_from as day from {{ relation }}
        union
        select {{ keys | join(', ') }}, known_until as day from {{ relation }}
        where known_until < {{ forever() }}
    )
{%- endmacro %}

{#- The last part of the id of a check: nothing for what is compared as usual. -#}
{% macro unusual_comparison(comparison) -%}
    case when {{ comparison }} in ('none', 'plan', 'previous_year') then '' else concat(':', {{ comparison }}) end
{%- endmacro %}

{#- The plan that panels take first: the council's, then one whose giver is not said, then those of congress and province, then the central ones. -#}
{% macro order_of_plans(plan_giver) -%}
    case {{ plan_giver }} when 'council' then 1 when 'congress' then 3 when 'own' then 4 when 'central' then 5 when 'prime_minister' then 6 else 2 end
{%- endmacro %}

{#-
    Which of several comparisons of one figure panels take:
    growth over the year before, a place in the country, the first of the plans; NULL is never taken.
-#}
{% macro order_among_comparisons(relation) -%}
    case
        when {{ relation }}.compared_to in ('none', 'previous_year', 'nation') or {{ relation }}.measure in ('plan_attainment', 'plan_deviation')
            then {{ order_of_plans(relation ~ '.plan_giver') }}
    end
{%- endmacro %}
