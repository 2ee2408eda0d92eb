-- One row per step of a first visit: what to ask, in both languages, and a query that answers it.
-- Kept as text, since it is the one table that is read before any documentation.
select
    1 as step,
    'Bảng panel: mỗi dòng là một số liệu của một địa bàn, một năm, một chỉ tiêu, kèm đơn vị và nguồn. Bắt đầu từ đây.' as text_vi,
    'panel: one row per figure of an area, a year and an indicator, with its unit and its source. Begin here.' as text_en,
    'select area_vi, year, indicator_vi, scenario, comparator, value, unit_vi, is_doubted from panel order by area_vi, indicator_vi' as query
union all
select
    2 as step,
    'Tìm chỉ tiêu theo tên hoặc theo chủ đề.' as text_vi,
    'Find an indicator by its name or theme.' as text_en,
    'select indicator_id, name_vi, name_en, display_unit_id from dim_indicator where name_vi ilike ''%thu ngân sách%''' as query
union all
select
    3 as step,
    'Con số này in ở đâu? Văn bản, vị trí và đoạn văn; với ô là đầu dòng và đầu cột.' as text_vi,
    'Where was a number printed? The document, the place and the passage, of a cell the headings of its row and column.' as text_en,
    'select observation_id, figure, issuer, published_on, locator, passage from printings where area_id = ''VN63_42''' as query
union all
select
    4 as step,
    'So sánh các tỉnh: kế hoạch, kết quả, đánh giá, thứ hạng, và có bao nhiêu tỉnh in số liệu.' as text_vi,
    'Compare the provinces: plan, result, verdict, place, and how many of them printed the figure.' as text_en,
    'select * from compare(''grdp_growth'', 2023) where actual_comparator is not null order by rank_from' as query
union all
select
    5 as step,
    'Ai đạt kế hoạch, ai không đạt, theo cả ba căn cứ: số tuyệt đối, tỷ lệ hoàn thành và số chỉ tiêu đạt.' as text_vi,
    'Who met the plan and who missed it, on each basis: two levels, a percentage of plan, and targets met of targets set.' as text_en,
    'select area_id, year, indicator_id, basis, verdict, attainment_pct from fct_target_attainment order by verdict, area_id' as query
union all
select
    6 as step,
    'Những con số chúng tôi nghi ngờ và lý do. Số liệu vẫn giữ nguyên như in.' as text_vi,
    'The figures that we doubt, and why. They stand as printed.' as text_en,
    'select area_id, year, indicator_id, explanation, observation_ids from fct_check where verdict = ''fail''' as query
union all
select
    7 as step,
    'Theo 34 tỉnh, thành phố từ ngày 1/7/2025: số nào cộng được, số nào còn thiếu tỉnh nào.' as text_vi,
    'By the 34 provinces since 1 July 2025: what can be added up, and which predecessors are missing.' as text_en,
    'select area_vi, year, indicator_vi, scenario, basis, value, unit_vi, missing_vi from panel_34 order by basis, area_vi' as query
union all
select
    8 as step,
    'Ý nghĩa của từng bảng và từng cột.' as text_vi,
    'What each table and each column means.' as text_en,
    'select table_name, column_name, comment from duckdb_columns() where schema_name = ''main'' and comment is not null' as query
union all
select
    9 as step,
    'Khi attach tệp dưới một tên khác: lệnh use <tên> trước khi gọi compare, source_of, observations_as_of; hoặc hỏi thẳng comparison và printings.' as text_vi,
    'Attached under another name: say use <name> before compare, source_of and observations_as_of, or ask the views comparison and printings.' as text_en,
    'select * from comparison where indicator_id = ''grdp_growth'' and year = 2023 and actual_comparator is not null order by rank_from' as query
