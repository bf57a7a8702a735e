// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/parse_script.h"

#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"
#include "compiler/syntax/script_kinds.h"
#include "compiler/syntax/script_partitions.h"
#include "compiler/syntax/script_reader.h"
#include "compiler/syntax/script_state.h"
#include "compiler/syntax/script_translate.h"
#include "compiler/syntax/session.h"

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

class Reader {
public:
    Reader(const source::SourceFile& file, FileId id, Diagnostics& diagnostics)
        : script_{file.path, file.text},
          id_(id),
          diagnostics_(diagnostics),
          fold_(!is_sqlite_script(file.text)),
          parts_(script_.text) {}

    ForeignScript run() {
        if (report_archive(script_.text, id_, diagnostics_)) { return {}; }
        while (const auto part = parts_.next()) {
            const Span where = span_of(id_, part->begin, part->end);
            switch (part->kind) {
                case ScriptPart::Kind::Command:
                    skip(where, command(where));
                    break;
                case ScriptPart::Kind::OpenData:
                    diagnostics_
                        .report(diag::UnexpectedEnd, span_of(id_, part->end, part->end),
                                "`\\.` behind the rows of a `copy`")
                        .note(copied_, "the rows of this `copy` have no end");
                    break;
                case ScriptPart::Kind::Statement:
                    if (!statement(where)) { return std::move(result_); }
                    break;
            }
        }
        return std::move(result_);
    }

private:
    void skip(Span where, std::string what) { result_.skipped.push_back({where, std::move(what)}); }

    /// `\connect`, of `\connect shop`.
    [[nodiscard]] std::string command(Span where) const {
        const std::string_view line =
            std::string_view(script_.text).substr(where.begin, where.end - where.begin);
        return std::string(line.substr(0, line.find_first_of(" \t\r", 1)));
    }

    /// False where the script is no text from here on.
    bool statement(Span where) {
        const std::string_view text = script_.text;
        if (const RawToken& last = parts_.tokens().back(); swallows_rest(last)) {
            Diagnostics found;
            scan_.tokens.assign({last});
            (void)check_tokens(text, id_, scan_, found);
            report_first(found);
            return true;
        }
        Place place = place_of(text, parts_.tokens());
        switch (place.kind) {
            case Place::Kind::None:
                if (place.what == "copy") { copied_ = where; }
                if (place.what == "set") { defaults_.read(text, parts_.tokens()); }
                skip(where, std::move(place.what));
                return true;
            case Place::Kind::Text:
            case Place::Kind::Model:
                break;
        }
        Diagnostics found;
        if (!check_bytes(text.substr(0, where.end), id_, found, where.begin)) {
            report_first(found);
            return false;
        }
        load_tokens(where);
        if (!check_tokens(text, id_, scan_, found)) {
            report_first(found);
            return true;
        }
        if (place.kind == Place::Kind::Text) {
            keep_as_text();
        } else {
            translation_ = Translation();
            if (makes_table()) { translation_ = translate(text, scan_.tokens); }
            fold_texts(text, scan_.tokens, folded_);
            if (!check_parameters(text, id_, folded_, found)) {
                report_first(found);
                return true;
            }
        }
        fold_ ? fold_names() : fold_collations();
        parse(where);
        return true;
    }

    /// What is never closed takes the rest of the script with it.
    [[nodiscard]] static bool swallows_rest(const RawToken& token) {
        return token.type == P::UNTERMINATED_STRING || token.type == P::UNTERMINATED_NAME ||
               token.type == P::UNTERMINATED_COMMENT || token.type == P::UNTERMINATED_DOLLAR;
    }

    void report_first(const Diagnostics& found) { diagnostics_.add(found.all().front()); }

    /// The statement's tokens with a `;` and an end.
    void load_tokens(Span where) {
        scan_.tokens = parts_.tokens();
        const std::uint32_t behind = scan_.tokens.back().end;
        const bool written = where.end > behind;
        scan_.tokens.push_back({written ? where.end - 1 : behind, where.end,
                                static_cast<std::uint16_t>(P::SEMICOLON)});
        scan_.tokens.push_back({where.end, where.end, grammar::kEndOfFile});
    }
    void keep_as_text() {
        const std::vector<RawToken>& all = scan_.tokens;
        folded_.assign({{all.front().begin, all[all.size() - 3].end,
                         static_cast<std::uint16_t>(P::SQL_STATEMENT)},
                        all[all.size() - 2],
                        all.back()});
    }

    /// `create [unlogged] table`, `alter table`, `create [unlogged] sequence`.
    [[nodiscard]] bool makes_table() const {
        const std::vector<RawToken>& tokens = scan_.tokens;
        const std::uint16_t first = tokens.front().type;
        if (first != P::KW_CREATE && first != P::KW_ALTER) { return false; }
        for (std::size_t i = 1; i < std::min<std::size_t>(4, tokens.size()); ++i) {
            if (tokens[i].type == P::KW_TABLE || tokens[i].type == P::KW_SEQUENCE) { return true; }
            const bool before = tokens[i].type == P::KW_UNLOGGED || tokens[i].type == P::KW_TEMP ||
                                tokens[i].type == P::KW_TEMPORARY;
            if (!before) { return false; }
        }
        return false;
    }

    /// Unquoted names in lower case, and bounds of partitions and the like with them. Bodies are
    /// left as they are, what reads them folds them; but the table that a trigger, policy or
    /// statistics object stands on is looked up by its name.
    void fold_names() {
        const auto kind = [&](const RawToken& token) {
            return token.type == P::SQL_TEXT || token.type == P::SQL_STATEMENT;
        };
        const std::uint16_t second = scan_.tokens[1].type;
        const bool body =
            second != P::KW_TABLE && std::any_of(folded_.begin(), folded_.end(), kind);
        if (!body) {
            for (const RawToken& token : scan_.tokens) { fold(token); }
            return;
        }
        for (const RawToken& token : folded_) {
            if (!kind(token)) { fold(token); }
        }
        const std::vector<RawToken>& all = scan_.tokens;
        if (all.front().type == P::KW_COMMENT) { return; }
        const auto is_event = [](const RawToken& token) {
            return token.type == P::KW_DELETE || token.type == P::KW_INSERT ||
                   token.type == P::KW_UPDATE;
        };
        for (std::size_t i = 0; i + 4 < all.size(); ++i) {
            if (all[i].type != P::KW_ON && all[i].type != P::KW_FROM) { continue; }
            if (is_event(all[i + 1])) { continue; }  // `on delete to`, of a rule
            fold(all[i + 1]);
            if (all[i + 2].type == P::DOT) { fold(all[i + 3]); }
        }
    }
    /// Where names keep their letters, those of collations mean the same in lower case.
    void fold_collations() {
        const std::vector<RawToken>& all = folded_;
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i - 1].type == P::KW_COLLATE) { fold(all[i]); }
        }
    }
    void fold(const RawToken& token) {
        const bool keyword = token.type >= P::KW_ACTION && token.type <= P::KW_ZONE;
        if (!keyword && token.type != P::IDENTIFIER) { return; }
        for (std::uint32_t at = token.begin; at < token.end; ++at) {
            char& c = script_.text[at];
            if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c - 'A' + 'a'); }
        }
    }

    void parse(Span where) {
        Session& own = session();
        own.load(script_.text, folded_);
        Diagnostics found;
        const auto [tree, good] = own.parse(&grammar::MigrationParser::statementsOnly, id_, found);
        if (!good) {
            report_first(found);
            return;
        }
        std::vector<Operation> read =
            Lowering(script_, id_, own.tokens(), found).statements(tree->statements);
        if (found.has_errors()) {
            report_first(found);
            return;
        }
        for (Operation& operation : read) {
            operation.span = where;
            add(std::move(operation));
        }
    }

    void add(Operation operation) {
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
            complete(*table, translation_);
            tables_[table->name] = result_.operations.size();
        }
        if (auto* alter = std::get_if<schema::AlterTable>(&operation.kind)) {
            if (give_identity(*alter)) { return; }
        }
        defaults_.give(operation);
        // A script that starts by making room drops what it has not made.
        if (const std::string dropped = made_.drops_another(operation); !dropped.empty()) {
            skip(operation.span, dropped);
            return;
        }
        if (drops_from_other_domain(operation)) {
            skip(operation.span, "alter domain drop");
            return;
        }
        if (std::holds_alternative<schema::SqlStatementText>(operation.kind) &&
            parts_.tokens().front().type == P::KW_CREATE) {
            made_.note_text(made_by(script_.text, parts_.tokens()));
        } else if (made_.is_about_text(operation)) {
            operation.kind = raw(operation.span);
        }
        made_.note(operation);
        std::vector<Operation> rest = refusals_of_nulls(operation);
        result_.operations.push_back(std::move(operation));
        std::move(rest.begin(), rest.end(), std::back_inserter(result_.operations));
    }

    /// What a `create table` says of nulls in columns that are its parent's.
    [[nodiscard]] std::vector<Operation> refusals_of_nulls(const Operation& operation) const {
        std::vector<Operation> list;
        const auto* table = std::get_if<schema::CreateTable>(&operation.kind);
        if (table == nullptr) { return list; }
        for (const std::string& name : translation_.not_null) {
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
    [[nodiscard]] bool drops_from_other_domain(const Operation& operation) const {
        const auto* text = std::get_if<schema::SqlStatementText>(&operation.kind);
        if (text == nullptr || !same_word(text->keyword, "alter domain")) { return false; }
        const std::vector<RawToken>& tokens = parts_.tokens();
        const bool drops =
            std::adjacent_find(tokens.begin(), tokens.end(),
                               [](const RawToken& a, const RawToken& b) {
                                   return a.type == P::KW_DROP && b.type == P::KW_CONSTRAINT;
                               }) != tokens.end();
        return drops && !made_.has(made_by(script_.text, tokens));
    }

    /// The statement as raw SQL.
    [[nodiscard]] schema::Execute raw(Span where) const {
        const std::size_t end = parts_.tokens().back().end;
        schema::Execute execute;
        execute.up.texts.emplace_back("", script_.text.substr(where.begin, end - where.begin));
        execute.reverse_nothing = true;
        return execute;
    }

    /// pg_dump makes a table first and then gives a column its identity. Said at once, the sequence
    /// can have its name.
    bool give_identity(const schema::AlterTable& alter) {
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
            if (!translation_.sequences.empty()) {
                definition->sequence = translation_.sequences.front().second;
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

    source::SourceFile script_;
    FileId id_;
    Diagnostics& diagnostics_;
    bool fold_;                                    ///< unquoted names mean the same in lower case
    Translation translation_;                      ///< of the statement that is being read
    std::map<QualifiedName, std::size_t> tables_;  ///< where the script makes them
    ScriptDefaults defaults_;
    MadeObjects made_;
    ScriptReader parts_;
    Scan scan_;
    std::vector<RawToken> folded_;
    Span copied_;
    ForeignScript result_;
};

}  // namespace

ForeignScript parse_script(const source::SourceFile& file, FileId id, Diagnostics& diagnostics) {
    ForeignScript script = Reader(file, id, diagnostics).run();
    attach_with_indexes(script.operations);
    return script;
}

}  // namespace retort::syntax
