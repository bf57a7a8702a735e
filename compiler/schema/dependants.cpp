// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/dependants.h"

#include "compiler/schema/apply_context.h"
#include "compiler/schema/code_uses.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>

namespace retort::schema {
namespace {

using Words = std::vector<SqlWord>;

bool names(const SqlWord& word, std::string_view name) {
    return word.kind == SqlWord::Kind::Quoted ? word.text == name : word.is(name);
}

/// The word at `at` names the thing, with the schema that it lies in or, in `public`, without.
bool is_name_of(const Words& words, std::size_t at, const QualifiedName& name) {
    if (!words[at].is_name() || !names(words[at], name.name)) { return false; }
    if (at >= 2 && words[at - 1].is(".")) {
        return names(words[at - 2], name.schema.empty() ? "public" : name.schema);
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

/// The type of one argument, `[mode] [name] type [default …]`.
void find_in_argument(const Words& words, std::size_t begin, std::size_t end,
                      const QualifiedName& type, Places& places) {
    for (const char* mode : {"in", "out", "inout", "variadic"}) {
        if (begin + 1 < end && words[begin].is(mode)) {
            ++begin;
            break;
        }
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (words[i].is("default") || words[i].is("=")) { return; }
        if (!is_name_of(words, i, type)) { continue; }
        const std::size_t first = i >= begin + 2 && words[i - 1].is(".") ? i - 2 : i;
        // Alone it is the type; before another word it is the argument's own name.
        const bool last = i + 1 == end || words[i + 1].is("[") || words[i + 1].is("array") ||
                          words[i + 1].is("default") || words[i + 1].is("=");
        if (first == begin + 1 || (first == begin && last)) { places.push_back(i); }
    }
}

/// The same for a list in parentheses that opens at `at`, which is moved behind it.
void find_in_list(const Words& words, std::size_t& at, const QualifiedName& type, Places& places) {
    std::size_t depth = 0;
    std::size_t begin = at + 1;
    for (; at < words.size(); ++at) {
        if (words[at].is("(") || words[at].is("[")) { ++depth; }
        const bool closes = words[at].is(")") || words[at].is("]");
        if (depth == 1 && (words[at].is(")") || words[at].is(","))) {
            find_in_argument(words, begin, at, type, places);
            begin = at + 1;
        }
        if (closes && --depth == 0) { break; }
    }
    ++at;
}

/// Where a routine's text, from its argument list on, names the type: bodies that are strings
/// depend on nothing.
Places find_in_routine(const Words& words, const QualifiedName& type) {
    Places places;
    if (words.empty() || !words[0].is("(")) { return places; }
    std::size_t at = 0;
    find_in_list(words, at, type, places);
    if (at < words.size() && words[at].is("returns")) {
        ++at;
        if (at < words.size() && words[at].is("setof")) { ++at; }
        if (at + 1 < words.size() && words[at].is("table") && words[at + 1].is("(")) {
            ++at;
            find_in_list(words, at, type, places);
        } else if (at < words.size() && is_name_of(words, at, type)) {
            places.push_back(at);
        } else if (at + 2 < words.size() && words[at + 1].is(".") &&
                   is_name_of(words, at + 2, type)) {
            places.push_back(at + 2);
        }
    }
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

bool is_routine(CodeKind kind) {
    return kind == CodeKind::Function || kind == CodeKind::Procedure;
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
