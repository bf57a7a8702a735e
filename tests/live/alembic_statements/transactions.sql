-- Transactions in the text.

@case around a select
@refused R0617 the script opens and ends its transactions itself
@accepted by PostgreSQL
@printed
BEGIN;

select 1;

COMMIT;

@case around what may not run inside
@refused R0617 the script opens and ends its transactions itself
@accepted by PostgreSQL
@printed
BEGIN;

select 1;

COMMIT;

vacuum;

BEGIN;

select 2;

COMMIT;

@case none
@printed
select 1;
