// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/match.h"
#include "compiler/schema/apply/context.h"
#include "compiler/schema/release_users.h"
#include "compiler/schema/serial.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>

// Sequences, schemas, extensions, comments, storage.

namespace retort::schema {
namespace {

const Sequence* require_sequence(Applying& a, const QualifiedName& name) {
    if (const Sequence* sequence = a.schema.find_sequence(name)) { return sequence; }
    if (const Holder holder = find_relation(a.schema, name)) {
        a.error(diag::WrongObjectKind, name.span, name.text(), holder.what, "a sequence");
        return nullptr;
    }
    std::vector<std::string> owned;
    a.schema.sequences.for_each([&](const QualifiedName& other, const Shared<Sequence>&) {
        owned.push_back(other.text());
    });
    report_missing(a, Noun::Sequence, {}, name.text(), name.span, {owned.begin(), owned.end()});
    return nullptr;
}

/// `owned by T.C`: the table and the column exist; the reference follows.
bool set_owner(Applying& a, Sequence& sequence, const SequenceOptions& change) {
    const bool nobody = !change.owned_table && change.owned_column.text == "none";
    if (!change.owned_table && !nobody) { return true; }
    if (change.owned_table) {
        const Table* table = require_table(a, *change.owned_table);
        if (table == nullptr || require_column(a, *table, change.owned_column) == nullptr) {
            return false;
        }
    }
    if (sequence.options.owned_table) {
        a.schema.references.erase({*sequence.options.owned_table, sequence.name});
    }
    sequence.options.owned_table = change.owned_table;
    sequence.options.owned_column = nobody ? Name() : change.owned_column;
    if (change.owned_table) { a.schema.references.set({*change.owned_table, sequence.name}, true); }
    return true;
}

/// Does something to the column that owns a sequence.
template <class Change>
void change_owner(Applying& a, const SequenceOptions& options, Change change) {
    Table& table = edit_table(a.schema, *options.owned_table);
    const std::vector<QualifiedName> uses = uses_of(table);
    change(a.schema, table.name, *table.find_column(options.owned_column.text));
    update_references(a.schema, table.name, uses, uses_of(table));
}

const NamedObject* require_named(Applying& a,
                                 const PersistentMap<std::string, Shared<NamedObject>>& objects,
                                 Noun noun, const Name& name) {
    if (const Shared<NamedObject>* found = objects.find(name.text)) { return found->get(); }
    std::vector<std::string_view> names;
    objects.for_each(
        [&](const std::string& other, const Shared<NamedObject>&) { names.push_back(other); });
    report_missing(a, noun, {}, name.text, name.span, names);
    return nullptr;
}

/// The names in a map that lie in one schema.
template <class Value>
std::vector<QualifiedName> names_in(const NameMap<Value>& map, const std::string& schema) {
    std::vector<QualifiedName> names;
    map.for_each_from(QualifiedName(schema, ""), [&](const QualifiedName& name, const Value&) {
        if (name.schema != schema) { return false; }
        names.push_back(name);
        return true;
    });
    return names;
}

void empty_schema(Applying& a, const std::string& schema) {
    for (const QualifiedName& name : names_in(a.schema.tables, schema)) {
        if (a.schema.find_table(name) != nullptr) { (void)drop_table(a, name, true, name.span); }
    }
    for (const QualifiedName& name : names_in(a.schema.enums, schema)) {
        DropType drop{name, false, true};
        apply_operation(a, drop);
    }
    for (const QualifiedName& name : names_in(a.schema.domains, schema)) {
        DropDomain drop{name, false, true};
        apply_operation(a, drop);
    }
    for (const QualifiedName& name : names_in(a.schema.sequences, schema)) {
        DropSequence drop{name, true, true};
        apply_operation(a, drop);
    }
    std::vector<std::string> code;
    a.schema.code_objects.for_each(
        [&](const std::string& key, const Shared<CodeObjectState>& state) {
            if (state->object.name.schema == schema) { code.push_back(key); }
        });
    for (const std::string& key : code) { remove_code_object(a, key); }
}

/// What lies in a schema, for a message; empty where nothing does.
std::string first_in(const Schema& schema, const std::string& name) {
    if (const auto found = names_in(schema.tables, name); !found.empty()) {
        return "table \"" + found[0].text() + '"';
    }
    if (const auto found = names_in(schema.enums, name); !found.empty()) {
        return "enum \"" + found[0].text() + '"';
    }
    if (const auto found = names_in(schema.domains, name); !found.empty()) {
        return "domain \"" + found[0].text() + '"';
    }
    if (const auto found = names_in(schema.sequences, name); !found.empty()) {
        return "sequence \"" + found[0].text() + '"';
    }
    std::string code;
    schema.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
        if (code.empty() && state->object.name.schema == name) { code = code_text(state->object); }
    });
    return code;
}

void set_pair(std::vector<std::pair<Name, std::string>>& comments, const Name& name,
              const Box<std::string>& text) {
    std::erase_if(comments, [&](const auto& each) { return each.first.text == name.text; });
    if (text) { comments.emplace_back(Name(name.text), *text); }
}

void comment_on_column(Applying& a, const CommentOn& operation) {
    for (const CodeKind kind : {CodeKind::View, CodeKind::MaterializedView}) {
        if (a.schema.find_code_object(kind, {}, operation.object, {}) == nullptr) { continue; }
        CodeObjectState* view = require_code_object(a, kind, {}, operation.object, {});
        set_pair(view->column_comments, operation.part, operation.text);
        return;
    }
    const Table* table = require_table(a, operation.object);
    if (table == nullptr || require_column(a, *table, operation.part) == nullptr) { return; }
    edit_table(a.schema, operation.object).find_column(operation.part.text)->comment =
        operation.text;
}

void comment_on_index(Applying& a, const CommentOn& operation) {
    const Table* owner = a.schema.find_index_owner(operation.object);
    if (owner != nullptr && owner->find_index(operation.object.name) != nullptr) {
        for (Index& index : edit_table(a.schema, owner->name).indexes) {
            if (index.name.name == operation.object.name) { index.comment = operation.text; }
        }
    } else if (owner != nullptr) {
        a.error(diag::IndexOfConstraint, operation.object.span, operation.object.text(),
                owner->name.text())
            .help("write `comment on constraint " + operation.object.name + " on " +
                  owner->name.text() + "`");
    } else if (const QualifiedName* view = a.schema.index_owners.find(operation.object)) {
        CodeObjectState* state = edit_materialized_view(a.schema, QualifiedName(*view));
        if (state == nullptr) { return; }
        for (Index& index : state->indexes) {
            if (index.name == operation.object) { index.comment = operation.text; }
        }
    } else {
        std::vector<std::string> owned;
        a.schema.index_owners.for_each([&](const QualifiedName& other, const QualifiedName&) {
            owned.push_back(other.text());
        });
        report_missing(a, Noun::Index, {}, operation.object.text(), operation.object.span,
                       {owned.begin(), owned.end()});
    }
}

void comment_on_type(Applying& a, const CommentOn& operation) {
    if (Shared<EnumType>* type = a.schema.enums.edit(operation.object)) {
        if (operation.target == CommentTarget::Domain) {
            a.error(diag::WrongObjectKind, operation.object.span, operation.object.text(),
                    "an enum", "a domain");
            return;
        }
        type->edit().comment = operation.text;
    } else if (Shared<Domain>* domain = a.schema.domains.edit(operation.object)) {
        domain->edit().comment = operation.text;
    } else {
        report_missing(a, operation.target == CommentTarget::Domain ? Noun::Domain : Noun::Type, {},
                       operation.object.text(), operation.object.span, {});
    }
}

void comment_on_code(Applying& a, const CommentOn& operation, CodeKind kind) {
    const bool of_table = kind == CodeKind::Trigger || kind == CodeKind::Policy;
    const QualifiedName name =
        of_table ? QualifiedName(operation.part.text, operation.part.span) : operation.object;
    CodeObjectState* state = require_code_object(
        a, kind, of_table ? operation.object : QualifiedName(), name, operation.signature);
    if (state != nullptr) { state->comment = operation.text; }
}

}  // namespace

void apply_operation(Applying& a, CommentOn& operation) {
    const Name object(operation.object.name, operation.object.span);
    switch (operation.target) {
        case CommentTarget::Table:
            if (require_table(a, operation.object) != nullptr) {
                edit_table(a.schema, operation.object).comment = operation.text;
            }
            return;
        case CommentTarget::Column:
            return comment_on_column(a, operation);
        case CommentTarget::Index:
            return comment_on_index(a, operation);
        case CommentTarget::Constraint: {
            const Table* table = require_table(a, operation.object);
            if (table != nullptr && require_constraint(a, *table, operation.part) != nullptr) {
                set_pair(edit_table(a.schema, operation.object).constraint_comments, operation.part,
                         operation.text);
            }
            return;
        }
        case CommentTarget::Type:
        case CommentTarget::Domain:
            return comment_on_type(a, operation);
        case CommentTarget::Sequence:
            if (require_sequence(a, operation.object) != nullptr) {
                a.schema.sequences.edit(operation.object)->edit().comment = operation.text;
            }
            return;
        case CommentTarget::Schema:
            // `public` is there without being created.
            if (object.text == "public") { return; }
            if (require_named(a, a.schema.schemas, Noun::Schema, object) != nullptr) {
                a.schema.schemas.edit(object.text)->edit().comment = operation.text;
            }
            return;
        case CommentTarget::Extension:
            if (require_named(a, a.schema.extensions, Noun::Extension, object) != nullptr) {
                a.schema.extensions.edit(object.text)->edit().comment = operation.text;
            }
            return;
        case CommentTarget::View:
            return comment_on_code(a, operation, CodeKind::View);
        case CommentTarget::MaterializedView:
            return comment_on_code(a, operation, CodeKind::MaterializedView);
        case CommentTarget::Function:
            return comment_on_code(a, operation, CodeKind::Function);
        case CommentTarget::Procedure:
            return comment_on_code(a, operation, CodeKind::Procedure);
        case CommentTarget::Trigger:
            return comment_on_code(a, operation, CodeKind::Trigger);
        case CommentTarget::Policy:
            return comment_on_code(a, operation, CodeKind::Policy);
        case CommentTarget::Statistics:
            return comment_on_code(a, operation, CodeKind::Statistics);
    }
}

void apply_operation(Applying& a, CreateSequence& operation) {
    if (operation.if_not_exists && a.schema.find_sequence(operation.name) != nullptr) { return; }
    require_schema(a, operation.name);
    if (!claim_relation(a, operation.name)) { return; }
    Sequence sequence;
    sequence.name = operation.name;
    merge_sequence_options(sequence.options, operation.options);
    sequence.origin = {operation.name.span.known() ? operation.name.span : a.span, a.span};
    if (!set_owner(a, sequence, operation.options)) { return; }
    a.schema.sequences.set(operation.name, Shared<Sequence>(std::move(sequence)));
}

void apply_operation(Applying& a, AlterSequence& operation) {
    if (operation.if_exists && a.schema.find_sequence(operation.name) == nullptr) { return; }
    const Sequence* found = require_sequence(a, operation.name);
    if (found == nullptr) { return; }
    const bool owner =
        operation.options.owned_table || !operation.options.owned_column.text.empty();
    if ((owner || operation.options.type) && serial_owner(a.schema, *found) != nullptr) {
        // It is about to be another's, or to count otherwise than its column.
        const SequenceOptions options = found->options;
        change_owner(a, options, [](Schema& schema, const QualifiedName& table, Column& column) {
            make_plain(schema, table, column);
        });
    }
    Sequence sequence = *a.schema.find_sequence(operation.name);
    alter_sequence_options(sequence.options, operation.options);
    if (!set_owner(a, sequence, operation.options)) { return; }
    // What an identity column's sequence does, the column says.
    if (sequence.implicit && sequence.options.owned_table) {
        const QualifiedName& table = *sequence.options.owned_table;
        const std::string& name = sequence.options.owned_column.text;
        const Column* column = a.schema.find_table(table)->find_column(name);
        if (column != nullptr && column->identity) {
            SequenceOptions change = operation.options;
            change.owned_table.reset();
            change.owned_column = Name();
            alter_sequence_options(edit_table(a.schema, table).find_column(name)->identity->options,
                                   change);
        }
    }
    if (a.span.known()) { sequence.origin.changed = a.span; }
    const SequenceOptions options = sequence.options;
    a.schema.sequences.set(operation.name, Shared<Sequence>(std::move(sequence)));
    if (options.owned_table) { change_owner(a, options, restore_serial); }
}

void apply_operation(Applying& a, DropSequence& operation) {
    if (operation.if_exists && a.schema.find_sequence(operation.name) == nullptr) { return; }
    const Sequence* sequence = require_sequence(a, operation.name);
    if (sequence == nullptr) { return; }
    const std::string what = "sequence \"" + operation.name.text() + '"';
    if (sequence->implicit) {
        a.error(diag::StillUsed, operation.name.span, what,
                "column \"" + sequence->options.owned_table->text() + "." +
                    sequence->options.owned_column.text + "\", which brought it along");
        return;
    }
    if (!release_sequence(a, operation.name, what, operation.cascade, operation.name.span)) {
        return;
    }
    if (sequence->options.owned_table) {
        a.schema.references.erase({*sequence->options.owned_table, operation.name});
    }
    a.schema.sequences.erase(operation.name);
    forget_privileges(a.schema.privileges, SecuredKind::Sequence, operation.name);
    leave_trace(a, Noun::Sequence, operation.name.text(), Trace::Kind::Dropped);
}

void apply_operation(Applying& a, CreateSchema& operation) {
    if (a.schema.schemas.contains(operation.name.text)) {
        if (!operation.if_not_exists) {
            a.error(diag::NameTaken, operation.name.span, operation.name.text, "a schema");
        }
        return;
    }
    if (!check_length(a, operation.name.text, operation.name.span)) { return; }
    NamedObject object;
    object.name = operation.name;
    object.origin = {operation.name.span, a.span};
    a.schema.schemas.set(operation.name.text, Shared<NamedObject>(std::move(object)));
}

void apply_operation(Applying& a, DropSchema& operation) {
    if (operation.if_exists && !a.schema.schemas.contains(operation.name.text)) { return; }
    if (require_named(a, a.schema.schemas, Noun::Schema, operation.name) == nullptr) { return; }
    const std::string content = first_in(a.schema, operation.name.text);
    if (!content.empty() && !operation.cascade) {
        a.error(diag::StillUsed, operation.name.span, "schema \"" + operation.name.text + '"',
                content)
            .help("drop what is in it first, or write `cascade`");
        return;
    }
    empty_schema(a, operation.name.text);
    a.schema.schemas.erase(operation.name.text);
    forget_privileges(a.schema.privileges, SecuredKind::Schema, QualifiedName(operation.name.text));
    leave_trace(a, Noun::Schema, operation.name.text, Trace::Kind::Dropped);
}

void apply_operation(Applying& a, CreateExtension& operation) {
    if (a.schema.extensions.contains(operation.name.text)) {
        if (!operation.if_not_exists) {
            a.error(diag::NameTaken, operation.name.span, operation.name.text, "an extension");
        }
        return;
    }
    NamedObject object;
    object.name = operation.name;
    object.schema = operation.schema;
    object.version = operation.version;
    object.origin = {operation.name.span, a.span};
    a.schema.extensions.set(operation.name.text, Shared<NamedObject>(std::move(object)));
}

void apply_operation(Applying& a, DropExtension& operation) {
    if (operation.if_exists && !a.schema.extensions.contains(operation.name.text)) { return; }
    if (require_named(a, a.schema.extensions, Noun::Extension, operation.name) == nullptr ||
        !release_extension(a, operation.name, operation.cascade)) {
        return;
    }
    a.schema.extensions.erase(operation.name.text);
    leave_trace(a, Noun::Extension, operation.name.text, Trace::Kind::Dropped);
}

}  // namespace retort::schema
