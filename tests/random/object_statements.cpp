// SPDX-License-Identifier: Apache-2.0
#include "tests/random/names.h"
#include "tests/random/statements.h"

#include <iterator>

// What is no table: enums, views, triggers, policies, sequences, comments; and rows.

namespace retort::random {
namespace {

using schema::CodeKind;
using schema::Column;
using schema::Table;

std::string literal(const std::string& text) {
    std::string result = "'";
    for (const char c : text) { result += c == '\'' ? "''" : std::string(1, c); }
    return result + "'";
}

std::vector<const schema::CodeObject*> code(const schema::Schema& schema, CodeKind kind) {
    std::vector<const schema::CodeObject*> all;
    schema.code_objects.for_each(
        [&](const std::string&, const Shared<schema::CodeObjectState>& state) {
            if (state->object.kind == kind) { all.push_back(&state->object); }
        });
    return all;
}

}  // namespace

Proposal Statements::create_enum() {
    return {"create type " + quoted(fresh("e")) + " as enum ('low', 'it''s', " +
                literal(fresh("v")) + ");\n",
            {}};
}

Proposal Statements::change_enum() {
    std::vector<const schema::EnumType*> all;
    schema_->enums.for_each([&](const QualifiedName&, const Shared<schema::EnumType>& each) {
        all.push_back(each.get());
    });
    if (all.empty()) { return {}; }
    const schema::EnumType& type = *all[below(all.size())];
    const std::string start = "alter type " + quoted(type.name) + " ";
    const std::string some = literal(type.values[below(type.values.size())].text);
    switch (below(4)) {
        case 0:
            return {start + "rename value " + some + " to " + literal(fresh("v")) + ";\n", {}};
        case 1:
            if (type.values.size() > 2) {
                const std::string other = literal(type.values[below(type.values.size())].text);
                return {start + "drop value " + some +
                            (other != some ? " replace with " + other : "") + ";\n",
                        {}};
            }
            [[fallthrough]];
        default:
            return {start + "add value " + literal(fresh("v")) +
                        (chance(50) ? (chance(50) ? " before " : " after ") + some : "") + ";\n",
                    {}};
    }
}

Proposal Statements::drop_enum() {
    const std::vector<std::string> names = enum_names();
    if (names.empty()) { return {}; }
    return {"drop type " + names[below(names.size())] + ";\n", {}};
}

Proposal Statements::comment() {
    const Table* table = any_table();
    if (table == nullptr) { return {}; }
    const std::string text = chance(20) ? "null" : "'it''s \\ %s -- $$ " + fresh("n") + "'";
    const Column* column = any_column(*table);
    if (column != nullptr && chance(60)) {
        return {"comment on column " + quoted(table->name) + "." + quoted(column->name.text) +
                    " is " + text + ";\n",
                {}};
    }
    return {"comment on table " + quoted(table->name) + " is " + text + ";\n", {}};
}

Proposal Statements::view() {
    const Table* table = any_table();
    if (table == nullptr) { return {}; }
    std::string list;
    for (const Column& column : table->columns) {
        if (!list.empty() && chance(40)) { continue; }
        list += (list.empty() ? "" : ", ") + std::string(chance(50) ? "x." : "") +
                quoted(column.name.text);
    }
    if (list.empty()) { return {}; }
    const Column* filter = any_column(*table);
    const std::string where =
        chance(50) ? " where " + quoted(filter->name.text) + " is not null" : "";
    return {"create view " + quoted(fresh("w")) + " as select " + list + " from " +
                quoted(table->name) + " x" + where + ";\n",
            {}};
}

Proposal Statements::drop_view() {
    const auto views = code(*schema_, CodeKind::View);
    if (views.empty()) { return {}; }
    return {"drop view " + quoted(views[below(views.size())]->name) + ";\n", {}};
}

Proposal Statements::trigger() {
    const Table* table = any_table();
    const Column* column = table == nullptr ? nullptr : any_column(*table);
    if (column == nullptr) { return {}; }
    const auto existing = code(*schema_, CodeKind::Trigger);
    if (!existing.empty() && chance(30)) {
        const schema::CodeObject& gone = *existing[below(existing.size())];
        return {"drop trigger " + quoted(gone.name) + " on " + quoted(gone.table) + ";\n", {}};
    }
    const std::string name = quoted(column->name.text);
    if (!postgres_) {
        return {"create trigger " + quoted(fresh("g")) + " after update of " + name + " on " +
                    quoted(table->name) + " when new." + name + " is null begin select 1; end;\n",
                {}};
    }
    std::string text;
    const auto functions = code(*schema_, CodeKind::Function);
    std::string function = quoted(fresh("f"));
    if (functions.empty()) {
        text = "create function " + function +
               "() returns trigger language plpgsql as $f$ begin return new; end $f$;\n";
    } else {
        function = quoted(functions[below(functions.size())]->name);
    }
    return {text + "create trigger " + quoted(fresh("g")) + " before update of " + name + " on " +
                quoted(table->name) + " for each row when (old." + name + " is null) " +
                "execute function " + function + "();\n",
            {}};
}

Proposal Statements::policy() {
    const Table* table = any_table();
    const Column* column = table == nullptr ? nullptr : any_column(*table);
    if (!postgres_ || column == nullptr) { return {}; }
    const auto existing = code(*schema_, CodeKind::Policy);
    if (!existing.empty() && chance(40)) {
        const schema::CodeObject& gone = *existing[below(existing.size())];
        return {"drop policy " + quoted(gone.name) + " on " + quoted(gone.table) + ";\n", {}};
    }
    if (chance(30)) {
        return {"alter table " + quoted(table->name) +
                    (table->row_security ? " disable" : " enable") + " row level security;\n",
                {}};
    }
    return {"create policy " + quoted(fresh("p")) + " on " + quoted(table->name) +
                " for select using (" + quoted(column->name.text) + " is not null);\n",
            {}};
}

Proposal Statements::sequence() {
    if (!postgres_) { return {}; }
    std::vector<const schema::Sequence*> all;
    schema_->sequences.for_each([&](const QualifiedName&, const Shared<schema::Sequence>& each) {
        if (!each->implicit) { all.push_back(each.get()); }
    });
    if (all.empty() || chance(40)) {
        return {"create sequence " + quoted(fresh("s")) + " start 5 increment 2;\n", {}};
    }
    const schema::Sequence& sequence = *all[below(all.size())];
    if (chance(40)) { return {"drop sequence " + quoted(sequence.name) + ";\n", {}}; }
    return {"alter sequence " + quoted(sequence.name) + " increment 7 maxvalue 1000 cycle;\n", {}};
}

Proposal Statements::rows() {
    const Table* table = any_table();
    if (table == nullptr) { return {}; }
    const Column* column = any_column(*table, [&](const Column& each) {
        return !each.generated && !each.identity && !schema::is_serial(each.type.kind) &&
               rows_[table->name.text()].keys.count(each.name.text) == 0;
    });
    if (column == nullptr) { return {}; }
    const std::string name = quoted(column->name.text);
    const std::string set = "update " + quoted(table->name) + " set " + name + " = ";
    // A value for itself: nothing to undo.
    return {set + "coalesce(" + name + ", " + name + ") where " + name +
                " is not null reverse nothing;\n",
            {}};
}

Proposal Statements::change() {
    using Make = Proposal (Statements::*)();
    struct Weighted {
        std::size_t weight;
        Make make;
    };
    const Weighted kMakers[] = {
        {6, &Statements::drop_table},
        {5, &Statements::rename_table},
        {10, &Statements::add_column},
        {8, &Statements::drop_column},
        {8, &Statements::rename_column},
        {9, &Statements::change_type},
        {6, &Statements::change_default},
        {7, &Statements::change_nullability},
        {9, &Statements::add_constraint},
        {6, &Statements::drop_constraint},
        {3, &Statements::rename_constraint},
        {9, &Statements::create_index},
        {4, &Statements::drop_index},
        {3, &Statements::rename_index},
        {5, &Statements::create_enum},
        {6, &Statements::change_enum},
        {2, &Statements::drop_enum},
        {4, &Statements::comment},
        {7, &Statements::view},
        {3, &Statements::drop_view},
        {5, &Statements::trigger},
        {4, &Statements::policy},
        {4, &Statements::sequence},
        {4, &Statements::identity},
        {3, &Statements::rows},
        {12, &Statements::several_actions},
    };
    std::size_t all = 8;
    for (const Weighted& each : kMakers) { all += each.weight; }
    for (int i = 0; i < 20; ++i) {
        std::size_t at = below(all);
        Proposal proposal;
        bool chosen = false;
        for (const Weighted& each : kMakers) {
            if (at < each.weight) {
                proposal = (this->*each.make)();
                chosen = true;
                break;
            }
            at -= each.weight;
        }
        if (!chosen) { proposal = create_table(chance(50)); }
        if (!proposal.text.empty()) { return proposal; }
    }
    return {};
}

}  // namespace retort::random
