// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/revisions/revision.h"
#include "compiler/source/source_file.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "MigrationParser.h"

// Private to compiler/syntax: from the parse tree to values. Every function takes the context of
// one grammar rule and returns what it means; what the grammar accepts too freely is reported here.

namespace retort::syntax {

using P = grammar::MigrationParser;

/// Most operators that may stand in chains one inside the other: a chain of n is a tree n deep.
inline constexpr std::size_t kMaxChain = 1000;

/// Turns the tree of one file into values. Used once, on a tree without syntax errors.
class Lowering {
public:
    Lowering(const source::SourceFile& file, FileId id, grammar::OffsetTokenStream& tokens,
             Diagnostics& diagnostics)
        : text_(file.text), id_(id), tokens_(tokens), diagnostics_(diagnostics) {}

    /// Header items and bodies. Items in which the parser found an error are left out, bodies too
    /// where `bodies` says so.
    [[nodiscard]] std::optional<revisions::Revision> revision(P::RevisionFileContext* context,
                                                              bool bodies);
    [[nodiscard]] std::vector<schema::Operation> statements(
        const std::vector<P::StatementContext*>& contexts);

private:
    // ---- places, names, literals (lower_names.cpp) ---------------------------------------------
    [[nodiscard]] Span span(const antlr4::Token* token) const;
    [[nodiscard]] Span span(const antlr4::ParserRuleContext* context) const;
    [[nodiscard]] std::string_view view(const antlr4::Token* token) const;
    [[nodiscard]] std::string slice(const antlr4::ParserRuleContext* context) const;
    /// The token type behind a context's first token.
    [[nodiscard]] std::size_t second_type(const antlr4::ParserRuleContext* context) const;
    [[nodiscard]] std::string identifier(const antlr4::Token* token);
    [[nodiscard]] Name name(const antlr4::ParserRuleContext* context);
    [[nodiscard]] QualifiedName qualified(P::QualifiedNameContext* context);
    [[nodiscard]] QualifiedName qualified_from(P::DottedNameContext* context, std::size_t parts);
    [[nodiscard]] std::vector<Name> names(P::ColumnListContext* context);
    [[nodiscard]] std::string decode(const antlr4::Token* token);
    [[nodiscard]] std::string string(P::StringContext* context);
    [[nodiscard]] std::string body(P::DollarOrStringContext* context);
    [[nodiscard]] std::optional<std::int64_t> integer(P::SignedIntegerContext* context);
    [[nodiscard]] std::optional<std::int64_t> integer(const antlr4::Token* token, bool negative);
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters(
        P::StorageParametersContext* context);

    // ---- types and expressions (lower_expression.cpp, lower_type.cpp) ---------------------------
    [[nodiscard]] schema::Type type(P::TypeNameContext* context);
    [[nodiscard]] schema::Type scalar(P::ScalarTypeContext* context);
    void arguments(P::TypeArgumentsContext* context, schema::Type& type);
    [[nodiscard]] schema::Expr expression(P::ExprContext* context);
    [[nodiscard]] schema::Expr expression(P::AndExprContext* context);
    [[nodiscard]] schema::Expr expression(P::NotExprContext* context);
    [[nodiscard]] schema::Expr expression(P::IsExprContext* context);
    [[nodiscard]] schema::Expr expression(P::ComparisonContext* context);
    [[nodiscard]] schema::Expr expression(P::RangeExprContext* context);
    [[nodiscard]] schema::Expr expression(P::OperatorExprContext* context);
    [[nodiscard]] schema::Expr expression(P::SumContext* context);
    [[nodiscard]] schema::Expr expression(P::ProductContext* context);
    [[nodiscard]] schema::Expr expression(P::PowerContext* context);
    [[nodiscard]] schema::Expr expression(P::AtZoneContext* context);
    [[nodiscard]] schema::Expr expression(P::CollatedContext* context);
    [[nodiscard]] schema::Expr expression(P::SignedExprContext* context);
    [[nodiscard]] schema::Expr expression(P::PostfixedContext* context);
    [[nodiscard]] schema::Expr expression(P::ColumnOrCallContext* context);
    /// The arguments of a call, and the words between them where there are any.
    void call_arguments(P::CallArgumentsContext* context, schema::Expr& call);
    [[nodiscard]] schema::Expr expression(P::AtomContext* context);
    [[nodiscard]] schema::Expr expression(P::ValueOrDefaultContext* context);
    [[nodiscard]] schema::Expr quantified(schema::Expr left, std::string op,
                                          P::QuantifiedContext* context);
    [[nodiscard]] schema::Expr range(schema::Expr operand, bool negated, P::RangeTailContext* tail);
    [[nodiscard]] schema::Expr query(const antlr4::Token* token);
    [[nodiscard]] schema::Expr case_expression(P::AtomContext* context);
    [[nodiscard]] schema::Expr list(schema::ExprKind kind,
                                    const std::vector<P::ExprContext*>& items);
    void suffix(schema::Expr& value, P::SuffixContext* context, bool after_cast);
    /// Stands while the operands of a chain are turned into a tree; reports one that is too deep.
    class Chain {
    public:
        Chain(Lowering& owner, std::size_t operators, const antlr4::ParserRuleContext* context);
        Chain(const Chain&) = delete;
        Chain& operator=(const Chain&) = delete;
        ~Chain() { owner_.chained_ -= operators_; }
        [[nodiscard]] bool fits() const { return fits_; }

    private:
        Lowering& owner_;
        std::size_t operators_;
        bool fits_;
    };

    // ---- tables (lower_table.cpp)
    // ----------------------------------------------------------------
    [[nodiscard]] schema::CreateTable create_table(P::CreateTableContext* context);
    [[nodiscard]] schema::TableElement table_element(P::TableElementContext* context);
    /// `renamed from` turns a difference into a rename; a revision says `rename` itself.
    void reject_renamed(const antlr4::ParserRuleContext* old_name);
    void table_option(P::TableOptionContext* context, schema::CreateTable& table);
    [[nodiscard]] schema::ColumnDefinition column(P::ColumnDefinitionContext* context);
    void column_option(P::ColumnOptionContext* context, schema::ColumnDefinition& definition,
                       Name& pending_name);
    [[nodiscard]] schema::Constraint constraint(P::TableConstraintContext* context);
    void key_body(P::KeyBodyContext* context, schema::Constraint& constraint);
    void index_tail(P::IndexTailContext* context, schema::Constraint& constraint);
    void references(P::ReferencesContext* context, schema::Constraint& constraint);
    void attribute(P::ConstraintAttributeContext* context, schema::Constraint* constraint);
    void not_attribute(const antlr4::Token* token, schema::Constraint* constraint);
    void not_enforced(const antlr4::Token* token, schema::Constraint& constraint);
    [[nodiscard]] std::vector<Name> period_columns(P::PeriodColumnsContext* context, bool& period);
    [[nodiscard]] schema::IndexKey index_key(P::IndexKeyContext* context);
    [[nodiscard]] schema::CreateIndex create_index(P::CreateIndexContext* context, bool unique);
    void sequence_option(P::SequenceOptionContext* context, schema::SequenceOptions& options);

    // ---- changes (lower_alter.cpp)
    // ---------------------------------------------------------------
    void alter(P::AlterTailContext* context, Span where, std::vector<schema::Operation>& out);
    void alter_table(P::AlterTailContext* context, Span where, std::vector<schema::Operation>& out);
    [[nodiscard]] schema::TableAction table_action(P::TableActionContext* context);
    [[nodiscard]] schema::TableAction column_change(Name column, P::ColumnChangeContext* context);
    [[nodiscard]] schema::TableAction set_change(Name column, P::SetTailContext* context);
    [[nodiscard]] schema::TableAction retype(Name column, P::TypeTailContext* context);
    void identity_change(P::IdentityChangeContext* context, schema::SetIdentity& change);
    [[nodiscard]] schema::OperationKind type_change(QualifiedName type,
                                                    P::TypeChangeContext* context);
    void drop(P::DropTailContext* context, Span where, std::vector<schema::Operation>& out);
    [[nodiscard]] schema::CommentOn comment(P::CommentTailContext* context);

    // ---- statements (lower_statement.cpp)
    // --------------------------------------------------------
    void statement(P::StatementContext* context, std::vector<schema::Operation>& out);
    [[nodiscard]] schema::OperationKind create(P::CreateTailContext* context);
    [[nodiscard]] schema::OperationKind create_domain(P::CreateDomainContext* context);
    [[nodiscard]] schema::OperationKind create_code(P::CreateCodeContext* context, bool replace);
    [[nodiscard]] schema::CodeObject code_object(schema::CodeKind kind, QualifiedName name,
                                                 const antlr4::Token* text);
    [[nodiscard]] schema::InsertRows insert(P::InsertRowsContext* context);
    [[nodiscard]] schema::UpdateRows update(P::UpdateRowsContext* context);
    [[nodiscard]] schema::DeleteRows erase(P::DeleteRowsContext* context);
    [[nodiscard]] schema::Reverse reverse(P::ReverseClauseContext* context);
    [[nodiscard]] schema::SqlStatementText sql_text(const antlr4::Token* token);
    [[nodiscard]] schema::Execute execute(P::ExecuteTailContext* context);
    [[nodiscard]] schema::RawSql per_dialect(P::PerDialectContext* context);

    // ---- headers (lower_header.cpp)
    // --------------------------------------------------------------
    void item(P::ItemContext* context, revisions::Revision& revision);
    [[nodiscard]] Name revision_id(P::RevisionIdContext* context);
    [[nodiscard]] bool first_of(std::string_view item, const antlr4::ParserRuleContext* context);
    void waiver(P::ItemContext* context, revisions::RevisionHeader& header);

    std::string_view text_;
    FileId id_;
    grammar::OffsetTokenStream& tokens_;
    Diagnostics& diagnostics_;
    std::vector<std::pair<std::string_view, Span>> seen_items_;
    bool in_revision_ = false;
    std::size_t chained_ = 0;  ///< operators of the chains around the place that is being read
};

/// ASCII letters in lower case.
[[nodiscard]] std::string lower(std::string_view text);

/// An expression without operands.
[[nodiscard]] schema::Expr leaf(schema::ExprKind kind, std::string text, Span where);

/// The table that a trigger's, policy's or statistics' text names behind `on` (or `from`).
[[nodiscard]] QualifiedName attached_table(std::string_view text, std::string_view keyword);

}  // namespace retort::syntax
