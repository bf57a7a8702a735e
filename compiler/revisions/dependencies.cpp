// SPDX-License-Identifier: Apache-2.0
#include "compiler/revisions/dependencies.h"

#include "compiler/revisions/creations.h"
#include "compiler/schema/footprint.h"

#include <algorithm>
#include <optional>

namespace retort::revisions {
namespace {

/// The names that a message quotes.
std::vector<std::string> quoted(const std::string& message) {
    std::vector<std::string> names;
    for (std::size_t at = message.find('"'); at != std::string::npos;) {
        const std::size_t end = message.find('"', at + 1);
        if (end == std::string::npos) { break; }
        names.push_back(message.substr(at + 1, end - at - 1));
        at = message.find('"', end + 1);
    }
    return names;
}

/// The kind of thing that `there is no … "name" here` misses.
std::optional<ThingKind> missing_kind(const std::string& message) {
    constexpr std::string_view kBegin = "there is no ";
    const std::size_t quote = message.find('"');
    if (!message.starts_with(kBegin) || quote <= kBegin.size()) { return std::nullopt; }
    const std::string noun = message.substr(kBegin.size(), quote - 1 - kBegin.size());
    static const std::map<std::string_view, ThingKind> kKinds = {
        {"domain", ThingKind::Type},          {"sequence", ThingKind::Relation},
        {"schema", ThingKind::Schema},        {"extension", ThingKind::Extension},
        {"view", ThingKind::Relation},        {"materialized view", ThingKind::Relation},
        {"function", ThingKind::Routine},     {"procedure", ThingKind::Routine},
        {"trigger", ThingKind::TableCode},    {"policy", ThingKind::TableCode},
        {"statistics", ThingKind::Statistics}};
    const auto found = kKinds.find(noun);
    return found == kKinds.end() ? std::nullopt : std::optional(found->second);
}

/// The word (see `thing_word`) of the thing that a diagnostic misses, and its name; empty for
/// others.
std::pair<std::string, std::string> missing_thing(const diag::Diagnostic& found) {
    const std::vector<std::string> names = quoted(found.message);
    if (names.empty()) { return {}; }
    const auto whole = [&](ThingKind kind) {
        return std::pair(thing_word(kind, names[0]), names[0]);
    };
    const auto part = [&](ThingKind kind) -> std::pair<std::string, std::string> {
        if (names.size() < 2) { return {}; }
        const std::string name = names[0] + "." + names[1];
        return {thing_word(kind, name), name};
    };
    if (found.code == diag::UnknownTable.code || found.code == diag::UnknownIndex.code) {
        return whole(ThingKind::Relation);
    }
    if (found.code == diag::UnknownType.code) { return whole(ThingKind::Type); }
    if (found.code == diag::UnknownColumn.code) { return part(ThingKind::Column); }
    if (found.code == diag::UnknownConstraint.code) { return part(ThingKind::Constraint); }
    if (found.code == diag::UnknownEnumValue.code) { return part(ThingKind::EnumValue); }
    if (found.code == diag::UnknownObject.code) {
        if (const auto kind = missing_kind(found.message)) { return whole(*kind); }
    }
    return {};
}

/// What a mark names is there.
bool exists(const schema::Mark& mark, const schema::Schema& state) {
    const std::size_t dot = mark.object.find('.');
    const QualifiedName name =
        dot == std::string::npos
            ? QualifiedName(mark.object)
            : QualifiedName(mark.object.substr(0, dot), mark.object.substr(dot + 1));
    if (mark.facet == schema::Facet::Schema) { return state.schemas.contains(mark.object); }
    if (mark.facet == schema::Facet::Routine) {
        for (const auto routine : {schema::CodeKind::Function, schema::CodeKind::Procedure}) {
            const std::string prefix = schema::code_object_key(routine, {}, name, {});
            bool found = false;
            state.code_objects.for_each_from(prefix, [&](const std::string& key, const auto&) {
                found = key.compare(0, prefix.size(), prefix) == 0;
                return false;
            });
            if (found) { return true; }
        }
        return false;
    }
    if (mark.facet == schema::Facet::Type) {
        return state.enums.contains(name) || state.domains.contains(name) ||
               state.tables.contains(name);
    }
    return state.tables.contains(name) || state.sequences.contains(name) ||
           state.index_owners.contains(name) ||
           state.find_code_object(schema::CodeKind::View, {}, name, {}) != nullptr ||
           state.find_code_object(schema::CodeKind::MaterializedView, {}, name, {}) != nullptr;
}

std::optional<ThingKind> kind_of(schema::Facet facet) {
    if (facet == schema::Facet::Relation) { return ThingKind::Relation; }
    if (facet == schema::Facet::Routine) { return ThingKind::Routine; }
    if (facet == schema::Facet::Type) { return ThingKind::Type; }
    if (facet == schema::Facet::Schema) { return ThingKind::Schema; }
    return std::nullopt;
}

/// The database looks up what the body names when it runs, not now.
bool names_are_looked_up_later(const schema::Operation& operation) {
    const auto* create = std::get_if<schema::CreateCodeObject>(&operation.kind);
    if (create == nullptr) { return false; }
    const schema::CodeKind kind = create->object.kind;
    return kind == schema::CodeKind::Function || kind == schema::CodeKind::Procedure;
}

}  // namespace

diag::Diagnostic& MissingDependencies::report_maker(Diagnostics& diagnostics, Span where,
                                                    const std::string& name, const Place& maker,
                                                    const RevisionGraph& graph) {
    const std::string id(graph.id(maker.node));
    return diagnostics.report(diag::MissingDependency, where, name, id)
        .note(maker.where, "it is created here")
        .help("add `depends on " + id + ";` (or `revises`) to the header of this revision");
}

void MissingDependencies::index(const RevisionGraph& graph, const History& history,
                                const std::vector<Revision>& revisions) {
    indexed_ = true;
    for (const Node node : graph.order()) {
        const auto add = [&](const schema::Operation& operation) {
            for (Creation& creation : created(operation)) {
                places_[creation.word].push_back({node, creation.where});
            }
        };
        for (const OperationRef& operation : history.revisions[node].upgrade) { add(*operation); }
        // What was replayed has been moved out of here.
        for (const schema::Operation& operation : revisions[node].upgrade) { add(operation); }
    }
}

void MissingDependencies::explain(diag::Diagnostic& found, Node node, const RevisionGraph& graph,
                                  const Lineage& lineage, const History& history,
                                  const std::vector<Revision>& revisions) {
    const auto [word, name] = missing_thing(found);
    if (word.empty()) { return; }
    if (!indexed_) { index(graph, history, revisions); }
    const Place* maker = find_maker(word, node, graph, lineage);
    if (maker == nullptr) { return; }
    Diagnostics better;
    found = report_maker(better, found.where, name, *maker, graph);
}

const MissingDependencies::Place* MissingDependencies::find_maker(const std::string& word,
                                                                  Node node,
                                                                  const RevisionGraph& graph,
                                                                  const Lineage& lineage) const {
    const auto places = places_.find(word);
    if (places == places_.end()) { return nullptr; }
    const Place* maker = nullptr;
    for (const Place& place : places->second) {
        const bool walked = graph.position(place.node) < graph.position(node);
        if (place.node == node || (walked && lineage.includes(node, place.node))) { continue; }
        if (maker == nullptr) { maker = &place; }
    }
    return maker;
}

bool MissingDependencies::check_names(const schema::Operation& operation,
                                      const schema::Schema& before, const schema::Schema& after,
                                      Node node, const RevisionGraph& graph, const Lineage& lineage,
                                      const History& history,
                                      const std::vector<Revision>& revisions,
                                      Diagnostics& diagnostics) {
    if (names_are_looked_up_later(operation)) { return true; }
    const bool trigger =
        std::holds_alternative<schema::CreateCodeObject>(operation.kind) &&
        std::get<schema::CreateCodeObject>(operation.kind).object.kind == schema::CodeKind::Trigger;
    const std::vector<schema::Mark> marks = schema::footprint(operation, before, after);
    const auto is_made = [&](const schema::Mark& mark) {
        return std::any_of(marks.begin(), marks.end(), [&](const schema::Mark& other) {
            return other.access == schema::Access::Write && other.key() == mark.key();
        });
    };
    for (const schema::Mark& mark : marks) {
        const auto kind = kind_of(mark.facet);
        if (!kind || mark.access != schema::Access::Read) { continue; }
        // The tables in a trigger's own body too are looked up when it fires.
        if (trigger && *kind == ThingKind::Relation) { continue; }
        if (!indexed_) { index(graph, history, revisions); }
        const std::string word = thing_word(*kind, mark.object);
        const Place* maker = find_maker(word, node, graph, lineage);
        if (maker == nullptr) { continue; }
        if (exists(mark, before) || exists(mark, after) || is_made(mark)) { continue; }
        report_maker(diagnostics, operation.span, mark.object, *maker, graph);
        return false;
    }
    return true;
}

}  // namespace retort::revisions
