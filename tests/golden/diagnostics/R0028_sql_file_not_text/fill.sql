insert into t values ('ÿ');
