// SPDX-License-Identifier: Apache-2.0
#include "dialects/postgresql/versions.h"

#include "dialects/postgresql/sql_text.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace retort::dialects::postgresql {
namespace {

constexpr int kNewest = 18;

// Functions by the release notes of 13 to 18 (manual, appendix E) that stand in defaults, checks,
// indexes, generated columns and views. Sorted.
constexpr Newer kFunctions[] = {
    {"any_value", 16},
    {"array_reverse", 18},
    {"array_sample", 16},
    {"array_shuffle", 16},
    {"array_sort", 18},
    {"bit_count", 14},
    {"bit_xor", 14},
    {"casefold", 18},
    {"crc32", 18},
    {"crc32c", 18},
    {"date_add", 16},
    {"date_bin", 14},
    {"date_subtract", 16},
    {"erf", 16},
    {"erfc", 16},
    {"gamma", 18},
    {"gcd", 13},
    {"gen_random_uuid", 13},
    {"is_normalized", 13},
    {"json_array", 16},
    {"json_arrayagg", 16},
    {"json_exists", 17},
    {"json_objectagg", 16},
    {"json_query", 17},
    {"json_scalar", 17},
    {"json_serialize", 17},
    {"json_table", 17},
    {"json_value", 17},
    {"jsonb_path_exists_tz", 13},
    {"jsonb_path_match_tz", 13},
    {"jsonb_path_query_array_tz", 13},
    {"jsonb_path_query_first_tz", 13},
    {"jsonb_path_query_tz", 13},
    {"jsonb_set_lax", 13},
    {"lcm", 13},
    {"lgamma", 18},
    {"min_scale", 13},
    {"multirange", 14},
    {"normalize", 13},
    {"pg_input_error_info", 16},
    {"pg_input_is_valid", 16},
    {"random_normal", 16},
    {"range_agg", 14},
    {"range_intersect_agg", 14},
    {"regexp_count", 15},
    {"regexp_instr", 15},
    {"regexp_like", 15},
    {"regexp_substr", 15},
    {"string_to_table", 14},
    {"to_bin", 17},
    {"to_oct", 17},
    {"trim_array", 14},
    {"trim_scale", 13},
    {"unicode_assigned", 17},
    {"unistr", 14},
    {"uuid_extract_timestamp", 17},
    {"uuid_extract_version", 17},
    {"uuidv4", 18},
    {"uuidv7", 18},
    {"xmltext", 17},
};

constexpr Newer kTypes[] = {
    {"anycompatible", 13},         {"anycompatiblearray", 13}, {"anycompatiblemultirange", 14},
    {"anycompatiblenonarray", 13}, {"anycompatiblerange", 13}, {"anymultirange", 14},
    {"datemultirange", 14},        {"int4multirange", 14},     {"int8multirange", 14},
    {"nummultirange", 14},         {"pg_snapshot", 13},        {"regcollation", 13},
    {"tsmultirange", 14},          {"tstzmultirange", 14},     {"xid8", 13},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Compares a name in lower case with a word, as if that were.
int compare(std::string_view name, std::string_view word) {
    for (std::size_t i = 0; i < name.size() && i < word.size(); ++i) {
        if (name[i] != lower(word[i])) { return name[i] < lower(word[i]) ? -1 : 1; }
    }
    return name.size() == word.size() ? 0 : name.size() < word.size() ? -1 : 1;
}

template <std::size_t Size>
const Newer* find(const Newer (&sorted)[Size], std::string_view word) {
    const Newer* found = std::lower_bound(std::begin(sorted), std::end(sorted), word,
                                          [](const Newer& entry, std::string_view wanted) {
                                              return compare(entry.name, wanted) < 0;
                                          });
    return found != std::end(sorted) && compare(found->name, word) == 0 ? found : nullptr;
}

/// Whether the history has made a function of this name (or an extension that has it).
bool is_made(const Emission& e, std::string_view name) {
    bool made = false;
    for (const schema::Schema* schema : {&e.before, &e.after}) {
        made = made || (name == "gen_random_uuid" && schema->extensions.contains("pgcrypto"));
        schema->code_objects.for_each([&](const std::string&, const auto& state) {
            made = made || (state->object.kind == schema::CodeKind::Function &&
                            state->object.name.name == name);
        });
    }
    return made;
}

}  // namespace

std::span<const Newer> newer_functions() {
    return kFunctions;
}

std::span<const Newer> newer_types() {
    return kTypes;
}

void check_versions(const Emission& e, std::string_view statement) {
    if (e.settings.version >= kNewest) { return; }
    bool begins = false;
    for_each_bare_word(statement, [&](std::string_view word, bool is_called) {
        const Newer* function = is_called ? find(kFunctions, word) : nullptr;
        if (function != nullptr && e.settings.version < function->since &&
            !is_made(e, function->name)) {
            e.too_new(function->since, "function \"" + std::string(function->name) + "\"",
                      function->name == "gen_random_uuid"
                          ? "raise the target's `version`, or let an earlier statement be `create "
                            "extension pgcrypto`, which has it too"
                          : "raise the target's `version`; put the schema before the name if the "
                            "function is your own");
        }
        const Newer* type = find(kTypes, word);
        if (type != nullptr) { e.too_new(type->since, "type \"" + std::string(type->name) + "\""); }
        if (compare("security_invoker", word) == 0) { e.too_new(15, "`security_invoker`"); }
        if (begins && compare("atomic", word) == 0) { e.too_new(14, "`begin atomic`"); }
        begins = compare("begin", word) == 0;
    });
}

}  // namespace retort::dialects::postgresql
