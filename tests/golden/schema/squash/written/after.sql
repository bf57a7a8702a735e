create table roles (
    id    integer,
    name  text     not null,
    constraint roles_pkey primary key (id)
);

create table users (
    id     serial,
    name   text          not null,
    email  varchar(200)  not null,
    constraint users_pkey primary key (id)
);

create table orders (
    id       serial,
    user_id  integer  not null,
    constraint orders_pkey primary key (id),
    constraint orders_user_id_fkey foreign key (user_id) references users (id)
);
