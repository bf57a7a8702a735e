// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/apply_context.h"
#include "compiler/schema/change_parts.h"
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

/// The order in which objects are created: functions, then views, then what stands on tables.
int rank(CodeKind kind) {
    switch (kind) {
        case CodeKind::Function:
            return 0;
        case CodeKind::Procedure:
            return 1;
        case CodeKind::View:
            return 2;
        case CodeKind::MaterializedView:
            return 2;
        case CodeKind::Trigger:
            return 3;
        case CodeKind::Policy:
            return 4;
        case CodeKind::Statistics:
            return 5;
    }
    return 6;
}

/// An `or replace` is enough. A view's columns would have to stay what they are, which its text
/// does not tell.
bool can_replace(const CodeObject& from, const CodeObject& to) {
    if (!irreplaceable_part(from, to).empty()) { return false; }
    switch (from.kind) {
        case CodeKind::Function:
        case CodeKind::Procedure:
            return true;
        case CodeKind::Trigger:
            return !from.constraint && !to.constraint;
        case CodeKind::View:
        case CodeKind::MaterializedView:
        case CodeKind::Policy:
        case CodeKind::Statistics:
            return false;
    }
    return false;
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

DropCodeObject drop_of(const CodeObject& object) {
    DropCodeObject drop;
    drop.kind = object.kind;
    drop.name = QualifiedName(object.name.schema, object.name.name);
    drop.table = object.table;
    drop.signature = object.signature;
    return drop;
}

bool on_dropped_table(const Changes& changes, const CodeObject& object) {
    const bool of_table = object.kind == CodeKind::Trigger || object.kind == CodeKind::Policy ||
                          object.kind == CodeKind::Statistics;
    return of_table && changes.from.find_table(object.table) != nullptr &&
           changes.to.find_table(object.table) == nullptr;
}

/// A view reads the other, a routine has its row type.
bool needs_view(const CodeObject& object, const CodeObject& view) {
    if (!is_view(view.kind) || object.name == view.name) { return false; }
    if (is_routine(object.kind)) { return routine_has_type(object, view.name); }
    return is_view(object.kind) && !table_uses(split_sql(object.definition), view.name).empty();
}

/// Views after the views that they read.
void order_views(std::vector<const CodeObjectState*>& objects) {
    std::vector<const CodeObjectState*> ordered;
    std::vector<const CodeObjectState*> left = objects;
    while (!left.empty()) {
        std::vector<const CodeObjectState*> blocked;
        for (const CodeObjectState* each : left) {
            const bool ready =
                std::none_of(left.begin(), left.end(), [&](const CodeObjectState* other) {
                    return std::find(ordered.begin(), ordered.end(), other) == ordered.end() &&
                           needs_view(each->object, other->object);
                });
            (ready ? ordered : blocked).push_back(each);
        }
        if (blocked.size() == left.size()) {
            ordered.insert(ordered.end(), blocked.begin(), blocked.end());
            break;
        }
        left = std::move(blocked);
    }
    const auto place = [&](const CodeObjectState* each) {
        const bool after_views =
            is_routine(each->object.kind) &&
            std::any_of(objects.begin(), objects.end(), [&](const CodeObjectState* other) {
                return needs_view(each->object, other->object);
            });
        return after_views ? rank(CodeKind::View) : rank(each->object.kind);
    };
    std::map<const CodeObjectState*, int> places;
    for (const CodeObjectState* each : ordered) { places[each] = place(each); }
    std::stable_sort(
        ordered.begin(), ordered.end(),
        [&](const CodeObjectState* a, const CodeObjectState* b) { return places[a] < places[b]; });
    objects = std::move(ordered);
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

/// Views that are in the way: they read a column that is made anew or changes its type, or their
/// query changes, or they read one of these views. They go first, with the triggers on them, and
/// come back last.
std::set<std::string> views_made_anew(const Changes& changes) {
    std::set<std::string> anew;
    if (changes.from.code_objects.empty()) { return anew; }
    std::vector<std::string> found;
    const auto add_users = [&](const QualifiedName& relation, std::string_view column) {
        for (std::string& user : views_using(changes.from, relation, column)) {
            found.push_back(std::move(user));
        }
    };
    for_each_difference(
        changes.from.tables, changes.to.tables,
        [&](const QualifiedName& name, const Shared<Table>* from, const Shared<Table>* to) {
            if (from == nullptr || to == nullptr) { return; }
            for (const Column& column : (*from)->columns) {
                const Column* now = (*to)->find_column(column.name.text);
                if (now == nullptr || !(now->type == column.type) ||
                    !(now->generated == column.generated)) {
                    add_users(name, column.name.text);
                }
            }
        });
    for_each_difference(changes.from.code_objects, changes.to.code_objects,
                        [&](const std::string& key, const Shared<CodeObjectState>* from,
                            const Shared<CodeObjectState>* to) {
                            if (from == nullptr || !is_view((*from)->object.kind)) { return; }
                            if (to == nullptr || !((*from)->object == (*to)->object)) {
                                found.push_back(key);
                            }
                        });
    while (!found.empty()) {
        const std::string key = std::move(found.back());
        found.pop_back();
        if (!anew.insert(key).second) { continue; }
        const CodeObject& object = (*changes.from.code_objects.find(key))->object;
        if (!is_view(object.kind)) { continue; }
        add_users(object.name, {});
        for (std::string& trigger : code_on_table(changes.from, object.name)) {
            found.push_back(std::move(trigger));
        }
    }
    return anew;
}

}  // namespace

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
    const std::set<std::string> anew = views_made_anew(changes);
    for_each_difference(
        changes.from.code_objects, changes.to.code_objects,
        [&](const std::string& key, const Shared<CodeObjectState>* from,
            const Shared<CodeObjectState>* to) {
            if (anew.count(key) != 0) { return; }
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
    for (const std::string& key : anew) {
        dropped.push_back(changes.from.code_objects.find(key)->get());
        const Shared<CodeObjectState>* to = changes.to.code_objects.find(key);
        if (to == nullptr) { continue; }
        created.push_back(to->get());
        comment_code(changes, nullptr, **to);
    }
    const std::set<std::string> called = functions_of_tables(changes);
    const auto is_called = [&](const CodeObject& object) {
        return is_routine(object.kind) && called.count(object.name.name) != 0;
    };
    order_views(dropped);
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
    order_views(created);
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
