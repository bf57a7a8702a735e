// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/release_users.h"
#include "compiler/schema/sql_words.h"

#include <algorithm>
#include <array>
#include <string_view>

// What goes together with an extension. Each brings its own types, functions and operator classes
// (https://www.postgresql.org/docs/current/contrib.html); of others nothing is known.

namespace retort::schema {
namespace {

struct Parts {
    std::string_view extension;
    std::vector<std::string_view> types;
    std::vector<std::string_view> functions;
    std::vector<std::string_view> classes;
    std::string_view function_prefix;  ///< all functions of such names, where they are many
};

const std::vector<Parts>& known() {
    // gen_random_uuid of pgcrypto is left out: PostgreSQL has its own since version 13.
    static const std::vector<Parts> parts = {
        {"citext", {"citext"}, {}, {"citext_ops", "citext_pattern_ops"}, {}},
        {"hstore",
         {"hstore"},
         {"hstore", "akeys", "skeys", "avals", "svals", "hstore_to_json", "hstore_to_jsonb",
          "hstore_to_array", "hstore_to_matrix", "hstore_to_json_loose", "hstore_to_jsonb_loose",
          "populate_record", "exist", "defined", "slice"},
         {"gin_hstore_ops", "gist_hstore_ops", "btree_hstore_ops", "hash_hstore_ops"},
         {}},
        {"ltree",
         {"ltree", "lquery", "ltxtquery"},
         {"subltree", "subpath", "nlevel", "lca", "text2ltree", "ltree2text"},
         {"gist_ltree_ops", "gist__ltree_ops", "ltree_ops"},
         {}},
        {"uuid-ossp",
         {},
         {"uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v3", "uuid_generate_v4",
          "uuid_generate_v5", "uuid_nil", "uuid_ns_dns", "uuid_ns_url", "uuid_ns_oid",
          "uuid_ns_x500"},
         {},
         {}},
        {"pgcrypto",
         {},
         {"digest", "hmac", "crypt", "gen_salt", "encrypt", "decrypt", "encrypt_iv", "decrypt_iv",
          "gen_random_bytes", "armor", "dearmor"},
         {},
         "pgp_"},
        {"pg_trgm",
         {},
         {"similarity", "show_trgm", "word_similarity", "strict_word_similarity", "set_limit",
          "show_limit"},
         {"gin_trgm_ops", "gist_trgm_ops"},
         {}},
        {"unaccent", {}, {"unaccent"}, {}, {}},
        {"fuzzystrmatch",
         {},
         {"soundex", "difference", "levenshtein", "levenshtein_less_equal", "metaphone",
          "dmetaphone", "dmetaphone_alt", "daitch_mokotoff"},
         {},
         {}},
        {"tablefunc", {}, {"normal_rand", "crosstab", "crosstabn", "connectby"}, {}, {}},
        {"intarray",
         {},
         {"icount", "sort_asc", "sort_desc", "uniq", "idx", "subarray", "intset"},
         {"gin__int_ops", "gist__int_ops", "gist__intbig_ops"},
         {}},
        {"btree_gin", {}, {}, {}, {}},
        {"btree_gist", {}, {}, {}, {}},
        {"postgis", {"geometry", "geography", "box2d", "box3d"}, {}, {}, "st_"},
        {"vector",
         {"vector", "halfvec", "sparsevec"},
         {"cosine_distance", "l2_distance", "inner_product", "l1_distance", "vector_dims",
          "vector_norm", "l2_normalize", "subvector", "binary_quantize"},
         {"vector_l2_ops", "vector_ip_ops", "vector_cosine_ops", "vector_l1_ops", "halfvec_l2_ops",
          "halfvec_ip_ops", "halfvec_cosine_ops"},
         {}},
    };
    return parts;
}

bool has(const std::vector<std::string_view>& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// The type has no operator class of its own for gin or gist, but one of btree_gin or btree_gist
/// (https://www.postgresql.org/docs/current/btree-gist.html).
bool is_scalar(const Type& type) {
    using enum TypeKind;
    static constexpr std::array kinds = {
        SmallInt,    Integer,  BigInt,  SmallSerial, Serial, BigSerial, Numeric,  Real,   Double,
        Boolean,     Text,     Varchar, Char,        Bytea,  Date,      Time,     Timetz, Timestamp,
        Timestamptz, Interval, Uuid,    Bit,         Varbit, Macaddr,   Macaddr8, Money,  Oid};
    return type.dimensions == 0 && std::find(kinds.begin(), kinds.end(), type.kind) != kinds.end();
}

bool is_function_of(const Parts& parts, std::string_view name) {
    return has(parts.functions, name) ||
           (!parts.function_prefix.empty() && name.starts_with(parts.function_prefix));
}

bool is_type_of(const Parts& parts, const Type& type) {
    return type.kind == TypeKind::Named && has(parts.types, type.name->name);
}

bool text_uses(const Parts& parts, std::string_view sql) {
    const std::vector<SqlWord> words = split_sql(sql);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!words[i].is_name() || !words[i + 1].is("(")) { continue; }
        std::string name = words[i].text;
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (is_function_of(parts, name)) { return true; }
    }
    return std::any_of(parts.types.begin(), parts.types.end(), [&](std::string_view type) {
        return text_casts_to(sql, QualifiedName(std::string(type)));
    });
}

bool expression_uses(const Parts& parts, const Expr& expr) {
    return any_part(expr, [&](const Expr& part) {
        if (part.kind == ExprKind::Query || part.kind == ExprKind::Exists) {
            return text_uses(parts, part.text);
        }
        return (part.kind == ExprKind::Call && is_function_of(parts, part.names.back().text)) ||
               (part.type && is_type_of(parts, *part.type));
    });
}

bool key_uses(const Parts& parts, const Table& table, const std::string& method,
              const IndexKey& key) {
    if (key.operator_class) { return has(parts.classes, key.operator_class->name); }
    const std::string_view wanted = parts.extension == "btree_gin"    ? "gin"
                                    : parts.extension == "btree_gist" ? "gist"
                                                                      : "";
    if (wanted.empty() || method != wanted) { return false; }
    const Column* column = table.find_column(key.column.text);
    return column != nullptr && is_scalar(column->type);
}

}  // namespace

bool release_extension(Applying& a, const Name& extension, bool cascade) {
    const auto found = std::find_if(known().begin(), known().end(), [&](const Parts& each) {
        return each.extension == extension.text;
    });
    if (found == known().end()) { return true; }
    Parts own = *found;
    const Parts* const parts = &own;
    // A function of that name that the history made is probably the one that is called.
    a.schema.code_objects.for_each([&](const std::string&, const Shared<CodeObjectState>& state) {
        if (state->object.kind != CodeKind::Function) { return; }
        std::erase(own.functions, state->object.name.name);
    });
    Uses uses;
    uses.expression = [&](const Expr& expr) { return expression_uses(*parts, expr); };
    uses.type = [&](const Type& type) { return is_type_of(*parts, type); };
    uses.key = [&](const Table& table, const std::string& method, const IndexKey& key) {
        return key_uses(*parts, table, method, key);
    };
    uses.code = [&](const CodeObject& object) {
        const bool routine =
            object.kind == CodeKind::Function || object.kind == CodeKind::Procedure;
        return text_uses(*parts, object.definition) ||
               (routine &&
                std::any_of(parts->types.begin(), parts->types.end(), [&](std::string_view type) {
                    return routine_has_type(object, QualifiedName(std::string(type)));
                }));
    };
    return release_users(a, uses, "extension \"" + extension.text + '"', cascade, extension.span);
}

}  // namespace retort::schema
