// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/sql_definition_reader.h"
#include "compiler/schema/meaning/sql_meaning.h"
#include "compiler/schema/meaning/sql_translator.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

// Views, triggers, policies and statistics in one spelling.

namespace retort::schema {
std::string Meanings::definition(const CodeObject& object) {
    if (!rules_.keeps_meaning) { return in_words(object.definition); }
    switch (object.kind) {
        case CodeKind::View:
        case CodeKind::MaterializedView:
            return view(object.definition);
        case CodeKind::Function:
        case CodeKind::Procedure:
            return routine(object);
        case CodeKind::Trigger:
            return trigger(object);
        case CodeKind::Policy:
            return policy(object);
        case CodeKind::Statistics:
            return statistics(object);
    }
    return {};
}

std::string Meanings::view(const std::string& definition) {
    given_.reset();
    const Words words = split_sql(definition);
    Definition d(definition, words);
    std::vector<std::string> names;
    if (d.is(0, "(")) {
        const std::size_t close = d.closing(0, d.end);
        for (std::size_t i = 1; i < close; ++i) {
            if (words[i].is_name()) { names.push_back(folded(words[i])); }
        }
        d.at = close + 1;
    }
    const std::size_t as = d.find(d.at, d.end, {"as"});
    std::map<std::string, std::string> options;
    std::string storage;
    for (std::size_t i = d.at; i < as; ++i) {
        if (words[i].is("with") && d.is(i + 1, "(")) {
            const std::size_t close = d.closing(i + 1, as);
            for (i += 2; i < close; ++i) {
                const std::string name = lower_case(words[i].text);
                std::string value = "true";
                if (d.is(i + 1, "=")) {
                    const std::size_t at = i + 2;
                    const bool string = words[at].kind == SqlWord::Kind::String;
                    value = lower_case(string ? body_of(d.part(at, at + 1)) : words[at].text);
                    i = at;
                }
                options[name] = value;
                if (d.is(i + 1, ",")) { ++i; }
            }
        } else {
            storage += " " + in_words(d.part(i, i + 1));
        }
    }
    std::size_t end = d.end;
    // `with [cascaded | local] check option`, `with [no] data`.
    if (end > 3 && words[end - 1].is("option") && words[end - 2].is("check")) {
        const bool local = words[end - 3].is("local");
        const bool named = local || words[end - 3].is("cascaded");
        options["check_option"] = local ? "local" : "cascaded";
        end -= named ? 4 : 3;
    } else if (end > 2 && words[end - 1].is("data")) {
        end -= words[end - 2].is("no") ? 3 : 2;
    }
    if (as >= end) { return "?" + in_words(definition); }
    std::string head;
    for (const auto& [name, value] : options) { head += name + "=" + value + " "; }
    // pg_default is what is not said.
    if (storage != " tablespace " + rules_.tablespace &&
        storage != " using " + rules_.table_method) {
        head += storage;
    }
    const auto query = read_sql_query(d.part(as + 1, end));
    if (!query) { return "?" + in_words(definition); }
    SqlTranslator translator(*this);
    QueryMeaning meaning = translator.query(*query, nullptr, names);
    if (!translator.understood()) { return "?" + in_words(definition); }
    if (meaning.known) { given_ = std::move(meaning.columns); }
    return head + meaning.text;
}

std::string Meanings::trigger(const CodeObject& object) {
    const Words words = split_sql(object.definition);
    Definition d(object.definition, words);
    const std::size_t body = d.find(0, d.end, {"execute"});
    if (body + 2 >= d.end) { return "?" + in_words(object.definition); }
    std::string timing = in_words(d.part(0, 1));
    d.at = 1;
    if (timing == "instead") {
        timing += " of";
        ++d.at;
    }
    const std::size_t on = d.find(d.at, body, {"on"});
    std::set<std::string> events;
    while (d.at < on) {
        std::string event = in_words(d.part(d.at, d.at + 1));
        ++d.at;
        if (event == "update" && d.take("of")) {
            std::set<std::string> columns;
            while (d.at < on && !words[d.at].is("or")) {
                if (words[d.at].is_name()) { columns.insert(folded(words[d.at])); }
                ++d.at;
            }
            for (const std::string& column : columns) { event += " " + sql_name(column); }
        }
        events.insert(event);
        (void)d.take("or");
    }
    std::string result = timing;
    for (const std::string& event : events) { result += " " + event; }
    // The table is known; then `from t`, deferral, `referencing`, `for [each] row`, `when`.
    std::size_t at = on + 2;
    while (d.is(at, ".")) { at += 2; }
    const std::size_t when = d.find(at, body, {"when"});
    bool row = false;
    bool deferrable = false;
    bool deferred = false;
    std::map<std::string, std::string> transitions;
    for (; at < when; ++at) {
        if (words[at].is("for")) {
            if (d.is(at + 1, "each")) { ++at; }
            row = d.is(at + 1, "row");
            ++at;
        } else if (words[at].is("deferrable")) {
            deferrable = !words[at - 1].is("not");
        } else if (words[at].is("initially")) {
            ++at;
            deferred = d.is(at, "deferred");
            deferrable = deferrable || deferred;
        } else if (words[at].is("not")) {
            continue;
        } else if (words[at].is("referencing")) {
            continue;
        } else if ((words[at].is("old") || words[at].is("new")) && d.is(at + 1, "table")) {
            const std::size_t name = d.is(at + 2, "as") ? at + 3 : at + 2;
            if (name < when) { transitions[lower_case(words[at].text)] = folded(words[name]); }
            at = name;
        } else if (words[at].is("from")) {
            std::size_t last = at + 1;
            while (d.is(last + 1, ".")) { last += 2; }
            const bool dotted = last > at + 1;
            QualifiedName name(folded(words[last]));
            if (dotted) { name.schema = folded(words[last - 2]); }
            result += " from " + plain(name).text();
            at = last;
        } else {
            return "?" + in_words(object.definition);
        }
    }
    result += row ? " row" : " statement";
    if (deferrable) { result += deferred ? " deferrable deferred" : " deferrable"; }
    for (const auto& [which, name] : transitions) { result += " " + which + "=" + sql_name(name); }
    if (when < body) {
        VisibleScope rows;
        const VisibleScope table = rows_of(object.table);
        for (const char* which : {"new", "old"}) {
            VisibleSource source = table.sources[0];
            source.alias = which;
            source.schema.clear();
            source.label = std::string(which) + ".";
            for (VisibleColumn& column : source.columns) {
                column.text = source.label + column.text;
            }
            rows.sources.push_back(std::move(source));
        }
        rows.nothing_bare = true;
        result += " when " + text(d.part(when + 1, body), rows, "boolean");
    }
    // `execute procedure` is how it was said before there were procedures.
    std::size_t name = body + 2;
    std::size_t last = name;
    while (d.is(last + 1, ".")) { last += 2; }
    QualifiedName function(folded(words[last]));
    if (last > name) { function.schema = folded(words[last - 2]); }
    function = plain(function);
    result += " execute " + function.text();
    for (at = last + 1; at < d.end; ++at) {
        const bool string = words[at].kind == SqlWord::Kind::String;
        // Arguments are strings, whatever they were written as.
        if (words[at].is("(") || words[at].is(")") || words[at].is(",")) {
            result += " " + words[at].text;
        } else {
            result += " '" + (string ? body_of(d.part(at, at + 1)) : d.part(at, at + 1)) + "'";
        }
    }
    return result;
}

std::string Meanings::policy(const CodeObject& object) {
    const Words words = split_sql(object.definition);
    Definition d(object.definition, words);
    std::string kind = "permissive";
    std::string command = "all";
    std::set<std::string> roles;
    std::string conditions;
    const VisibleScope scope = rows_of(object.table);
    while (d.at < d.end) {
        if (d.take("on")) {
            ++d.at;
            while (d.at + 1 < d.end && words[d.at].is(".")) { d.at += 2; }
        } else if (d.take("as")) {
            kind = in_words(d.part(d.at, d.at + 1));
            ++d.at;
        } else if (d.take("for")) {
            command = in_words(d.part(d.at, d.at + 1));
            ++d.at;
        } else if (d.take("to")) {
            do { roles.insert(in_words(d.part(d.at, d.at + 1))), ++d.at; } while (d.take(","));
        } else if (d.take("using") || (d.is(d.at, "with") && d.is(d.at + 1, "check"))) {
            const bool check = words[d.at].is("with");
            if (check) { d.at += 2; }
            const std::size_t close = d.closing(d.at, d.end);
            if (close == d.end) { return "?" + in_words(object.definition); }
            conditions +=
                (check ? " check " : " using ") + text(d.part(d.at, close + 1), scope, "boolean");
            d.at = close + 1;
        } else {
            return "?" + in_words(object.definition);
        }
    }
    if (roles.empty()) { roles.insert("public"); }
    std::string result = kind + " " + command + " to";
    for (const std::string& role : roles) { result += " " + role; }
    return result + conditions;
}

std::string Meanings::statistics(const CodeObject& object) {
    const Words words = split_sql(object.definition);
    Definition d(object.definition, words);
    std::set<std::string> kinds;
    if (d.is(0, "(")) {
        const std::size_t close = d.closing(0, d.end);
        for (std::size_t i = 1; i < close; ++i) {
            if (words[i].is_name()) { kinds.insert(folded(words[i])); }
        }
        d.at = close + 1;
    }
    // What is not said is all of them.
    const std::set<std::string> all{"dependencies", "mcv", "ndistinct"};
    if (kinds == all) { kinds.clear(); }
    const std::size_t from = d.find(d.at, d.end, {"from"});
    const std::size_t on = d.find(d.at, from, {"on"});
    if (on == from || from == d.end) { return "?" + in_words(object.definition); }
    const VisibleScope scope = rows_of(object.table);
    std::set<std::string> parts;
    std::size_t begin = on + 1;
    for (std::size_t i = begin; i <= from; ++i) {
        if (i < from && words[i].is("(")) { i = d.closing(i, from); }
        if (i < from && !words[i].is(",")) { continue; }
        parts.insert(text(d.part(begin, i), scope, {}));
        begin = i + 1;
    }
    std::string result;
    for (const std::string& kind : kinds) { result += kind + " "; }
    for (const std::string& part : parts) { result += part + ", "; }
    return result;
}

}  // namespace retort::schema
