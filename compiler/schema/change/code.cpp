// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply/context.h"
#include "compiler/schema/change/parts.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/replaceable.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <map>
#include <set>

// Changes of objects whose definition is text: views, routines, triggers, policies, statistics.

namespace retort::schema {
namespace {

/// Names of the functions that expressions of tables and domains call where these come, go or
/// change.
std::set<std::string> functions_of_tables(const Changes& changes) {
    std::set<std::string> names;
    const auto add = [&](const Table& table) {
        for_each_expression(table, [&](const Expr& expr) {
            for (std::string& name : called_functions(expr)) { names.insert(std::move(name)); }
        });
    };
    if (changes.from.code_objects.empty() && changes.to.code_objects.empty()) { return names; }
    for_each_difference(
        changes.from.tables, changes.to.tables,
        [&](const QualifiedName&, const Shared<Table>* from, const Shared<Table>* to) {
            if (from != nullptr) { add(**from); }
            if (to != nullptr) { add(**to); }
            if (from == nullptr || to != nullptr) { return; }
            // Triggers and policies go with their table.
            for (const std::string& key : code_on_table(changes.from, (*from)->name)) {
                const CodeObject& object = (*changes.from.code_objects.find(key))->object;
                const std::vector<SqlWord> words = split_sql(object.definition);
                for (std::size_t i = 0; i + 1 < words.size(); ++i) {
                    if (words[i].is_name() && words[i + 1].is("(")) {
                        names.insert(folded(words[i]));
                    }
                }
            }
        });
    for_each_difference(
        changes.from.domains, changes.to.domains,
        [&](const QualifiedName&, const Shared<Domain>* from, const Shared<Domain>* to) {
            for (const Shared<Domain>* domain : {from, to}) {
                if (domain == nullptr) { continue; }
                for (std::string& name : called_by((*domain)->definition)) {
                    names.insert(std::move(name));
                }
            }
        });
    return names;
}

CommentTarget target_of(CodeKind kind) {
    switch (kind) {
        case CodeKind::View:
            return CommentTarget::View;
        case CodeKind::MaterializedView:
            return CommentTarget::MaterializedView;
        case CodeKind::Function:
            return CommentTarget::Function;
        case CodeKind::Procedure:
            return CommentTarget::Procedure;
        case CodeKind::Trigger:
            return CommentTarget::Trigger;
        case CodeKind::Policy:
            return CommentTarget::Policy;
        case CodeKind::Statistics:
            return CommentTarget::Statistics;
    }
    return CommentTarget::View;
}

void comment_code(Changes& changes, const CodeObjectState* from, const CodeObjectState& to) {
    const CodeObject& object = to.object;
    const bool of_table = object.kind == CodeKind::Trigger || object.kind == CodeKind::Policy;
    if (from == nullptr ? to.comment.has_value() : !(from->comment == to.comment)) {
        CommentOn comment =
            comment_on(target_of(object.kind), of_table ? object.table : object.name,
                       of_table ? Name(object.name.name) : Name(), to.comment);
        comment.signature = object.signature;
        Changes::add(changes.comments, std::move(comment));
    }
    for (const auto& [column, text] : to.column_comments) {
        const bool same =
            from != nullptr &&
            std::find(from->column_comments.begin(), from->column_comments.end(),
                      std::pair<Name, std::string>(column, text)) != from->column_comments.end();
        if (same) { continue; }
        Changes::add(changes.comments, comment_on(CommentTarget::Column, object.name,
                                                  Name(column.text), Box<std::string>(text)));
    }
    if (from == nullptr) { return; }
    for (const auto& [column, text] : from->column_comments) {
        const bool kept = std::any_of(to.column_comments.begin(), to.column_comments.end(),
                                      [&](const auto& each) { return each.first == column; });
        if (!kept) {
            Changes::add(changes.comments,
                         comment_on(CommentTarget::Column, object.name, Name(column.text), {}));
        }
    }
}

bool on_dropped_table(const Changes& changes, const CodeObject& object) {
    const bool of_table = object.kind == CodeKind::Trigger || object.kind == CodeKind::Policy ||
                          object.kind == CodeKind::Statistics;
    return of_table && changes.from.find_table(object.table) != nullptr &&
           changes.to.find_table(object.table) == nullptr;
}

CreateIndex create_index(const QualifiedName& view, const Index& index) {
    CreateIndex create;
    create.index = index;
    create.index.comment.reset();
    create.table = QualifiedName(view.schema, view.name);
    return create;
}

/// Indexes of a materialized view that stays.
void change_indexes(Changes& changes, const CodeObjectState& from, const CodeObjectState& to) {
    const auto find = [](const CodeObjectState& state, const Index& index) {
        const auto found =
            std::find_if(state.indexes.begin(), state.indexes.end(), [&](const Index& each) {
                Index plain = each;
                plain.comment = index.comment;
                return plain == index;
            });
        return found == state.indexes.end() ? nullptr : &*found;
    };
    for (const Index& index : from.indexes) {
        if (find(to, index) != nullptr) { continue; }
        DropIndex drop;
        drop.name = QualifiedName(index.name.schema, index.name.name);
        Changes::add(changes.dropped_indexes, std::move(drop));
    }
    for (const Index& index : to.indexes) {
        const Index* old = find(from, index);
        if (old == nullptr) {
            Changes::add(changes.created_indexes, create_index(to.object.name, index));
        }
        if (old == nullptr ? index.comment.has_value() : !(old->comment == index.comment)) {
            Changes::add(changes.comments,
                         comment_on(CommentTarget::Index, index.name, {}, index.comment));
        }
    }
}

}  // namespace

bool can_replace(const CodeObject& from, const CodeObject& to) {
    if (!irreplaceable_part(from, to).empty()) { return false; }
    switch (from.kind) {
        case CodeKind::Function:
        case CodeKind::Procedure:
            return true;
        case CodeKind::Trigger:
            return !from.constraint && !to.constraint;
        case CodeKind::View:
            return keeps_columns(from, to);
        case CodeKind::MaterializedView:
        case CodeKind::Policy:
        case CodeKind::Statistics:
            return false;
    }
    return false;
}

DropCodeObject drop_of(const CodeObject& object) {
    DropCodeObject drop;
    drop.kind = object.kind;
    drop.name = QualifiedName(object.name.schema, object.name.name);
    drop.table = object.table;
    drop.signature = object.signature;
    return drop;
}

std::vector<Operation> belongings_of(const Schema& schema, const CodeObjectState& state) {
    Changes changes{schema, schema};
    for (const Index& index : state.indexes) {
        Changes::add(changes.comments, create_index(state.object.name, index));
    }
    comment_code(changes, nullptr, state);
    if (is_view(state.object.kind)) {
        for (Grant& each : privileges_of(schema, SecuredKind::Relation, state.object.name)) {
            Changes::add(changes.comments, std::move(each));
        }
    }
    return std::move(changes.comments);
}

void change_code(Changes& changes) {
    std::vector<const CodeObjectState*> dropped;
    std::vector<const CodeObjectState*> created;
    std::set<const CodeObjectState*> replaced;
    for_each_difference(
        changes.from.code_objects, changes.to.code_objects,
        [&](const std::string&, const Shared<CodeObjectState>* from,
            const Shared<CodeObjectState>* to) {
            const bool same = from != nullptr && to != nullptr && (*from)->object == (*to)->object;
            const bool replace = from != nullptr && to != nullptr && !same &&
                                 can_replace((*from)->object, (*to)->object);
            if (from != nullptr && !same && !replace) { dropped.push_back(from->get()); }
            if (to != nullptr && !same) { created.push_back(to->get()); }
            if (replace) { replaced.insert(to->get()); }
            if (same) { change_indexes(changes, **from, **to); }
            if (to != nullptr) {
                comment_code(changes, same || replace ? from->get() : nullptr, **to);
            }
        });
    const std::set<std::string> called = functions_of_tables(changes);
    const auto is_called = [&](const CodeObject& object) {
        return is_routine(object.kind) && called.count(object.name.name) != 0;
    };
    order_code(dropped);
    std::reverse(dropped.begin(), dropped.end());
    for (const CodeObjectState* each : dropped) {
        const CodeObject& object = each->object;
        if (is_view(object.kind)) {
            forget_privileges(changes.privileges, SecuredKind::Relation, object.name);
        } else if (object.kind == CodeKind::Function || object.kind == CodeKind::Procedure) {
            forget_privileges(changes.privileges, SecuredKind::Routine, object.name,
                              object.signature);
        }
        if (!on_dropped_table(changes, each->object)) {
            Changes::add(is_called(each->object) ? changes.dropped_functions : changes.dropped_code,
                         drop_of(each->object));
        }
    }
    order_code(created);
    for (const CodeObjectState* each : created) {
        CreateCodeObject create;
        create.object = each->object;
        create.or_replace = replaced.count(each) != 0;
        Changes::add(is_called(each->object) ? changes.created_functions : changes.created_code,
                     std::move(create));
        for (const Index& index : each->indexes) {
            Changes::add(changes.created_code, create_index(each->object.name, index));
            if (index.comment) {
                Changes::add(changes.comments,
                             comment_on(CommentTarget::Index, index.name, {}, index.comment));
            }
        }
    }
}

}  // namespace retort::schema
