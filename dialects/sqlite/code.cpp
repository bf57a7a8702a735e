// SPDX-License-Identifier: Apache-2.0
#include "dialects/sqlite/left_out.h"
#include "dialects/sqlite/tables.h"
#include "dialects/sqlite/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace retort::dialects::sqlite {

namespace {

using schema::CodeKind;
using schema::CodeObject;

std::string_view plural(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return "views";
        case CodeKind::MaterializedView:
            return "materialized views";
        case CodeKind::Function:
            return "functions of SQL";
        case CodeKind::Procedure:
            return "procedures";
        case CodeKind::Trigger:
            return "triggers";
        case CodeKind::Policy:
            return "row policies";
        case CodeKind::Statistics:
            return "extended statistics";
    }
    return {};
}

/// A trigger of that name on another table: SQLite's have one name space
/// (https://www.sqlite.org/lang_droptrigger.html names no table).
bool is_taken(const schema::Schema& schema, const CodeObject& trigger) {
    bool taken = false;
    schema.code_objects.for_each(
        [&](const std::string&, const Shared<schema::CodeObjectState>& state) {
            const CodeObject& other = state->object;
            taken = taken || (other.kind == CodeKind::Trigger && !(other.table == trigger.table) &&
                              lower(other.name.name) == lower(trigger.name.name));
        });
    return taken;
}

/// `… execute function f()`: SQLite's triggers hold their statements themselves.
bool calls_a_function(const std::string& definition) {
    std::string squeezed;
    for (const char c : lower(definition)) {
        const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!blank) {
            squeezed += c;
        } else if (squeezed.empty() || squeezed.back() != ' ') {
            squeezed += ' ';
        }
    }
    return squeezed.find(" execute function ") != std::string::npos ||
           squeezed.find(" execute procedure ") != std::string::npos;
}

std::string trimmed(std::string_view text) {
    const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && blank(text.front())) { text.remove_prefix(1); }
    while (!text.empty() && blank(text.back())) { text.remove_suffix(1); }
    return std::string(text);
}

/// The definition with the key words that begin it in upper case, as in all other statements.
std::string upper_head(std::string_view definition) {
    static constexpr std::array<std::string_view, 9> kKeyWords{
        "after", "as", "before", "delete", "insert", "instead", "of", "on", "update"};
    std::string result;
    while (true) {
        std::size_t end = 0;
        while (end < definition.size() &&
               std::isalpha(static_cast<unsigned char>(definition[end])) != 0) {
            ++end;
        }
        const std::string word = lower(definition.substr(0, end));
        if (std::find(kKeyWords.begin(), kKeyWords.end(), word) == kKeyWords.end()) { break; }
        for (const char c : word) {
            result += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
        while (end < definition.size() &&
               std::isspace(static_cast<unsigned char>(definition[end])) != 0) {
            result += definition[end++];
        }
        definition.remove_prefix(end);
        // What a view selects from, and what a trigger stands on, is a name.
        if (word == "as" || word == "on") { break; }
    }
    return result + std::string(definition);
}

/// A comment in place of an object that hangs on one that was left out.
bool leave_out(const Context& context, const schema::Schema& schema, const CodeObject& object,
               Statements& out) {
    const std::string reason = left_out_because(context, schema, object);
    if (reason.empty()) { return false; }
    out.push_back(make_statement(context, "skipped", {}));
    out.back().remarks.push_back(std::string("left out: ") +
                                 (object.kind == CodeKind::Trigger ? "trigger " : "view ") +
                                 object.name.name + ", " + reason);
    return true;
}

void emit_create_view(const Context& context, const schema::CreateCodeObject& create,
                      Statements& out) {
    const CodeObject& view = create.object;
    if (leave_out(context, *context.after, view, out)) { return; }
    const std::string name = table_name(context, view.name);
    check_kept_sql(context, view.span, view.definition);
    const std::string key =
        schema::code_object_key(view.kind, view.table, view.name, view.signature);
    const bool exists = context.before->code_objects.contains(key);
    if (exists && create.if_not_exists) { return; }
    if (exists) { out.push_back(make_statement(context, "create view", "DROP VIEW " + name)); }
    script::SqlStatement statement = make_statement(
        context, "create view",
        std::string("CREATE VIEW ") + (create.if_not_exists ? "IF NOT EXISTS " : "") + name + " " +
            upper_head(trimmed(view.definition)));
    statement.effects.push_back(effect("view", view.name.name, true));
    out.push_back(std::move(statement));
    if (!exists) { return; }
    for (const CodeObject& trigger : triggers_on(context, *context.after, view.name)) {
        out.push_back(make_statement(context, "create view", create_trigger_text(trigger)));
    }
}

void emit_create_trigger(const Context& context, const schema::CreateCodeObject& create,
                         Statements& out) {
    const CodeObject& trigger = create.object;
    if (calls_a_function(trigger.definition)) {
        report_cannot(context, trigger.span, "triggers that call a function");
        return;
    }
    if (leave_out(context, *context.after, trigger, out)) { return; }
    if (is_taken(*context.before, trigger)) {
        report_cannot(context, trigger.span, "triggers of two tables with one name");
        return;
    }
    check_kept_sql(context, trigger.span, trigger.definition);
    const std::string key =
        schema::code_object_key(trigger.kind, trigger.table, trigger.name, trigger.signature);
    const bool exists = context.before->code_objects.contains(key);
    if (exists && create.if_not_exists) { return; }
    if (exists) {
        out.push_back(
            make_statement(context, "create trigger", "DROP TRIGGER " + quoted(trigger.name.name)));
    }
    script::SqlStatement statement =
        make_statement(context, "create trigger", create_trigger_text(trigger));
    statement.effects.push_back(effect("trigger", trigger.name.name, true));
    out.push_back(std::move(statement));
}

}  // namespace

std::string create_trigger_text(const CodeObject& trigger) {
    return "CREATE TRIGGER " + quoted(trigger.name.name) + " " +
           upper_head(trimmed(trigger.definition));
}

std::vector<CodeObject> triggers_on(const Context& context, const schema::Schema& schema,
                                    const QualifiedName& table) {
    std::vector<CodeObject> triggers;
    schema.code_objects.for_each(
        [&](const std::string&, const Shared<schema::CodeObjectState>& state) {
            const CodeObject& object = state->object;
            if (object.kind == CodeKind::Trigger && object.table == table &&
                !calls_a_function(object.definition) &&
                left_out_because(context, schema, object).empty()) {
                triggers.push_back(object);
            }
        });
    return triggers;
}

void emit_create_code(const Context& context, const schema::CreateCodeObject& create,
                      Statements& out) {
    switch (create.object.kind) {
        case CodeKind::View:
            emit_create_view(context, create, out);
            return;
        case CodeKind::Trigger:
            emit_create_trigger(context, create, out);
            return;
        case CodeKind::MaterializedView:
        case CodeKind::Function:
        case CodeKind::Procedure:
        case CodeKind::Policy:
        case CodeKind::Statistics:
            report_cannot(context, create.object.span, plural(create.object.kind));
            return;
    }
}

void emit_drop_code(const Context& context, const schema::DropCodeObject& drop, Statements& out) {
    const bool trigger = drop.kind == CodeKind::Trigger;
    if (!trigger && drop.kind != CodeKind::View) {
        report_cannot(context, drop.name.span, plural(drop.kind));
        return;
    }
    const std::string key =
        schema::code_object_key(drop.kind, drop.table, drop.name, drop.signature);
    const Shared<schema::CodeObjectState>* known = context.before->code_objects.find(key);
    if (known == nullptr && drop.if_exists) { return; }
    if (known != nullptr && trigger && calls_a_function((*known)->object.definition)) {
        report_cannot(context, drop.name.span, "triggers that call a function");
        return;
    }
    if (known != nullptr && leave_out(context, *context.before, (*known)->object, out)) { return; }
    script::SqlStatement statement =
        make_statement(context, trigger ? "drop trigger" : "drop view",
                       std::string(trigger ? "DROP TRIGGER " : "DROP VIEW ") +
                           (drop.if_exists ? "IF EXISTS " : "") + table_name(context, drop.name));
    statement.effects.push_back(effect(trigger ? "trigger" : "view", drop.name.name, false));
    out.push_back(std::move(statement));
}

}  // namespace retort::dialects::sqlite
