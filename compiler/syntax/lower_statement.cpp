// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/lower.h"

#include "compiler/schema/signature.h"

#include "compiler/syntax/body_text.h"
#include "compiler/syntax/scanner.h"

namespace retort::syntax {

using schema::CodeKind;
using schema::Operation;
using schema::OperationKind;

std::vector<Operation> Lowering::statements(const std::vector<P::StatementContext*>& contexts) {
    std::vector<Operation> result;
    result.reserve(contexts.size());
    for (auto* context : contexts) { statement(context, result); }
    return result;
}

void Lowering::statement(P::StatementContext* context, std::vector<Operation>& out) {
    const Span where = span(context);
    const auto add = [&](OperationKind kind) { out.push_back({std::move(kind), where}); };
    if (auto* create = context->create) {
        add(this->create(create));
    } else if (auto* alter = context->alter) {
        this->alter(alter, where, out);
    } else if (auto* drop = context->drop) {
        this->drop(drop, where, out);
    } else if (auto* comment = context->comment) {
        add(this->comment(comment));
    } else if (context->grant != nullptr) {
        const bool revoke = context->grant->getType() == P::KW_REVOKE;
        add(schema::Grant{revoke, std::string(view(context->text))});
    } else if (auto* insert = context->insert) {
        add(this->insert(insert));
    } else if (auto* update = context->update) {
        add(this->update(update));
    } else if (auto* erase = context->erase) {
        add(this->erase(erase));
    } else if (context->sql != nullptr) {
        schema::SqlStatementText text = sql_text(context->sql);
        if (auto* clause = context->reverse) { text.reverse = reverse(clause); }
        add(std::move(text));
    } else if (auto* execute = context->execute) {
        add(this->execute(execute));
    } else if (context->condition != nullptr) {
        add(schema::Assert{expression(context->condition), string(context->message)});
    } else if (context->body != nullptr) {
        schema::OnDialect on;
        on.dialect = name(context->dialect);
        on.body = statements(context->body->statements);
        add(std::move(on));
    }
    // What is left is an empty statement: a lone `;`.
}

OperationKind Lowering::create(P::CreateTailContext* context) {
    const bool if_not_exists = context->ine != nullptr;
    if (auto* table = context->table) {
        schema::CreateTable create = create_table(table);
        create.options.unlogged = context->unlogged != nullptr;
        create.options.temporary = context->temporary != nullptr;
        return create;
    }
    if (auto* index = context->index) { return create_index(index, context->unique != nullptr); }
    if (auto* code = context->code) { return create_code(code, context->orReplace != nullptr); }
    if (auto* domain = context->domain) { return create_domain(domain); }
    if (context->type != nullptr) {
        schema::CreateEnum create;
        create.name = qualified(context->type);
        for (auto* value : context->values) {
            create.values.emplace_back(string(value), span(value));
        }
        return create;
    }
    if (context->sequence != nullptr) {
        schema::CreateSequence create;
        create.name = qualified(context->sequence);
        create.if_not_exists = if_not_exists;
        for (auto* option : context->options) { sequence_option(option, create.options); }
        return create;
    }
    if (context->schema != nullptr) {
        return schema::CreateSchema{name(context->schema), if_not_exists};
    }
    if (context->extension != nullptr) {
        schema::CreateExtension create;
        create.name = name(context->extension);
        create.if_not_exists = if_not_exists;
        for (auto* option : context->extensionOptions) {
            if (option->schema != nullptr) { create.schema = name(option->schema); }
            if (option->version != nullptr) {
                const antlr4::Token* version = option->version->start;
                create.version =
                    version->getType() == P::STRING ? decode(version) : identifier(version);
            }
        }
        return create;
    }
    schema::CreateCodeObject create;
    const bool policy = context->kind->getType() == P::KW_POLICY;
    create.if_not_exists = if_not_exists;
    create.object = code_object(policy ? CodeKind::Policy : CodeKind::Statistics,
                                qualified(context->object), context->text);
    return create;
}

OperationKind Lowering::create_domain(P::CreateDomainContext* context) {
    schema::CreateDomain create;
    create.name = qualified(context->domain);
    create.type = type(context->type);
    if (context->collation != nullptr) { create.collation = qualified(context->collation); }
    Name pending_name;
    for (auto* option : context->options) {
        if (option->constraint != nullptr) {
            pending_name = name(option->constraint);
            continue;
        }
        if (option->value != nullptr) {
            create.default_value = expression(option->value);
        } else if (option->check != nullptr) {
            schema::Constraint check;
            check.kind = schema::ConstraintKind::Check;
            check.name = pending_name;
            check.check = expression(option->check);
            // The word is a key word there: the case of its letters says nothing.
            for (const char* spelled : {"VALUE", "Value"}) {
                schema::rename_column(*check.check, spelled, "value");
            }
            check.span = span(option);
            create.checks.push_back(std::move(check));
        } else {
            create.not_null = option->negated != nullptr;
        }
        pending_name = Name();
    }
    return create;
}

schema::CodeObject Lowering::code_object(CodeKind kind, QualifiedName name,
                                         const antlr4::Token* text) {
    schema::CodeObject object;
    object.kind = kind;
    object.name = std::move(name);
    object.span = span(text);
    object.definition = view(text);
    switch (kind) {
        case CodeKind::Trigger:
        case CodeKind::Policy:
            object.table = attached_table(object.definition, "on");
            break;
        case CodeKind::Statistics:
            object.table = attached_table(object.definition, "from");
            break;
        case CodeKind::Function:
        case CodeKind::Procedure:
            object.signature = schema::routine_signature(object.definition);
            break;
        case CodeKind::View:
        case CodeKind::MaterializedView:
            break;
    }
    return object;
}

namespace {

/// A view's definition: `as $$ select … $$` becomes `as select …`.
std::string view_definition(std::string_view text) {
    const std::size_t open = text.find('$');
    const bool quoted = open != std::string_view::npos && text.back() == '$';
    if (!quoted) { return std::string(text); }
    std::string_view head = text.substr(0, open);
    head = head.substr(0, head.find_last_not_of(" \t\r\n") + 1);
    const bool as = head.size() >= 2 && same_word(head.substr(head.size() - 2), "as");
    if (!as) { return std::string(text); }
    const std::size_t tag = text.find('$', open + 1) - open + 1;
    const std::string body = dedent(text.substr(open + tag, text.size() - open - 2 * tag));
    return std::string(head) + (body.find('\n') == std::string::npos ? " " : "\n") + body;
}

}  // namespace

OperationKind Lowering::create_code(P::CreateCodeContext* context, bool replace) {
    CodeKind kind = CodeKind::Trigger;
    switch (context->kind->getType()) {
        case P::KW_VIEW:
            kind = context->materialized != nullptr ? CodeKind::MaterializedView : CodeKind::View;
            break;
        case P::KW_FUNCTION:
            kind = CodeKind::Function;
            break;
        case P::KW_PROCEDURE:
            kind = CodeKind::Procedure;
            break;
        default:
            break;
    }
    schema::CreateCodeObject create;
    create.or_replace = replace;
    create.if_not_exists = context->ine != nullptr;
    create.object = code_object(kind, qualified(context->object), context->text);
    create.object.constraint = context->constraint != nullptr;
    if (kind == CodeKind::View || kind == CodeKind::MaterializedView) {
        create.object.definition = view_definition(create.object.definition);
    }
    return create;
}

schema::InsertRows Lowering::insert(P::InsertRowsContext* context) {
    schema::InsertRows insert;
    insert.table = qualified(context->table);
    insert.columns = names(context->columns);
    insert.rows.reserve(context->rows.size());
    for (auto* row : context->rows) {
        std::vector<schema::Expr>& values = insert.rows.emplace_back();
        values.reserve(row->values.size());
        for (auto* value : row->values) { values.push_back(expression(value)); }
    }
    insert.on_conflict_do_nothing = context->conflict != nullptr;
    if (context->reverse != nullptr) { insert.reverse = reverse(context->reverse); }
    return insert;
}

schema::UpdateRows Lowering::update(P::UpdateRowsContext* context) {
    schema::UpdateRows update;
    update.table = qualified(context->table);
    for (auto* part : context->assignments) {
        update.assignments.push_back({name(part->column), expression(part->right)});
    }
    if (context->where != nullptr) { update.where = expression(context->where); }
    if (context->batch != nullptr) { update.batch_size = integer(context->batch->size, false); }
    if (context->reverse != nullptr) { update.reverse = reverse(context->reverse); }
    return update;
}

schema::DeleteRows Lowering::erase(P::DeleteRowsContext* context) {
    schema::DeleteRows erase;
    erase.table = qualified(context->table);
    if (context->where != nullptr) { erase.where = expression(context->where); }
    if (context->batch != nullptr) { erase.batch_size = integer(context->batch->size, false); }
    if (context->reverse != nullptr) { erase.reverse = reverse(context->reverse); }
    return erase;
}

schema::Reverse Lowering::reverse(P::ReverseClauseContext* context) {
    schema::Reverse result;
    result.nothing = context->nothing != nullptr;
    const Span where = span(context);
    if (context->insert != nullptr) {
        result.operations.push_back({insert(context->insert), where});
    } else if (context->update != nullptr) {
        result.operations.push_back({update(context->update), where});
    } else if (context->delete_ != nullptr) {
        result.operations.push_back({erase(context->delete_), where});
    } else if (context->sql != nullptr) {
        result.operations.push_back({sql_text(context->sql), where});
    } else if (context->body != nullptr) {
        schema::Execute execute;
        execute.up.texts.emplace_back("", body(context->body));
        execute.reverse_nothing = true;
        result.operations.push_back({std::move(execute), where});
    }
    return result;
}

schema::SqlStatementText Lowering::sql_text(const antlr4::Token* token) {
    schema::SqlStatementText result;
    result.text = view(token);
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto add_word = [&](std::size_t at) {
        for (; at < result.text.size() && is_letter(result.text[at]); ++at) {
            const char c = result.text[at];
            result.keyword += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        return at;
    };
    std::size_t at = add_word(0);
    // `create` alone says nothing: `create rule`, `alter publication`.
    if (result.keyword == "create" || result.keyword == "alter" || result.keyword == "drop") {
        at = result.text.find_first_not_of(" \t\r\n", at);
        if (at != std::string::npos && is_letter(result.text[at])) {
            result.keyword += ' ';
            (void)add_word(at);
        }
    }
    return result;
}

schema::RawSql Lowering::per_dialect(P::PerDialectContext* context) {
    schema::RawSql result;
    for (auto* entry : context->entries) {
        result.texts.emplace_back(name(entry->dialect).text, body(entry->body));
    }
    return result;
}

schema::Execute Lowering::execute(P::ExecuteTailContext* context) {
    schema::Execute execute;
    if (context->body != nullptr) {
        execute.up.texts.emplace_back("", body(context->body));
    } else if (context->path != nullptr) {
        execute.up.file = string(context->path);
    } else {
        execute.up = per_dialect(context->perDialectBody);
    }
    execute.reverse_nothing = context->nothing != nullptr;
    schema::RawSql undo;
    if (context->undo != nullptr) {
        undo.texts.emplace_back("", body(context->undo));
        execute.reverse = std::move(undo);
    } else if (context->undoPath != nullptr) {
        undo.file = string(context->undoPath);
        execute.reverse = std::move(undo);
    } else if (context->undoPerDialect != nullptr) {
        execute.reverse = per_dialect(context->undoPerDialect);
    }
    if (context->effects != nullptr) {
        execute.declares_effects = true;
        execute.effects = statements(context->effects->statements);
    }
    return execute;
}

}  // namespace retort::syntax
