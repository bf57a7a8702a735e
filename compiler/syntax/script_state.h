// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/base/names.h"
#include "compiler/schema/operation.h"

#include "compiler/syntax/scanner.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

// Private to compiler/syntax: what the earlier statements of somebody's script say about a later
// one.

namespace retort::syntax {

/// `set default_tablespace = …`, by which pg_dump says where the tables behind it are.
class ScriptDefaults {
public:
    /// The tokens of a `set`.
    void read(std::string_view text, const std::vector<RawToken>& tokens);
    void give(schema::Operation& operation) const;

private:
    std::string tablespace_;
    std::string access_method_;
};

/// The names of what a script has made.
class MadeObjects {
public:
    void note(const schema::Operation& operation);
    /// What the model knows by name only: a composite type, a foreign table.
    void note_text(QualifiedName name) { texts_.insert(std::move(name)); }
    /// The operation is about such an object, which the model cannot look up.
    [[nodiscard]] bool is_about_text(const schema::Operation& operation) const;
    /// `drop table`, where the operation drops what the script has not made; else empty.
    [[nodiscard]] std::string drops_another(const schema::Operation& operation) const;
    [[nodiscard]] bool has(const QualifiedName& name) const { return names_.count(name.name) != 0; }

private:
    std::set<std::string> names_;
    std::set<QualifiedName> texts_;
    std::set<QualifiedName> views_;
};

}  // namespace retort::syntax
