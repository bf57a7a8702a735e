// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/meaning/adopt_parts.h"

#include <algorithm>

namespace retort::schema {
namespace {

/// What an index of a materialized view stands on.
Table rows_of(Meanings& meanings, const QualifiedName& view) {
    Table table;
    table.name = view;
    if (const auto columns = meanings.columns_of(view)) {
        for (const GivenColumn& given : *columns) {
            Column& column = table.columns.emplace_back();
            column.name = Name(given.name);
            column.type.kind = type_kind(given.type);
            if (column.type.kind == TypeKind::Named) {
                column.type.name = QualifiedName(given.type);
            }
        }
    }
    return table;
}

void adopt_indexes(Adopting& a, const CodeObjectState& old, CodeObjectState& now) {
    if (old.indexes == now.indexes) { return; }
    const Table before = rows_of(a.old_meanings, old.object.name);
    const Table after = rows_of(a.new_meanings, now.object.name);
    for (Index& index : now.indexes) {
        for (const Index& each : old.indexes) {
            if (!(each.name == index.name) || !same_index(a, before, each, after, index)) {
                continue;
            }
            const Box<std::string> comment = index.comment;
            index = each;
            index.comment = comment;
        }
    }
    // The catalog has no order among them.
    if (std::is_permutation(now.indexes.begin(), now.indexes.end(), old.indexes.begin(),
                            old.indexes.end())) {
        now.indexes = old.indexes;
    }
}

}  // namespace

void adopt_code(Adopting& a) {
    const auto before = a.to.code_objects;
    for_each_difference(
        a.from.code_objects, before,
        [&](const std::string& key, const Shared<CodeObjectState>* old,
            const Shared<CodeObjectState>* now) {
            if (old == nullptr || now == nullptr) { return; }
            CodeObjectState result = **now;
            const CodeObject& was = (*old)->object;
            const CodeObject& is = (*now)->object;
            if (!(was == is) && was.constraint == is.constraint &&
                a.old_meanings.definition(was) == a.new_meanings.definition(is)) {
                result.object = was;
            }
            adopt_indexes(a, **old, result);
            a.to.code_objects.set(
                key, result == **old ? *old : Shared<CodeObjectState>(std::move(result)));
        });
}

}  // namespace retort::schema
