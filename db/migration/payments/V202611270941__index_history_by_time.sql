-- What succeeded in the time of a settlement report. Rows come in the order of their times, so a summary of blocks does.
create index concurrently if not exists history_by_time on payments.history using brin (at);
