// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan/legalize_internal.h"
#include "compiler/schema/apply.h"
#include "compiler/schema/changes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

// What a `cascade` takes along, spelled out for databases that have none.

namespace retort::plan::internal {
namespace {

using schema::CodeKind;
using schema::CodeObject;
using schema::Table;

/// Views, and triggers on tables that stay: what stands on a table goes with it.
bool goes_by_itself(const CodeObject& object, const schema::Schema& after) {
    switch (object.kind) {
        case CodeKind::Trigger:
        case CodeKind::Policy:
            return after.find_table(object.table) == nullptr;
        case CodeKind::Statistics:
            return true;
        case CodeKind::View:
        case CodeKind::MaterializedView:
        case CodeKind::Function:
        case CodeKind::Procedure:
            return false;
    }
    return false;
}

std::vector<std::string> lost_code(const Step& step) {
    std::vector<std::string> keys;
    step.before.code_objects.for_each([&](const std::string& key,
                                          const Shared<schema::CodeObjectState>& state) {
        if (!step.after.code_objects.contains(key) && !goes_by_itself(state->object, step.after)) {
            keys.push_back(key);
        }
    });
    // What reads a materialized view goes before it.
    std::stable_partition(keys.begin(), keys.end(), [&](const std::string& key) {
        return (*step.before.code_objects.find(key))->object.kind != CodeKind::MaterializedView;
    });
    return keys;
}

/// The operation itself drops it, or the schema that it lies in.
bool is_dropped_by(const schema::Operation& operation, const CodeObject& object) {
    if (const auto* drop = std::get_if<schema::DropCodeObject>(&operation.kind)) {
        return drop->kind == object.kind && drop->name == object.name &&
               drop->table == object.table && drop->signature == object.signature;
    }
    const auto* drop = std::get_if<schema::DropSchema>(&operation.kind);
    return drop != nullptr && object.name.schema == drop->name.text;
}

}  // namespace

Steps drop_code_first(Step step) {
    Steps steps;
    const revisions::OperationRef operation = std::get<revisions::OperationRef>(step.action);
    schema::Schema next = step.before;
    for (const std::string& key : lost_code(step)) {
        const CodeObject& object = (*step.before.code_objects.find(key))->object;
        if (!is_dropped_by(*operation, object)) { next.code_objects.erase(key); }
    }
    if (!next.code_objects.same_as(step.before.code_objects)) {
        schema::Schema state = step.before;
        for (schema::Operation& drop : schema::changes(step.before, next)) {
            if (!std::holds_alternative<schema::DropCodeObject>(drop.kind)) { continue; }
            schema::Schema then = state;
            Diagnostics ignored;
            (void)schema::apply(drop, then, {}, ignored);
            steps.push_back(make_step(std::move(drop.kind), operation->span, state, then));
            state = std::move(then);
        }
        step.before = state;
    }
    steps.push_back(std::move(step));
    return steps;
}

Steps spell_out_cascade(const Step& step, const QualifiedName& table, Steps rest) {
    const Span span = std::get<revisions::OperationRef>(step.action)->span;
    Steps steps;
    schema::Schema state = step.before;
    const std::vector<std::string> keys = lost_code(step);
    for (const std::string& key : keys) {
        const CodeObject& object = (*step.before.code_objects.find(key))->object;
        schema::DropCodeObject drop;
        drop.kind = object.kind;
        drop.name = object.name;
        drop.table = object.table;
        drop.signature = object.signature;
        schema::Schema next = state;
        next.code_objects.erase(key);
        steps.push_back(make_step(std::move(drop), span, state, next));
        state = std::move(next);
    }
    step.before.tables.for_each([&](const QualifiedName& name, const Shared<Table>& before) {
        if (name == table) { return; }
        const Table* after = step.after.find_table(name);
        if (after == nullptr || after == before.get() || *after == *before) { return; }
        steps.push_back(make_rebuild(*before, *after, span, state, step.after));
    });
    for (Step& each : rest) {
        for (const std::string& key : keys) {
            each.before.code_objects.erase(key);
            each.after.code_objects.erase(key);
        }
        steps.push_back(std::move(each));
    }
    return steps;
}

}  // namespace retort::plan::internal
