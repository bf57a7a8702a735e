// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/dependants.h"

#include "compiler/schema/apply/context.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/routine_head.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

/// The word at `at` names the thing, with the schema that it lies in or, in `public`, without.
bool is_name_of(const Words& words, std::size_t at, const QualifiedName& name) {
    if (!words[at].is_name() || !names_it(words[at], name.name)) { return false; }
    if (at >= 2 && words[at - 1].is(".")) {
        return names_it(words[at - 2], name.schema.empty() ? "public" : name.schema);
    }
    return name.schema.empty();
}

using Places = std::vector<std::size_t>;  ///< indexes of the words that are the type's own name

/// `x::type` and `cast(x as type)`.
void find_casts(const Words& words, const QualifiedName& type, Places& places) {
    for (std::size_t i = 2; i < words.size(); ++i) {
        if (!is_name_of(words, i, type)) { continue; }
        const std::size_t before = words[i - 1].is(".") && i >= 3 ? i - 3 : i - 1;
        const bool cast = before > 0 && words[before].is(":") && words[before - 1].is(":");
        const bool ends = i + 1 < words.size() && (words[i + 1].is(")") || words[i + 1].is("["));
        if (cast || (words[before].is("as") && ends)) { places.push_back(i); }
    }
}

/// Where a routine's text, from its argument list on, names the type: bodies that are strings
/// depend on nothing.
Places find_in_routine(const Words& words, const QualifiedName& type) {
    Places places;
    const auto note = [&](SqlPart part) {
        std::size_t at = part.first;
        while (at + 2 < part.second && words[at + 1].is(".")) { at += 2; }
        if (at < part.second && is_name_of(words, at, type)) { places.push_back(at); }
    };
    const RoutineHead head = read_routine_head(words);
    for (const RoutineArgument& argument : head.arguments) { note(argument.type); }
    for (const RoutineArgument& column : head.columns) { note(column.type); }
    note(head.result);
    find_casts(words, type, places);
    return places;
}

/// The text with the names at these places replaced, with the schemas before them.
std::string replaced(const std::string& text, const Words& words, Places places,
                     const QualifiedName& to) {
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const std::string name =
        (to.schema.empty() ? "" : sql_name(to.schema) + ".") + sql_name(to.name);
    std::string result = text;
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        const bool qualified = *place >= 2 && words[*place - 1].is(".");
        const std::size_t begin = words[qualified ? *place - 2 : *place].begin;
        result.replace(begin, words[*place].end - begin, name);
    }
    return result;
}

template <class Test>
std::vector<std::string> keys_of(const Schema& schema, Test&& test) {
    std::vector<std::string> keys;
    schema.code_objects.for_each([&](const std::string& key, const Shared<CodeObjectState>& state) {
        if (test(state->object)) { keys.push_back(key); }
    });
    return keys;
}

}  // namespace

bool routine_has_type(const CodeObject& routine, const QualifiedName& type) {
    const Words words = split_sql(routine.definition);
    // A parsed body (`begin atomic`) depends on the tables that it reads.
    return !find_in_routine(words, type).empty() || !table_uses(words, type).empty();
}

bool text_casts_to(std::string_view sql, const QualifiedName& type) {
    Places places;
    find_casts(split_sql(sql), type, places);
    return !places.empty();
}

std::vector<std::string> code_reading(const Schema& schema, const QualifiedName& table,
                                      std::string_view column) {
    std::vector<std::string> keys;
    for (std::string& key : code_on_table(schema, table)) {
        const CodeObject& object = (*schema.code_objects.find(key))->object;
        if (object.kind != CodeKind::Statistics && reads_column(schema, object, table, column)) {
            keys.push_back(std::move(key));
        }
    }
    for (std::string& key : keys_of(schema, [&](const CodeObject& object) {
             return is_routine(object.kind) && reads_column(schema, object, table, column);
         })) {
        keys.push_back(std::move(key));
    }
    for (std::string& key : others_reading(schema, table, column)) {
        const CodeObject& object = (*schema.code_objects.find(key))->object;
        if (object.kind == CodeKind::Policy) { keys.push_back(std::move(key)); }
    }
    return keys;
}

std::vector<std::string> statistics_reading(const Schema& schema, const QualifiedName& table,
                                            std::string_view column) {
    return keys_of(schema, [&](const CodeObject& object) {
        return object.kind == CodeKind::Statistics && object.table == table &&
               reads_column(schema, object, table, column);
    });
}

std::vector<std::string> routines_of_type(const Schema& schema, const QualifiedName& type) {
    return keys_of(schema, [&](const CodeObject& object) {
        return is_routine(object.kind) && routine_has_type(object, type);
    });
}

std::vector<std::string> code_casting_to(const Schema& schema, const QualifiedName& type) {
    return keys_of(schema, [&](const CodeObject& object) {
        return !is_routine(object.kind) && text_casts_to(object.definition, type);
    });
}

void rename_type_in_code(Applying& a, const QualifiedName& from, const QualifiedName& to) {
    std::vector<std::pair<std::string, CodeObjectState>> changed;
    a.schema.code_objects.for_each([&](const std::string& key,
                                       const Shared<CodeObjectState>& state) {
        CodeObjectState renamed = *state;
        CodeObject& object = renamed.object;
        const Words words = split_sql(object.definition);
        Places places;
        if (is_routine(object.kind)) {
            places = find_in_routine(words, from);
        } else {
            find_casts(words, from, places);
        }
        if (places.empty()) { return; }
        object.definition = replaced(object.definition, words, places, to);
        if (is_routine(object.kind)) {
            const Words types = split_sql(object.signature);
            object.signature = replaced(object.signature, types, find_in_routine(types, from), to);
        }
        changed.emplace_back(key, std::move(renamed));
    });
    for (auto& [key, state] : changed) {
        a.schema.code_objects.erase(key);
        const CodeObject& object = state.object;
        std::string renamed =
            code_object_key(object.kind, object.table, object.name, object.signature);
        a.schema.code_objects.set(std::move(renamed), Shared<CodeObjectState>(std::move(state)));
    }
}

}  // namespace retort::schema
