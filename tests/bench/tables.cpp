// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/tables.h"

namespace retort::bench {
namespace {

std::string table_text(std::size_t number, Change change, Side side) {
    const bool after = side == Side::After;
    const bool altered = after && (change == Change::AllAltered || change == Change::AllOther);
    const std::string i = std::to_string(number);
    const std::string prefix = after && change == Change::AllOther ? "other" : "t";
    const std::string name = prefix + i;
    const bool views = change == Change::ViewsInTheWay;
    std::string text = "create table " + name + " (id bigint primary key, name " +
                       (views && after ? "text" : "varchar(100)") + " not null, amount " +
                       (altered ? "numeric(12, 2)" : "integer") + ", state text default 'new'";
    if (altered) { text += ", note text"; }
    text += ", parent bigint" +
            std::string(number == 0 ? "" : " references " + prefix + std::to_string(number / 2));
    if (after && change == Change::Few && number % 100 == 0) { text += ", more integer"; }
    text += ", constraint " + name + "_amount check (amount > " + (altered ? "1" : "0") + "));\n";
    text += "create index " + name + "_name on " + name + " (name" + (altered ? ", state" : "") +
            ");\n";
    text += "grant select on " + name + " to public;\n";
    if (views) {
        text += "create view v" + i + " as select id, name from " + name + ";\n";
        text += "grant select on v" + i + " to public;\n";
    }
    return text;
}

/// The comment that pg_dump writes above an object.
std::string heading(const std::string& name, std::string_view type) {
    return "--\n-- Name: " + name + "; Type: " + std::string(type) +
           "; Schema: public; Owner: postgres\n--\n\n";
}

}  // namespace

std::optional<Change> find_change(std::string_view name) {
    if (name == "none") { return Change::None; }
    if (name == "few") { return Change::Few; }
    if (name == "all") { return Change::AllAltered; }
    if (name == "other") { return Change::AllOther; }
    if (name == "views") { return Change::ViewsInTheWay; }
    return std::nullopt;
}

std::string tables_text(std::size_t count, Change change, Side side) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) { text += table_text(i, change, side); }
    return text;
}

std::string dump_text(std::size_t count) {
    std::string text =
        "SET client_encoding = 'UTF8';\n"
        "SELECT pg_catalog.set_config('search_path', '', false);\n"
        "SET default_table_access_method = heap;\n\n";
    const auto name_of = [](std::size_t number) { return "t" + std::to_string(number); };
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = name_of(i);
        text += heading(name, "TABLE") + "CREATE TABLE public." + name +
                " (\n    id bigint NOT NULL,\n    name character varying(100) NOT NULL,\n"
                "    amount integer,\n    state text DEFAULT 'new'::text,\n    parent bigint,\n"
                "    CONSTRAINT " +
                name + "_amount CHECK ((amount > 0))\n);\n\n\nALTER TABLE public." + name +
                " OWNER TO postgres;\n\n";
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = name_of(i);
        text += heading(name + " " + name + "_pkey", "CONSTRAINT") + "ALTER TABLE ONLY public." +
                name + "\n    ADD CONSTRAINT " + name + "_pkey PRIMARY KEY (id);\n\n\n";
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = name_of(i);
        text += heading(name + "_name", "INDEX") + "CREATE INDEX " + name + "_name ON public." +
                name + " USING btree (name);\n\n\n";
    }
    for (std::size_t i = 1; i < count; ++i) {
        const std::string name = name_of(i);
        text += heading(name + " " + name + "_parent_fkey", "FK CONSTRAINT") +
                "ALTER TABLE ONLY public." + name + "\n    ADD CONSTRAINT " + name +
                "_parent_fkey FOREIGN KEY (parent) REFERENCES public." + name_of(i / 2) +
                "(id);\n\n\n";
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = name_of(i);
        text += heading("TABLE " + name, "ACL") + "GRANT SELECT ON TABLE public." + name +
                " TO PUBLIC;\n\n\n";
    }
    return text;
}

}  // namespace retort::bench
