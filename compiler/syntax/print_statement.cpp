// SPDX-License-Identifier: Apache-2.0
// Every kind of statement as lines of the migration language.
#include "compiler/base/match.h"
#include "compiler/schema/spelling.h"
#include "compiler/syntax/body_text.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <array>

namespace retort::syntax {
namespace {

using schema::Operation;
using schema::spell_name;
using schema::spell_string;

std::string if_exists(bool set) {
    return set ? "if exists " : "";
}
std::string if_not_exists(bool set) {
    return set ? "if not exists " : "";
}
std::string cascade(bool set) {
    return set ? " cascade" : "";
}

template <class Drop>
std::string drop_text(std::string_view what, const Drop& drop) {
    std::string name;
    if constexpr (std::is_same_v<decltype(drop.name), Name>) {
        name = spell_name(drop.name.text);
    } else {
        name = spell_name(drop.name);
    }
    return "drop " + std::string(what) + " " + if_exists(drop.if_exists) + name +
           cascade(drop.cascade);
}

std::string_view comment_word(schema::CommentTarget target) {
    constexpr std::array<std::string_view, 16> kWords = {
        "table",      "column",   "index",
        "constraint", "type",     "domain",
        "sequence",   "view",     "materialized view",
        "schema",     "function", "procedure",
        "trigger",    "policy",   "extension",
        "statistics"};
    return kWords[static_cast<std::size_t>(target)];
}

std::string comment_text(const schema::CommentOn& c) {
    using schema::CommentTarget;
    std::string text = "comment on " + std::string(comment_word(c.target)) + " ";
    switch (c.target) {
        case CommentTarget::Column:
            text += spell_name(c.object) + "." + spell_name(c.part.text);
            break;
        case CommentTarget::Constraint:
        case CommentTarget::Trigger:
        case CommentTarget::Policy:
            text += spell_name(c.part.text) + " on " + spell_name(c.object);
            break;
        default:
            text += spell_name(c.object) + c.signature;
            break;
    }
    return text + " is " + (c.text ? spell_string(*c.text) : "null");
}

std::string value_change(const schema::AddEnumValue& add) {
    std::string text =
        "add value " + if_not_exists(add.if_not_exists) + spell_string(add.value.text);
    if (!add.before.empty()) { text += " before " + spell_string(add.before.text); }
    if (!add.after.empty()) { text += " after " + spell_string(add.after.text); }
    return "alter type " + spell_name(add.type) + " " + text;
}

std::string enum_text(const schema::CreateEnum& create) {
    std::string text = "create type " + spell_name(create.name) + " as enum (";
    for (std::size_t i = 0; i < create.values.size(); ++i) {
        text += (i == 0 ? "" : ", ") + spell_string(create.values[i].text);
    }
    return text + ")";
}

std::string domain_text(const schema::CreateDomain& create) {
    std::string text =
        "create domain " + spell_name(create.name) + " as " + schema::type_text(create.type);
    if (create.collation) { text += " collate " + spell_name(*create.collation); }
    if (create.not_null) { text += " not null"; }
    if (create.default_value) { text += " default " + value_text(*create.default_value); }
    for (const schema::Constraint& check : create.checks) { text += " " + constraint_text(check); }
    return text;
}

std::string extension_text(const schema::CreateExtension& create) {
    std::string text =
        "create extension " + if_not_exists(create.if_not_exists) + spell_name(create.name.text);
    if (!create.schema.empty()) { text += " schema " + spell_name(create.schema.text); }
    if (!create.version.empty()) { text += " version " + spell_string(create.version); }
    return text;
}

std::string_view code_word(schema::CodeKind kind) {
    switch (kind) {
        case schema::CodeKind::View:
            return "view";
        case schema::CodeKind::MaterializedView:
            return "materialized view";
        case schema::CodeKind::Function:
            return "function";
        case schema::CodeKind::Procedure:
            return "procedure";
        case schema::CodeKind::Trigger:
            return "trigger";
        case schema::CodeKind::Policy:
            return "policy";
        case schema::CodeKind::Statistics:
            return "statistics";
    }
    return {};
}

/// The body indented between dollar quotes on lines of their own, or within them on one line. The
/// last line lacks what follows it; `head` stands before the opening quote.
Lines quoted_lines(const std::string& head, const std::string& body, int indent) {
    const std::string tag = dollar_tag(body);
    if (body.find('\n') == std::string::npos) {
        return {{indent, head + " " + tag + " " + body + " " + tag}};
    }
    Lines lines = {{indent, head + " " + tag}};
    const bool as_written = holds_multiline_string(body);
    std::size_t begin = 0;
    while (begin <= body.size()) {
        const std::size_t end = std::min(body.find('\n', begin), body.size());
        Line line{indent + 4, body.substr(begin, end - begin)};
        line.verbatim = as_written;
        lines.push_back(std::move(line));
        begin = end + 1;
    }
    lines.push_back({indent, tag});
    return lines;
}

void append(Lines& lines, Lines more) {
    lines.insert(lines.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
}

Lines code_lines(const schema::CreateCodeObject& create, int indent) {
    std::string head = "create ";
    if (create.or_replace) { head += "or replace "; }
    if (create.object.constraint) { head += "constraint "; }
    head += std::string(code_word(create.object.kind)) + " " + if_not_exists(create.if_not_exists) +
            spell_name(create.object.name);
    const std::string& text = create.object.definition;
    const bool view = create.object.kind == schema::CodeKind::View ||
                      create.object.kind == schema::CodeKind::MaterializedView;
    const std::size_t line_end = text.find('\n');
    const std::string first = text.substr(0, line_end);
    const bool body_below =
        line_end != std::string::npos && (first == "as" || first.ends_with(" as"));
    if (view && body_below) {
        return quoted_lines(head + " " + first, text.substr(line_end + 1), indent);
    }
    const bool attached = !text.empty() && text.front() == '(';
    return {{indent, head + (attached && !view ? "" : " ") + text}};
}

std::string drop_code_text(const schema::DropCodeObject& drop) {
    std::string text = "drop " + std::string(code_word(drop.kind)) + " " +
                       if_exists(drop.if_exists) + spell_name(drop.name) + drop.signature;
    const bool on_table =
        drop.kind == schema::CodeKind::Trigger || drop.kind == schema::CodeKind::Policy;
    if (on_table && !drop.table.empty()) { text += " on " + spell_name(drop.table); }
    return text + cascade(drop.cascade);
}

/// Clauses on one line where they fit; else the first two where those fit, and one a line below.
Lines clause_lines(const std::vector<std::string>& clauses, int indent) {
    std::string joined;
    for (const std::string& clause : clauses) { joined += (joined.empty() ? "" : " ") + clause; }
    // What undoes a statement is worth a line of its own.
    const bool undone =
        clauses.back().rfind("reverse ", 0) == 0 && clauses.back() != "reverse nothing";
    const std::size_t width = static_cast<std::size_t>(indent) + joined.size();
    if (clauses.size() == 1 || (width < kLineWidth && !undone)) {
        return {{indent, std::move(joined)}};
    }
    Lines lines = {{indent, clauses[0]}};
    for (std::size_t i = 1; i < clauses.size(); ++i) {
        const std::size_t two =
            static_cast<std::size_t>(indent) + clauses[0].size() + 1 + clauses[1].size();
        if (i == 1 && two < kLineWidth) {
            lines[0].text += " " + clauses[1];
        } else {
            lines.push_back({indent + 4, clauses[i]});
        }
    }
    return lines;
}

std::string insert_tail(const schema::InsertRows& insert);
std::vector<std::string> data_clauses(const schema::UpdateRows& update);
std::vector<std::string> data_clauses(const schema::DeleteRows& erase);

std::string row_text(const std::vector<schema::Expr>& row) {
    std::string text = "(";
    for (std::size_t i = 0; i < row.size(); ++i) {
        text += (i == 0 ? "" : ", ") + schema::expr_text(row[i]);
    }
    return text + ")";
}

std::string insert_head(const schema::InsertRows& insert) {
    return "insert into " + spell_name(insert.table) + " " + name_list(insert.columns) + " values";
}

std::string reverse_text(const schema::Reverse& reverse) {
    if (reverse.nothing || reverse.operations.empty()) { return "reverse nothing"; }
    const auto join = [](const std::vector<std::string>& clauses) {
        std::string text;
        for (const std::string& clause : clauses) { text += " " + clause; }
        return text;
    };
    return "reverse" +
           match(
               reverse.operations.front().kind,
               [&](const schema::UpdateRows& update) { return join(data_clauses(update)); },
               [&](const schema::DeleteRows& erase) { return join(data_clauses(erase)); },
               [](const schema::InsertRows& insert) {
                   std::string text = " " + insert_head(insert);
                   for (std::size_t i = 0; i < insert.rows.size(); ++i) {
                       text += (i == 0 ? " " : ", ") + row_text(insert.rows[i]);
                   }
                   const std::string tail = insert_tail(insert);
                   return text + (tail.empty() ? "" : " " + tail);
               },
               [](const schema::SqlStatementText& sql) { return " " + sql.text; },
               [](const schema::Execute& execute) {
                   const std::string& body = execute.up.texts.front().second;
                   const std::string tag = dollar_tag(body);
                   return " " + tag + " " + body + " " + tag;
               },
               [](const auto&) { return std::string(); });
}

std::string insert_tail(const schema::InsertRows& insert) {
    std::string tail = insert.on_conflict_do_nothing ? "on conflict do nothing" : "";
    if (insert.reverse) { tail += (tail.empty() ? "" : " ") + reverse_text(*insert.reverse); }
    return tail;
}

std::vector<std::string> data_clauses(const schema::UpdateRows& update) {
    std::string set = "set ";
    for (std::size_t i = 0; i < update.assignments.size(); ++i) {
        set += (i == 0 ? "" : ", ") + spell_name(update.assignments[i].column.text) + " = " +
               schema::expr_text(update.assignments[i].value);
    }
    std::vector<std::string> clauses = {"update " + spell_name(update.table), std::move(set)};
    if (update.where) { clauses.push_back("where " + schema::expr_text(*update.where)); }
    if (update.batch_size) {
        clauses.push_back("in batches of " + std::to_string(*update.batch_size));
    }
    if (update.reverse) { clauses.push_back(reverse_text(*update.reverse)); }
    return clauses;
}

std::vector<std::string> data_clauses(const schema::DeleteRows& erase) {
    std::vector<std::string> clauses = {"delete from " + spell_name(erase.table)};
    if (erase.where) { clauses.push_back("where " + schema::expr_text(*erase.where)); }
    if (erase.batch_size) {
        clauses.push_back("in batches of " + std::to_string(*erase.batch_size));
    }
    if (erase.reverse) { clauses.push_back(reverse_text(*erase.reverse)); }
    return clauses;
}

Lines insert_lines(const schema::InsertRows& insert, int indent) {
    const std::string tail = insert_tail(insert);
    const std::string head = insert_head(insert);
    if (insert.rows.size() == 1) {
        std::string text = head + " " + row_text(insert.rows[0]);
        if (!tail.empty()) { text += " " + tail; }
        if (static_cast<std::size_t>(indent) + text.size() < kLineWidth) {
            return {{indent, std::move(text)}};
        }
    }
    Lines lines = {{indent, head}};
    for (std::size_t i = 0; i < insert.rows.size(); ++i) {
        std::string text = row_text(insert.rows[i]);
        if (i + 1 < insert.rows.size()) { text += ","; }
        const Span span = insert.rows[i].empty() ? Span{} : insert.rows[i].front().span;
        lines.push_back({indent + 4, std::move(text), span.begin, span.end});
    }
    if (!tail.empty()) { lines.push_back({indent, tail}); }
    return lines;
}

/// `head` and a raw SQL: inline, from a file, or one text a dialect.
Lines raw_lines(const std::string& head, const schema::RawSql& sql, int indent) {
    if (!sql.file.empty()) { return {{indent, head + " file " + spell_string(sql.file)}}; }
    if (sql.texts.size() == 1 && sql.texts[0].first.empty()) {
        return quoted_lines(head, sql.texts[0].second, indent);
    }
    Lines lines = {{indent, head + " {"}};
    for (const auto& [dialect, text] : sql.texts) {
        append(lines, quoted_lines(spell_name(dialect), text, indent + 4));
        lines.back().text += ";";
    }
    lines.push_back({indent, "}"});
    return lines;
}

Lines execute_lines(const schema::Execute& execute, int indent) {
    Lines lines = raw_lines("execute", execute.up, indent);
    const auto follow = [&](Lines more) {
        // A short clause stays on the line; what has a body of its own goes on behind the last
        // line.
        const std::size_t width =
            static_cast<std::size_t>(indent) + lines.back().text.size() + more.front().text.size();
        const bool joins = lines.size() > 1 || more.size() > 1 || width + 1 < kLineWidth;
        if (joins) {
            lines.back().text += " " + more.front().text;
            more.erase(more.begin());
        } else {
            more.front().indent += 4;
        }
        append(lines, std::move(more));
    };
    if (execute.reverse_nothing) { follow({{indent, "reverse nothing"}}); }
    if (execute.reverse) { follow(raw_lines("reverse", *execute.reverse, indent)); }
    if (execute.declares_effects) {
        Lines block = {{indent, "as {"}};
        append(block, body_lines(execute.effects, indent + 4));
        block.push_back({indent, "}"});
        follow(std::move(block));
    }
    return lines;
}

Lines sql_lines(const schema::SqlStatementText& sql, int indent) {
    std::string text = sql.text;
    if (!sql.reverse) { return {{indent, std::move(text)}}; }
    const std::string reverse = reverse_text(*sql.reverse);
    if (text.find('\n') != std::string::npos) {
        return {{indent, std::move(text)}, {indent + 4, reverse}};
    }
    return {{indent, text + " " + reverse}};
}

Lines unfinished_lines(const Operation& operation, int indent) {
    using namespace schema;
    const auto line = [&](std::string text) { return Lines{{indent, std::move(text)}}; };
    return match(
        operation.kind,
        [&](const CreateTable& create) { return table_lines(create, operation.span, indent); },
        [&](const DropTable& drop) { return line(drop_text("table", drop)); },
        [&](const RenameTable& rename) {
            return line("alter table " + if_exists(rename.if_exists) + spell_name(rename.from) +
                        " rename to " + spell_name(rename.to.text));
        },
        [&](const SetTableSchema& set) {
            return line("alter table " + if_exists(set.if_exists) + spell_name(set.table) +
                        " set schema " + spell_name(set.schema.text));
        },
        [&](const AlterTable& alter) { return alter_lines(alter, indent); },
        [&](const CommentOn& comment) { return line(comment_text(comment)); },
        [&](const CreateIndex& create) { return line(index_text(create)); },
        [&](const DropIndex& drop) {
            std::string text = "drop index ";
            if (drop.concurrently) { text += "concurrently "; }
            text += if_exists(drop.if_exists) + spell_name(drop.name);
            if (!drop.table.empty()) { text += " on " + spell_name(drop.table); }
            return line(text + cascade(drop.cascade));
        },
        [&](const RenameIndex& rename) {
            return line("alter index " + if_exists(rename.if_exists) + spell_name(rename.from) +
                        " rename to " + spell_name(rename.to.text));
        },
        [&](const CreateEnum& create) { return line(enum_text(create)); },
        [&](const DropType& drop) { return line(drop_text("type", drop)); },
        [&](const AddEnumValue& add) { return line(value_change(add)); },
        [&](const RenameEnumValue& rename) {
            return line("alter type " + spell_name(rename.type) + " rename value " +
                        spell_string(rename.from.text) + " to " + spell_string(rename.to.text));
        },
        [&](const RenameType& rename) {
            return line("alter type " + spell_name(rename.from) + " rename to " +
                        spell_name(rename.to.text));
        },
        [&](const DropEnumValue& drop) {
            std::string text = "alter type " + spell_name(drop.type) + " drop value " +
                               spell_string(drop.value.text);
            if (!drop.replacement.empty()) {
                text += " replace with " + spell_string(drop.replacement.text);
            }
            return line(std::move(text));
        },
        [&](const CreateDomain& create) { return line(domain_text(create)); },
        [&](const DropDomain& drop) { return line(drop_text("domain", drop)); },
        [&](const CreateSequence& create) {
            const std::string options = sequence_text(create.options);
            return line("create sequence " + if_not_exists(create.if_not_exists) +
                        spell_name(create.name) + (options.empty() ? "" : " " + options));
        },
        [&](const AlterSequence& alter) {
            return line("alter sequence " + if_exists(alter.if_exists) + spell_name(alter.name) +
                        " " + sequence_text(alter.options));
        },
        [&](const DropSequence& drop) { return line(drop_text("sequence", drop)); },
        [&](const CreateSchema& create) {
            return line("create schema " + if_not_exists(create.if_not_exists) +
                        spell_name(create.name.text));
        },
        [&](const DropSchema& drop) { return line(drop_text("schema", drop)); },
        [&](const CreateExtension& create) { return line(extension_text(create)); },
        [&](const DropExtension& drop) { return line(drop_text("extension", drop)); },
        [&](const CreateCodeObject& create) { return code_lines(create, indent); },
        [&](const DropCodeObject& drop) { return line(drop_code_text(drop)); },
        [&](const Grant& grant) {
            return line(std::string(grant.revoke ? "revoke " : "grant ") + grant.text);
        },
        [&](const InsertRows& insert) { return insert_lines(insert, indent); },
        [&](const UpdateRows& update) { return clause_lines(data_clauses(update), indent); },
        [&](const DeleteRows& erase) { return clause_lines(data_clauses(erase), indent); },
        [&](const SqlStatementText& sql) { return sql_lines(sql, indent); },
        [&](const Execute& execute) { return execute_lines(execute, indent); },
        [&](const Assert& check) {
            return clause_lines(
                {"assert " + expr_text(check.condition), "else " + spell_string(check.message)},
                indent);
        },
        [&](const OnDialect& on) {
            Lines lines = {{indent, "on " + spell_name(on.dialect.text) + " {"}};
            append(lines, body_lines(on.body, indent + 4));
            lines.push_back({indent, "}"});
            return lines;
        });
}

/// Statements of which a part is kept as written, comments and all.
bool keeps_text(const Operation& operation) {
    return std::visit(
        [](const auto& kind) {
            using Kind = std::decay_t<decltype(kind)>;
            return std::is_same_v<Kind, schema::CreateCodeObject> ||
                   std::is_same_v<Kind, schema::SqlStatementText> ||
                   std::is_same_v<Kind, schema::Grant>;
        },
        operation.kind);
}

}  // namespace

Lines statement_lines(const Operation& operation, int indent) {
    Lines lines = unfinished_lines(operation, indent);
    const bool block = std::holds_alternative<schema::OnDialect>(operation.kind);
    const bool finished = block || std::holds_alternative<schema::CreateTable>(operation.kind);
    if (!finished) { lines.back().text += ";"; }
    Line& first = lines.front();
    const Span span = operation.span;
    if (span.known() && first.end == 0) {
        // The comments inside a statement of several lines stand where those lines say.
        const bool placed =
            std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.end != 0; });
        first.begin = span.begin;
        first.end = placed ? span.begin + 1 : span.end;
        if (placed) {
            lines.back().begin = std::max(lines.back().begin, span.end - 1);
            lines.back().end = span.end;
        }
    }
    first.statement = true;
    first.holds_comments = keeps_text(operation);
    return lines;
}

Lines body_lines(const std::vector<Operation>& operations, int indent) {
    Lines lines;
    bool tall = false;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        Lines statement = statement_lines(operations[i], indent);
        const bool tall_now = statement.size() > 1;
        // Statements that nobody laid out: tall ones stand apart.
        if (!operations[i].span.known() && i > 0) {
            statement.front().blank_before = tall || tall_now;
        }
        tall = tall_now;
        append(lines, std::move(statement));
    }
    return lines;
}

std::string print_operation(const Operation& operation, int indent) {
    const std::vector<Comment> none;
    Layout layout("", none);
    for (Line line : statement_lines(operation, indent)) {
        line.begin = line.end = 0;
        layout.write(line);
    }
    std::string text = layout.take();
    text.pop_back();
    return text;
}

std::string print_name(std::string_view name) {
    return spell_name(name);
}
std::string print_name(const QualifiedName& name) {
    return spell_name(name);
}
std::string print_string(std::string_view text) {
    return spell_string(text);
}

}  // namespace retort::syntax
