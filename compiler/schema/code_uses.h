// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/schema/schema.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Objects whose definition is text: kinds, walks, what they read. Used inside this folder only.

namespace retort::schema {

[[nodiscard]] constexpr bool is_view(CodeKind kind) {
    return kind == CodeKind::View || kind == CodeKind::MaterializedView;
}
[[nodiscard]] constexpr bool is_routine(CodeKind kind) {
    return kind == CodeKind::Function || kind == CodeKind::Procedure;
}

/// Calls `visit` for every object of one kind, in order of keys.
template <class Visit>
void for_each_of_kind(const Schema& schema, CodeKind kind, Visit&& visit) {
    const std::string prefix = code_object_key(kind, {}, {}, {}).substr(0, 1);
    schema.code_objects.for_each_from(
        prefix, [&](const std::string& key, const Shared<CodeObjectState>& state) {
            if (key.compare(0, 1, prefix) != 0) { return false; }
            visit(key, *state);
            return true;
        });
}

/// Whether the letters of the name stand in the text at all: most texts have nothing to do with it.
[[nodiscard]] bool may_name(const std::string& text, const std::string& name);

/// The object's text reads the column; of a function, a body that the database parsed.
[[nodiscard]] bool reads_column(const Schema& schema, const CodeObject& object,
                                const QualifiedName& table, std::string_view column);

/// The same of any object, and of the table as a whole where `column` is empty: what stands on it,
/// what names it, routines that have its row type.
[[nodiscard]] bool object_reads(const Schema& schema, const CodeObject& object,
                                const QualifiedName& table, std::string_view column);

/// The objects of a schema by the words of their definitions: few have anything to do with a name.
class CodeByWord {
public:
    explicit CodeByWord(const Schema& schema) : schema_(schema) {}
    struct Entry {
        std::string key;
        const CodeObject* object;  ///< the schema's
    };
    /// The objects in whose texts the name stands, in the order of their keys.
    [[nodiscard]] const std::vector<Entry>& with(const std::string& name);

private:
    const Schema& schema_;
    bool read_ = false;
    std::map<std::string, std::vector<Entry>> entries_;
};

/// There is a function or procedure of this name, with whatever arguments.
[[nodiscard]] bool has_routine(const Schema& schema, const QualifiedName& name);

}  // namespace retort::schema
