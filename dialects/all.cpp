// SPDX-License-Identifier: Apache-2.0
#include "dialects/all.h"

#include "dialects/postgresql/postgresql.h"
#include "dialects/sqlite/sqlite.h"

#include <utility>

namespace retort::dialects {

std::vector<std::string_view> dialect_names() {
    return {"postgresql", "sqlite"};
}

std::variant<std::unique_ptr<Dialect>, DialectError> make_dialect(std::string_view name,
                                                                  DialectOptions options) {
    if (name == "postgresql") { return postgresql::make_postgresql(std::move(options)); }
    if (name == "sqlite") { return sqlite::make_sqlite(std::move(options)); }
    return DialectError{"there is no dialect \"" + std::string(name) +
                        "\", only postgresql and sqlite"};
}

}  // namespace retort::dialects
