// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/storage.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/inherited_parts.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"
#include "compiler/schema/storage_settings.h"

#include <algorithm>
#include <cctype>

namespace retort::schema {
namespace {

bool starts(const std::vector<SqlWord>& words, std::initializer_list<std::string_view> first) {
    if (words.size() < first.size()) { return false; }
    std::size_t i = 0;
    return std::all_of(first.begin(), first.end(),
                       [&](std::string_view word) { return words[i++].is(word); });
}

/// The name that starts at word `at`, qualified or not; `at` moves behind it.
QualifiedName read_name(const std::vector<SqlWord>& words, std::size_t& at) {
    if (at + 2 < words.size() && words[at + 1].is(".")) {
        QualifiedName name(words[at].text, words[at + 2].text);
        at += 3;
        return name;
    }
    QualifiedName name(at < words.size() ? words[at].text : std::string());
    ++at;
    return name;
}

/// `(a = 1, b = 2)` or `(a, b)` from word `at`.
std::vector<std::pair<std::string, std::string>> read_parameters(const std::string& text,
                                                                 const std::vector<SqlWord>& words,
                                                                 std::size_t at) {
    std::vector<std::pair<std::string, std::string>> result;
    for (std::size_t i = at + 1; i < words.size() && !words[i].is(")"); ++i) {
        const std::size_t begin = words[i].begin;
        std::size_t equals = 0;
        std::size_t end = words[i].end;
        while (i < words.size() && !words[i].is(",") && !words[i].is(")")) {
            if (words[i].is("=")) { equals = i; }
            end = words[i].end;
            ++i;
        }
        if (equals != 0) {
            const std::size_t value = equals + 1 < words.size() ? words[equals + 1].begin : end;
            result.emplace_back(text.substr(begin, words[equals - 1].end - begin),
                                text.substr(value, end - value));
        } else {
            result.emplace_back(text.substr(begin, end - begin), "");
        }
        if (i < words.size() && words[i].is(")")) { break; }
    }
    return result;
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::optional<std::string> value_of(const Parameters& parameters, const std::string& name) {
    for (const auto& [key, value] : parameters) {
        if (key == name) { return value; }
    }
    return std::nullopt;
}

void set_parameter(Parameters& parameters, const std::string& name, const std::string& value) {
    for (auto& [key, old] : parameters) {
        if (key == name) {
            old = value;
            return;
        }
    }
    parameters.emplace_back(name, value);
}

std::string tail(const std::string& text, const std::vector<SqlWord>& words, std::size_t at) {
    return at < words.size() ? text.substr(words[at].begin) : std::string();
}

std::string spelled(const QualifiedName& name) {
    return (name.schema.empty() ? "" : sql_name(name.schema) + ".") + sql_name(name.name);
}

/// `alter constraint c …`
struct ConstraintChange {
    std::string constraint;
    /// Whether it says when to check. What it then does not say is the default, not what it was (as
    /// PostgreSQL does it); `initially deferred` says `deferrable` as well.
    bool sets_deferral = true;
    bool deferrable = false;
    bool initially_deferred = false;
    std::optional<bool> enforced;  ///< since PostgreSQL 18; alone, it leaves the deferral as it is
};

std::optional<ConstraintChange> read_constraint_change(const std::vector<SqlWord>& words) {
    if (!starts(words, {"alter", "constraint"}) || words.size() < 3) { return std::nullopt; }
    ConstraintChange result{words[2].text};
    if (words[2].kind == SqlWord::Kind::Word) {
        for (char& c : result.constraint) {
            if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
        }
    }
    for (std::size_t i = 3; i < words.size(); ++i) {
        if (words[i].is("deferrable") && !words[i - 1].is("not")) { result.deferrable = true; }
        if (words[i].is("deferred")) { result.deferrable = result.initially_deferred = true; }
        if (words[i].is("enforced")) { result.enforced = !words[i - 1].is("not"); }
    }
    const auto says_when = [](const SqlWord& word) {
        return word.is("deferrable") || word.is("deferred") || word.is("immediate");
    };
    result.sets_deferral =
        !result.enforced || std::any_of(words.begin() + 3, words.end(), says_when);
    return result;
}

/// What the constraint is again in all that the change says.
std::string constraint_change_text(const Constraint& before, const ConstraintChange& change) {
    std::string text = "alter constraint " + sql_name(before.name.text);
    if (change.sets_deferral) {
        text += before.deferrable ? " deferrable" : " not deferrable";
        if (before.initially_deferred) { text += " initially deferred"; }
    }
    if (change.enforced) { text += before.not_enforced ? " not enforced" : " enforced"; }
    return text;
}

void apply_constraint_change(Applying& a, Table& table, const ConstraintChange& change) {
    for (Constraint& each : table.constraints) {
        if (each.name.text != change.constraint) { continue; }
        if (change.enforced && each.kind != ConstraintKind::ForeignKey) {
            a.error(diag::WrongObjectKind, a.span, each.name.text, "no foreign key",
                    "a constraint whose enforcement can change");
            return;
        }
        if (change.sets_deferral) {
            each.deferrable = change.deferrable;
            each.initially_deferred = change.initially_deferred;
        }
        if (change.enforced) {
            each.not_enforced = !*change.enforced;
            each.not_valid = false;  // the rows are checked now, or are not to be
        }
    }
}

/// Texts that are each other's inverse.
std::optional<std::string> opposite(const std::string& text, const std::vector<SqlWord>& words) {
    const auto rest = [&](std::size_t at) { return tail(text, words, at); };
    if (starts(words, {"set", "logged"})) { return "set unlogged"; }
    if (starts(words, {"set", "unlogged"})) { return "set logged"; }
    if (starts(words, {"no", "inherit"})) { return "inherit " + rest(2); }
    if (starts(words, {"inherit"})) { return "no inherit " + rest(1); }
    return std::nullopt;
}

/// The foreign keys of the table, and those to it, after it became logged or unlogged.
bool check_references_persist(Applying& a, const Table& table) {
    const auto check = [&](const Table& from) {
        return std::all_of(
            from.constraints.begin(), from.constraints.end(), [&](const Constraint& each) {
                if (each.kind != ConstraintKind::ForeignKey) { return true; }
                const Table* to = a.schema.find_table(each.referenced_table);
                const bool concerns = to != nullptr && (&from == &table || to == &table);
                return !concerns || check_persistence(a, from, *to, {});
            });
    };
    if (!check(table)) { return false; }
    const std::vector<QualifiedName> users = users_of(a.schema, table.name);
    return std::all_of(users.begin(), users.end(), [&](const QualifiedName& user) {
        const Table* from = a.schema.find_table(user);
        return from == nullptr || from == &table || check(*from);
    });
}

/// Values of a fixed length are stored as they are
/// (https://www.postgresql.org/docs/current/storage-toast.html).
bool check_storage(Applying& a, const Table& table, const StorageSetting& setting) {
    if (setting.kind != StorageSetting::Kind::Storage || setting.value.empty() ||
        setting.value == "plain") {
        return true;
    }
    const Column* column = table.find_column(setting.object);
    if (column == nullptr) { return true; }
    const Type* type = &column->type;
    while (type->kind == TypeKind::Named && type->dimensions == 0) {
        const Domain* domain = a.schema.find_domain(*type->name);
        if (domain == nullptr) { break; }
        type = &domain->definition.type;
    }
    const bool enumerated = type->kind == TypeKind::Named && type->dimensions == 0 &&
                            a.schema.find_enum(*type->name) != nullptr;
    if (!enumerated && usual_storage(*type) != "plain") { return true; }
    a.error(diag::ColumnState, {}, column->name.text,
            "is of type " + type_text(column->type) + ", which is always stored plain");
    return false;
}

}  // namespace

void apply_storage_action(Applying& a, const QualifiedName& name, OtherTableAction& action) {
    const std::vector<SqlWord> words = split_sql(action.text);
    Table& table = edit_table(a.schema, name);
    if (starts(words, {"attach", "partition"})) {
        std::size_t at = 2;
        const QualifiedName partition = read_name(words, at);
        if (require_table(a, partition) == nullptr) { return; }
        if (descends_from(a.schema, name, partition)) {
            a.error(diag::WrongObjectKind, {}, partition.text(),
                    "the table itself or one that it is a part of", "a partition for it");
            return;
        }
        const std::vector<QualifiedName> uses = uses_of(*a.schema.find_table(partition));
        hand_to_parent(a, *a.schema.find_table(name), partition);
        Table& child = edit_table(a.schema, partition);
        child.options.partition_of = name;
        child.options.partition_bound = tail(action.text, words, at);
        check_keys_of_parents(a, child, {});
        update_references(a.schema, partition, uses, uses_of(child));
    } else if (starts(words, {"detach", "partition"})) {
        std::size_t at = 2;
        const QualifiedName partition = read_name(words, at);
        if (require_table(a, partition) == nullptr) { return; }
        const std::vector<QualifiedName> uses = uses_of(*a.schema.find_table(partition));
        keep_from_parent(a, *a.schema.find_table(name), partition);
        Table& child = edit_table(a.schema, partition);
        child.options.partition_of = QualifiedName();
        child.options.partition_bound.clear();
        update_references(a.schema, partition, uses, uses_of(child));
    } else if (starts(words, {"set", "logged"}) || starts(words, {"set", "unlogged"})) {
        const bool before = table.options.unlogged;
        table.options.unlogged = words[1].is("unlogged");
        if (!check_references_persist(a, table)) { table.options.unlogged = before; }
    } else if (starts(words, {"set", "tablespace"}) && words.size() > 2) {
        table.options.tablespace = words[2].text;
    } else if (starts(words, {"set", "access", "method"}) && words.size() > 3) {
        table.options.access_method = words[3].text;
    } else if (starts(words, {"set", "("})) {
        for (const auto& [key, value] : read_parameters(action.text, words, 1)) {
            set_parameter(table.options.with, key, value);
        }
    } else if (starts(words, {"reset", "("})) {
        for (const auto& parameter : read_parameters(action.text, words, 1)) {
            std::erase_if(table.options.with,
                          [&](const auto& each) { return each.first == parameter.first; });
        }
    } else if (starts(words, {"inherit"}) || starts(words, {"no", "inherit"})) {
        const bool join = words[0].is("inherit");
        std::size_t at = join ? 1 : 2;
        const QualifiedName parent = read_name(words, at);
        join ? apply_inherit(a, name, parent) : apply_no_inherit(a, name, parent);
    } else if (const auto change = read_constraint_change(words)) {
        apply_constraint_change(a, table, *change);
    } else {
        for (const StorageSetting& setting : read_settings(action)) {
            if (check_storage(a, table, setting)) { keep_setting(table, setting); }
        }
    }
}

std::optional<std::vector<OtherTableAction>> invert_storage_action(const OtherTableAction& action,
                                                                   const Table& before,
                                                                   const Schema& schema) {
    const std::vector<SqlWord> words = split_sql(action.text);
    std::vector<OtherTableAction> result;
    for (const StorageSetting& setting : read_settings(action)) {
        const StorageSetting* old = find_setting(before, setting);
        std::optional<OtherTableAction> back =
            old != nullptr ? setting_action(*old) : default_action(setting, before);
        if (!back) { return std::nullopt; }
        result.push_back(std::move(*back));
    }
    if (!result.empty()) { return result; }
    if (starts(words, {"attach", "partition"})) {
        std::size_t at = 2;
        result.push_back({"detach partition " + spelled(read_name(words, at))});
    } else if (starts(words, {"detach", "partition"})) {
        std::size_t at = 2;
        const QualifiedName partition = read_name(words, at);
        const Table* child = schema.find_table(partition);
        if (child == nullptr) { return std::nullopt; }
        result.push_back(
            {"attach partition " + spelled(partition) + " " + child->options.partition_bound});
    } else if (starts(words, {"set", "tablespace"})) {
        const std::string& old = before.options.tablespace;
        result.push_back({"set tablespace " + (old.empty() ? "pg_default" : sql_name(old))});
    } else if (starts(words, {"set", "("}) || starts(words, {"reset", "("})) {
        std::string set;
        std::string reset;
        for (const auto& parameter : read_parameters(action.text, words, 1)) {
            const auto old = value_of(before.options.with, parameter.first);
            std::string& list = old ? set : reset;
            if (!list.empty()) { list += ", "; }
            list += parameter.first + (old ? " = " + *old : std::string());
        }
        if (!set.empty()) { result.push_back({"set (" + set + ")"}); }
        if (!reset.empty() && words[0].is("set")) { result.push_back({"reset (" + reset + ")"}); }
    } else if (const auto change = read_constraint_change(words)) {
        const Constraint* constraint = before.find_constraint(change->constraint);
        // Enforced again, it would be validated too.
        const bool known = constraint != nullptr && !(change->enforced && constraint->not_valid);
        if (!known) { return std::nullopt; }
        result.push_back({constraint_change_text(*constraint, *change)});
    } else if (starts(words, {"set", before.options.unlogged ? "unlogged" : "logged"})) {
        return result;  // it is that already
    } else if (std::optional<std::string> text = opposite(action.text, words)) {
        result.push_back({std::move(*text)});
    } else {
        return std::nullopt;
    }
    return result;
}

}  // namespace retort::schema
