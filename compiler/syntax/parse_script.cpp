// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse_script.h"

#include "compiler/base/parallel.h"
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"
#include "compiler/syntax/script_partitions.h"
#include "compiler/syntax/script_reader.h"
#include "compiler/syntax/script_state.h"
#include "compiler/syntax/script_statement.h"

#include <algorithm>
#include <map>

namespace retort::syntax {
namespace {

using schema::Operation;

Span span_of(FileId file, std::size_t begin, std::size_t end) {
    return {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// Whether the file is no text but one of the forms that databases write besides.
bool report_archive(std::string_view text, FileId id, Diagnostics& diagnostics) {
    if (text.substr(0, 5) == "PGDMP") {
        diagnostics
            .report(diag::SyntaxError, {id, 0, 5},
                    "this is an archive of pg_dump, expected SQL text")
            .help("print it with `pg_restore --schema-only -f schema.sql ARCHIVE`");
        return true;
    }
    if (const std::size_t nul = text.substr(0, 16).find('\0'); nul != std::string_view::npos) {
        diagnostics
            .report(diag::SyntaxError, {id, 0, static_cast<std::uint32_t>(nul)},
                    "this is a binary file, expected SQL text in UTF-8")
            .help("a database's shell prints its schema (`.schema`)");
        return true;
    }
    return false;
}

/// A part of the script. What a statement says is read apart from the others.
struct Cut {
    ScriptPart::Kind kind = ScriptPart::Kind::Statement;
    ScriptStatement statement;  ///< of another part, only its place
};

/// The next parts of a script: not all at once, since one with rows has as many as it has rows.
std::vector<Cut> cut_some(ScriptReader& parts, FileId id) {
    constexpr std::size_t kCuts = 8192;
    std::vector<Cut> cuts;
    while (cuts.size() < kCuts) {
        const auto part = parts.next();
        if (!part) { break; }
        Cut& cut = cuts.emplace_back();
        cut.kind = part->kind;
        cut.statement.where = span_of(id, part->begin, part->end);
        if (cut.kind == ScriptPart::Kind::Statement) { cut.statement.tokens = parts.tokens(); }
    }
    return cuts;
}

void read_statements(source::SourceFile& script, FileId id, bool fold, std::vector<Cut>& cuts) {
    constexpr std::size_t kCutsAPart = 256;
    for_each_part(cuts.size(), kCutsAPart, count_processors(), [&](const Part& part) {
        StatementReader reader(script, id, fold);
        for (std::size_t i = part.begin; i < part.end; ++i) {
            if (cuts[i].kind == ScriptPart::Kind::Statement) { reader.read(cuts[i].statement); }
        }
    });
}

/// Puts together what the statements say, each with what those before it said.
class Assembly {
public:
    Assembly(const source::SourceFile& script, FileId id, Diagnostics& diagnostics)
        : script_(script), id_(id), diagnostics_(diagnostics) {}

    /// False where the script is no text from there on.
    bool take(std::vector<Cut>& cuts) {
        for (Cut& cut : cuts) {
            const Span where = cut.statement.where;
            switch (cut.kind) {
                case ScriptPart::Kind::Command:
                    skip(where, command(where));
                    break;
                case ScriptPart::Kind::OpenData:
                    diagnostics_
                        .report(diag::UnexpectedEnd, span_of(id_, where.end, where.end),
                                "`\\.` behind the rows of a `copy`")
                        .note(copied_, "the rows of this `copy` have no end");
                    break;
                case ScriptPart::Kind::Statement:
                    take(cut.statement);
                    if (cut.statement.ends_text) { return false; }
                    break;
            }
        }
        return true;
    }
    ForeignScript finish() { return std::move(result_); }

private:
    void skip(Span where, std::string what) { result_.skipped.push_back({where, std::move(what)}); }

    /// `\connect`, of `\connect shop`.
    [[nodiscard]] std::string command(Span where) const {
        const std::string_view line =
            std::string_view(script_.text).substr(where.begin, where.end - where.begin);
        return std::string(line.substr(0, line.find_first_of(" \t\r", 1)));
    }

    void take(ScriptStatement& statement) {
        if (statement.place.kind == Place::Kind::None) {
            const std::string& what = statement.place.what;
            if (what == "copy") { copied_ = statement.where; }
            if (what == "set") { defaults_.read(script_.text, statement.tokens); }
            skip(statement.where, what);
            return;
        }
        if (statement.error) { diagnostics_.add(*std::move(statement.error)); }
        for (Operation& operation : statement.operations) { add(statement, std::move(operation)); }
    }

    void add(const ScriptStatement& statement, Operation operation) {
        if (auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
            leave_out_owner(*alter, operation.span);
            if (alter->actions.empty()) { return; }
            for (schema::TableAction& action : alter->actions) {
                if (auto* added = std::get_if<schema::AddColumn>(&action)) {
                    plain_default(added->definition.column);
                }
            }
        }
        if (auto* table = std::get_if<schema::CreateTable>(&operation.kind)) {
            complete(*table, statement.translation);
            tables_[table->name] = result_.operations.size();
        }
        if (auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
            if (give_identity(*alter, statement.translation)) { return; }
        }
        defaults_.give(operation);
        // A script that starts by making room drops what it has not made.
        if (const std::string dropped = made_.drops_another(operation); !dropped.empty()) {
            skip(operation.span, dropped);
            return;
        }
        if (drops_from_other_domain(operation, statement.tokens)) {
            skip(operation.span, "alter domain drop");
            return;
        }
        if (std::holds_alternative<schema::SqlStatementText>(operation.kind) &&
            statement.tokens.front().type == P::KW_CREATE) {
            made_.note_text(made_by(script_.text, statement.tokens));
        } else if (made_.is_about_text(operation)) {
            operation.kind = raw(statement);
        }
        made_.note(operation);
        std::vector<Operation> rest = refusals_of_nulls(operation, statement.translation);
        result_.operations.push_back(std::move(operation));
        std::move(rest.begin(), rest.end(), std::back_inserter(result_.operations));
    }

    /// What a `create table` says of nulls in columns that are its parent's.
    [[nodiscard]] static std::vector<Operation> refusals_of_nulls(const Operation& operation,
                                                                  const Translation& translation) {
        std::vector<Operation> list;
        const auto* table = std::get_if<schema::CreateTable>(&operation.kind);
        if (table == nullptr) { return list; }
        for (const std::string& name : translation.not_null) {
            const auto is_own = [&](const schema::TableElement& element) {
                const auto* definition = std::get_if<schema::ColumnDefinition>(&element);
                return definition != nullptr && definition->column.name.text == name;
            };
            if (std::any_of(table->elements.begin(), table->elements.end(), is_own)) { continue; }
            schema::AlterTable alter;
            alter.table = table->name;
            alter.only = true;
            alter.actions.emplace_back(schema::SetNotNull{Name(name)});
            list.push_back(Operation{std::move(alter), operation.span});
        }
        return list;
    }

    /// `alter domain … drop constraint …` of one that the script has not made.
    [[nodiscard]] bool drops_from_other_domain(const Operation& operation,
                                               const std::vector<RawToken>& tokens) const {
        const auto* text = std::get_if<schema::SqlStatementText>(&operation.kind);
        if (text == nullptr || !same_word(text->keyword, "alter domain")) { return false; }
        const bool drops =
            std::adjacent_find(tokens.begin(), tokens.end(),
                               [](const RawToken& a, const RawToken& b) {
                                   return a.type == P::KW_DROP && b.type == P::KW_CONSTRAINT;
                               }) != tokens.end();
        return drops && !made_.has(made_by(script_.text, tokens));
    }

    /// The statement as raw SQL.
    [[nodiscard]] schema::Execute raw(const ScriptStatement& statement) const {
        const std::size_t begin = statement.where.begin;
        const std::size_t end = statement.tokens.back().end;
        schema::Execute execute;
        execute.up.texts.emplace_back("", script_.text.substr(begin, end - begin));
        execute.reverse_nothing = true;
        return execute;
    }

    /// pg_dump makes a table first and then gives a column its identity. Said at once, the sequence
    /// can have its name.
    bool give_identity(const schema::AlterTable& alter, const Translation& translation) {
        const auto* add = alter.actions.size() == 1
                              ? std::get_if<schema::AddIdentity>(&alter.actions.front())
                              : nullptr;
        const auto made = tables_.find(alter.table);
        if (add == nullptr || made == tables_.end()) { return false; }
        auto& table = std::get<schema::CreateTable>(result_.operations[made->second].kind);
        for (schema::TableElement& element : table.elements) {
            auto* definition = std::get_if<schema::ColumnDefinition>(&element);
            if (definition == nullptr || definition->column.name.text != add->column.text) {
                continue;
            }
            definition->column.identity = add->identity;
            if (!translation.sequences.empty()) {
                definition->sequence = translation.sequences.front().second;
            }
            return true;
        }
        return false;
    }

    void leave_out_owner(schema::AlterTable& alter, Span where) {
        for (std::size_t i = alter.actions.size(); i-- > 0;) {
            const auto* other = std::get_if<schema::OtherTableAction>(&alter.actions[i]);
            if (other == nullptr || !same_word(other->text.substr(0, 5), "owner")) { continue; }
            skip(i < alter.action_spans.size() ? alter.action_spans[i] : where, "owner to");
            alter.actions.erase(alter.actions.begin() + static_cast<std::ptrdiff_t>(i));
            if (i < alter.action_spans.size()) {
                alter.action_spans.erase(alter.action_spans.begin() +
                                         static_cast<std::ptrdiff_t>(i));
            }
        }
    }

    const source::SourceFile& script_;
    FileId id_;
    Diagnostics& diagnostics_;
    std::map<QualifiedName, std::size_t> tables_;  ///< where the script makes them
    ScriptDefaults defaults_;
    MadeObjects made_;
    Span copied_;
    ForeignScript result_;
};

}  // namespace

ForeignScript parse_script(const source::SourceFile& file, FileId id, Diagnostics& diagnostics) {
    if (report_archive(file.text, id, diagnostics)) { return {}; }
    source::SourceFile script{file.path, file.text};
    const bool fold = !is_sqlite_script(file.text);
    ScriptReader parts(script.text);
    Assembly assembly(script, id, diagnostics);
    for (bool more = true; more;) {
        std::vector<Cut> cuts = cut_some(parts, id);
        read_statements(script, id, fold, cuts);
        more = assembly.take(cuts) && !cuts.empty();
    }
    ForeignScript result = assembly.finish();
    attach_with_indexes(result.operations);
    return result;
}

}  // namespace retort::syntax
