// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"

#include <cctype>

namespace retort::syntax {
namespace {

/// Key words in lower case with one space between two.
std::string plain_words(std::string_view text) {
    std::string words;
    for (const char c : text) {
        if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!words.ends_with(' ')) {
            words += ' ';
        }
    }
    return words;
}

}  // namespace

using schema::ColumnDefinition;
using schema::Constraint;
using schema::ConstraintKind;
using schema::CreateTable;
using schema::IndexKey;

CreateTable Lowering::create_table(P::CreateTableContext* context) {
    CreateTable table;
    table.if_not_exists = context->ine != nullptr;
    table.name = qualified(context->table);
    if (context->renamed != nullptr) {
        reject_renamed(context->renamed);
        table.renamed_from = qualified(context->renamed);
    }
    if (context->elements != nullptr) {
        table.elements.reserve(context->elements->elements.size());
        for (auto* element : context->elements->elements) {
            table.elements.push_back(table_element(element));
        }
    }
    if (context->parent != nullptr) {
        table.options.partition_of = qualified(context->parent);
        table.options.partition_bound =
            context->bound != nullptr ? std::string(view(context->bound)) : "default";
    }
    for (auto* option : context->options) { table_option(option, table); }
    return table;
}

schema::TableElement Lowering::table_element(P::TableElementContext* context) {
    if (context->column != nullptr) { return column(context->column); }
    if (context->constraint != nullptr) { return constraint(context->constraint); }
    schema::LikeTable like;
    like.table = qualified(context->like);
    if (context->likeOptions != nullptr) { like.options = plain_words(view(context->likeOptions)); }
    return like;
}

void Lowering::reject_renamed(const antlr4::ParserRuleContext* old_name) {
    if (!in_revision_) { return; }
    diagnostics_.report(diag::RenamedFromInRevision, span(old_name))
        .help(
            "write `alter table … rename …`: only a desired schema is compared with what is there");
}

void Lowering::table_option(P::TableOptionContext* context, CreateTable& table) {
    schema::TableOptions& options = table.options;
    if (context->strategy != nullptr) {
        schema::PartitionBy partition;
        partition.strategy = view(context->strategy->start);
        for (auto* key : context->keys) { partition.keys.push_back(index_key(key)); }
        options.partition_by = std::move(partition);
    } else if (!context->parents.empty()) {
        for (auto* parent : context->parents) { options.inherits.push_back(qualified(parent)); }
    } else if (context->parameters != nullptr) {
        options.with = parameters(context->parameters);
    } else if (context->without != nullptr) {
        options.without_rowid = context->without->getType() == P::KW_ROWID;
        if (!options.without_rowid && !same_word(view(context->without), "oids")) {
            diagnostics_.report(diag::SyntaxError, span(context->without),
                                "expected `rowid` after `without`");
        }
    } else if (context->tablespace != nullptr) {
        options.tablespace = name(context->tablespace).text;
    } else if (context->method != nullptr) {
        options.access_method = name(context->method).text;
    } else if (context->strict != nullptr) {
        options.strict = true;
    } else if (context->comment != nullptr) {
        table.comment = string(context->comment);
    } else if (context->commit != nullptr) {
        const std::size_t kind = context->commit->start->getType();
        options.on_commit = kind == P::KW_PRESERVE ? "preserve rows"
                            : kind == P::KW_DELETE ? "delete rows"
                                                   : "drop";
    }
}

ColumnDefinition Lowering::column(P::ColumnDefinitionContext* context) {
    ColumnDefinition definition;
    definition.column.name = name(context->column);
    if (context->renamed != nullptr) {
        reject_renamed(context->renamed);
        definition.renamed_from = name(context->renamed);
    }
    definition.column.type = type(context->type);
    if (context->collation != nullptr) {
        definition.column.collation = qualified(context->collation);
    }
    Name pending_name;
    for (auto* option : context->options) { column_option(option, definition, pending_name); }
    return definition;
}

namespace {

/// A constraint that stands beside its column.
Constraint& add_constraint(ColumnDefinition& definition, ConstraintKind kind, Name& pending_name,
                           Span where) {
    Constraint constraint;
    constraint.kind = kind;
    constraint.name = std::exchange(pending_name, Name());
    constraint.span = where;
    if (kind != ConstraintKind::Check) { constraint.columns.push_back(definition.column.name); }
    definition.constraints.push_back(std::move(constraint));
    return definition.constraints.back();
}

}  // namespace

void Lowering::column_option(P::ColumnOptionContext* context, ColumnDefinition& definition,
                             Name& pending_name) {
    schema::Column& column = definition.column;
    Constraint* last = definition.constraints.empty() ? nullptr : &definition.constraints.back();
    if (context->constraint != nullptr) {
        pending_name = name(context->constraint);
    } else if (context->negated != nullptr) {
        if (context->negated->getType() == P::KW_NULL) {
            column.not_null = true;
            pending_name = Name();
        } else {
            not_attribute(context->negated, last);
        }
    } else if (context->null_ != nullptr) {
        column.not_null = false;
        pending_name = Name();
    } else if (context->value != nullptr) {
        schema::Expr value = expression(context->value);
        if (value.kind == schema::ExprKind::Collate) {
            // `default 'x' collate "C"`: the collation is the column's.
            const std::vector<Name>& parts = value.names;
            column.collation = parts.size() == 1
                                   ? QualifiedName(parts[0].text, parts[0].span)
                                   : QualifiedName(parts[0].text, parts[1].text, parts[0].span);
            value = schema::Expr(value.args[0]);
        }
        column.default_value = std::move(value);
        pending_name = Name();
    } else if (context->primary != nullptr) {
        add_constraint(definition, ConstraintKind::PrimaryKey, pending_name, span(context));
    } else if (context->unique != nullptr) {
        Constraint& unique =
            add_constraint(definition, ConstraintKind::Unique, pending_name, span(context));
        // `nulls not distinct` ends one token later than plain `unique`.
        unique.nulls_not_distinct = context->nullsNot != nullptr;
    } else if (context->check != nullptr) {
        schema::Expr check = expression(context->check);
        add_constraint(definition, ConstraintKind::Check, pending_name, span(context)).check =
            std::move(check);
    } else if (context->foreign != nullptr) {
        references(context->foreign, add_constraint(definition, ConstraintKind::ForeignKey,
                                                    pending_name, span(context)));
    } else if (context->generated != nullptr) {
        auto* generated = context->generated;
        if (generated->identity != nullptr) {
            schema::Identity identity;
            identity.always = context->always != nullptr;
            if (generated->options != nullptr) {
                for (auto* option : generated->options->options) {
                    sequence_option(option, identity.options);
                }
            }
            column.identity = std::move(identity);
        } else {
            schema::Generated value;
            value.expression = expression(generated->expression);
            value.stored = generated->kind == nullptr || generated->kind->getType() == P::KW_STORED;
            column.generated = std::move(value);
        }
        pending_name = Name();
    } else if (context->comment != nullptr) {
        column.comment = string(context->comment);
    } else if (context->attribute != nullptr) {
        attribute(context->attribute, last);
    }
}

void Lowering::attribute(P::ConstraintAttributeContext* context, Constraint* constraint) {
    if (constraint == nullptr) {
        diagnostics_.report(diag::DanglingConstraintAttribute, span(context), slice(context))
            .help("write it behind the constraint that it belongs to");
        return;
    }
    constraint->span = cover(constraint->span, span(context));
    if (context->deferrable != nullptr) {
        constraint->deferrable = true;
    } else if (context->initially != nullptr) {
        constraint->initially_deferred = context->initially->getType() == P::KW_DEFERRED;
        if (constraint->initially_deferred) { constraint->deferrable = true; }
    } else {
        constraint->no_inherit = true;
    }
}

void Lowering::not_attribute(const antlr4::Token* token, Constraint* constraint) {
    if (constraint == nullptr) {
        diagnostics_
            .report(diag::DanglingConstraintAttribute, span(token),
                    "not " + std::string(view(token)))
            .help("write it behind the constraint that it belongs to");
        return;
    }
    switch (token->getType()) {
        case P::KW_VALID:
            constraint->not_valid = true;
            break;
        case P::KW_ENFORCED:
            not_enforced(token, *constraint);
            break;
        default:
            constraint->deferrable = false;
            break;
    }
}

/// https://www.postgresql.org/docs/18/sql-createtable.html: checks and foreign keys only.
void Lowering::not_enforced(const antlr4::Token* token, Constraint& constraint) {
    if (constraint.kind != ConstraintKind::Check && constraint.kind != ConstraintKind::ForeignKey) {
        diagnostics_.report(diag::SyntaxError, span(token),
                            "only checks and foreign keys can be not enforced");
    } else {
        constraint.not_enforced = true;
    }
}

/// The columns of a foreign key's side; whether the last is a period of time.
std::vector<Name> Lowering::period_columns(P::PeriodColumnsContext* context, bool& period) {
    std::vector<Name> columns;
    if (context == nullptr) { return columns; }
    for (auto* each : context->columns) {
        columns.push_back(name(each->second != nullptr ? each->second : each->first));
        if (each->second == nullptr) { continue; }
        const std::string word = slice(each->first);
        if (!same_word(word, "period")) {
            diagnostics_.report(
                diag::SyntaxError, span(each->second),
                "expected `,` or `)` after `" + word + "`, found `" + slice(each->second) + "`");
            continue;
        }
        if (each != context->columns.back() || context->columns.size() == 1) {
            diagnostics_.report(diag::SyntaxError, span(each->first),
                                "`period` stands before the last of several columns");
        }
        period = true;
    }
    return columns;
}

void Lowering::references(P::ReferencesContext* context, Constraint& constraint) {
    constraint.referenced_table = qualified(context->table);
    bool period = false;
    constraint.referenced_columns = period_columns(context->columns, period);
    if (context->columns != nullptr && period != constraint.period) {
        diagnostics_.report(diag::SyntaxError, span(context->columns),
                            "a foreign key has `period` on both sides or on none");
    }
    for (auto* option : context->options) {
        if (option->matchKind != nullptr) {
            const std::size_t kind = option->matchKind->getType();
            constraint.match = kind == P::KW_FULL      ? schema::MatchKind::Full
                               : kind == P::KW_PARTIAL ? schema::MatchKind::Partial
                                                       : schema::MatchKind::Simple;
            continue;
        }
        auto* action = option->action;
        schema::ReferentialAction what = schema::ReferentialAction::NoAction;
        if (action->kind != nullptr) {
            switch (action->kind->getType()) {
                case P::KW_RESTRICT:
                    what = schema::ReferentialAction::Restrict;
                    break;
                case P::KW_CASCADE:
                    what = schema::ReferentialAction::Cascade;
                    break;
                case P::KW_NULL:
                    what = schema::ReferentialAction::SetNull;
                    break;
                default:
                    what = schema::ReferentialAction::SetDefault;
                    break;
            }
        }
        if (option->event->getType() == P::KW_DELETE) {
            constraint.on_delete = what;
            constraint.on_delete_columns = names(action->columns);
        } else {
            constraint.on_update = what;
        }
        // https://www.postgresql.org/docs/18/sql-createtable.html
        if (constraint.period && what != schema::ReferentialAction::NoAction) {
            diagnostics_.report(diag::SyntaxError, span(option),
                                "a foreign key with `period` has no actions");
        }
    }
}

Constraint Lowering::constraint(P::TableConstraintContext* context) {
    Constraint result;
    result.span = span(context);
    if (context->constraint != nullptr) { result.name = name(context->constraint); }
    auto* body = context->body;
    if (body->primary != nullptr) {
        result.kind = ConstraintKind::PrimaryKey;
        key_body(body->key, result);
    } else if (body->unique != nullptr) {
        result.kind = ConstraintKind::Unique;
        result.nulls_not_distinct = body->nullsNot != nullptr;
        key_body(body->key, result);
    } else if (body->check != nullptr) {
        result.kind = ConstraintKind::Check;
        result.check = expression(body->check);
    } else if (body->foreign != nullptr) {
        result.kind = ConstraintKind::ForeignKey;
        result.columns = period_columns(body->columns, result.period);
        references(body->foreign, result);
    } else {
        result.kind = ConstraintKind::Exclude;
        if (body->method != nullptr) { result.method = name(body->method).text; }
        for (auto* part : body->keys) {
            IndexKey key = index_key(part->key);
            key.with_operator = slice(part->op);
            result.keys.push_back(std::move(key));
        }
        for (auto* tail : body->tails) { index_tail(tail, result); }
        if (body->where != nullptr) { result.where = expression(body->where); }
    }
    for (auto* suffix : context->suffixes) {
        if (suffix->negated != nullptr) {
            not_attribute(suffix->negated, &result);
        } else {
            attribute(suffix->attribute, &result);
        }
    }
    return result;
}

void Lowering::key_body(P::KeyBodyContext* context, Constraint& constraint) {
    if (context->index != nullptr) {
        constraint.using_index = name(context->index);
        return;
    }
    for (auto* column : context->columns->columns) { constraint.columns.push_back(name(column)); }
    if (const antlr4::Token* word = context->columns->overlaps) {
        if (!same_word(view(word), "overlaps") || constraint.columns.size() < 2) {
            diagnostics_.report(diag::SyntaxError, span(word),
                                "expected `without overlaps` behind the last of several columns");
        }
        constraint.period = true;
    }
    for (auto* tail : context->tails) { index_tail(tail, constraint); }
}

void Lowering::index_tail(P::IndexTailContext* context, Constraint& constraint) {
    if (context->include != nullptr) {
        constraint.include = names(context->include);
    } else if (context->parameters != nullptr) {
        constraint.with = parameters(context->parameters);
    } else {
        constraint.tablespace = name(context->tablespace).text;
    }
}

IndexKey Lowering::index_key(P::IndexKeyContext* context) {
    IndexKey key;
    if (context->call != nullptr) {
        schema::Expr value = expression(context->call);
        if (value.kind == schema::ExprKind::Column && value.names.size() == 1) {
            key.column = value.names[0];
        } else {
            key.expression = std::move(value);
        }
    } else {
        schema::Expr value = expression(context->expression);
        // `((a))` is the column a, as PostgreSQL takes it.
        if (value.kind == schema::ExprKind::Column && value.names.size() == 1) {
            key.column = value.names[0];
        } else {
            key.expression = std::move(value);
        }
    }
    if (context->collation != nullptr) { key.collation = qualified(context->collation); }
    if (context->opclass != nullptr) {
        auto* opclass = context->opclass;
        key.operator_class = opclass->second == nullptr
                                 ? QualifiedName(identifier(opclass->first->start), span(opclass))
                                 : QualifiedName(identifier(opclass->first->start),
                                                 identifier(opclass->second->start), span(opclass));
    }
    key.operator_class_options = parameters(context->classOptions);
    key.descending = context->direction != nullptr && context->direction->getType() == P::KW_DESC;
    if (context->nulls != nullptr) {
        key.nulls = context->nulls->getType() == P::KW_FIRST ? schema::NullsOrder::First
                                                             : schema::NullsOrder::Last;
    }
    return key;
}

schema::CreateIndex Lowering::create_index(P::CreateIndexContext* context, bool unique) {
    schema::CreateIndex create;
    create.concurrently = context->concurrently != nullptr;
    create.if_not_exists = context->ine != nullptr;
    create.index.only = context->only != nullptr;
    create.table = qualified(context->table);
    schema::Index& index = create.index;
    index.unique = unique;
    index.span = span(context);
    if (context->index != nullptr) { index.name = qualified(context->index); }
    if (context->method != nullptr) { index.method = name(context->method).text; }
    for (auto* key : context->keys) { index.keys.push_back(index_key(key)); }
    index.include = names(context->include);
    index.nulls_not_distinct = context->nullsNot != nullptr;
    index.with = parameters(context->parameters);
    if (context->tablespace != nullptr) { index.tablespace = name(context->tablespace).text; }
    if (context->where != nullptr) { index.where = expression(context->where); }
    return create;
}

void Lowering::sequence_option(P::SequenceOptionContext* context,
                               schema::SequenceOptions& options) {
    if (context->type != nullptr) {
        options.type = type(context->type);
    } else if (context->no != nullptr) {
        switch (context->no->getType()) {
            case P::KW_MINVALUE:
                options.no_min_value = true;
                break;
            case P::KW_MAXVALUE:
                options.no_max_value = true;
                break;
            default:
                options.cycle = false;
                break;
        }
    } else if (context->cycle != nullptr) {
        options.cycle = true;
    } else if (context->owner != nullptr) {
        const auto& parts = context->owner->parts;
        if (parts.size() == 1) {
            options.owned_column = Name("none", span(context->owner));
        } else {
            options.owned_table = qualified_from(context->owner, parts.size() - 1);
            options.owned_column = name(parts.back());
        }
    } else if (context->restart != nullptr) {
        options.restart = context->number != nullptr ? integer(context->number) : options.start;
        if (context->number == nullptr && !options.restart) { options.restart = 1; }
    } else {
        const std::optional<std::int64_t> value = integer(context->number);
        switch (context->start->getType()) {
            case P::KW_START:
                options.start = value;
                break;
            case P::KW_INCREMENT:
                options.increment = value;
                break;
            case P::KW_MINVALUE:
                options.min_value = value;
                break;
            case P::KW_MAXVALUE:
                options.max_value = value;
                break;
            default:
                options.cache = value;
                break;
        }
    }
}

}  // namespace retort::syntax
